-- How the command reads: what a pipe has is answered before more comes.

local command = require "spec.support.command"
local errno = require "spec.support.errno"
local files = require "spec.support.files"
local shell = require "spec.support.shell"
local system = require "ianaports.system"

-- Starts the command between two named pipes and calls f(put, line). put(text) writes to the
-- command, line() returns the next line that it has written. If the command does not answer, it is
-- ended after a minute, and line() returns nil. `before` is a shell command that runs it.
local function between_pipes(arguments, f, before)
  local folder = shell.new_folder()
  shell.run(("mkfifo %s/in %s/out"):format(folder, folder))
  os.execute(("timeout 60 %s <%s/in >%s/out 2>%s/err &"):format(
    (before or "") .. command.line(arguments), folder, folder, folder))
  local input = assert(io.open(folder .. "/in", "wb"))
  local output = assert(io.open(folder .. "/out", "rb"))
  input:setvbuf "no"
  local succeeded, message = pcall(f, function(text)
    input:write(text)
  end, function()
    return output:read "*l"
  end)
  input:close()
  local rest = output:read "*a"
  output:close()
  local messages = files.read(folder .. "/err")
  shell.run("rm -r " .. folder)
  assert(succeeded, message)
  return rest, messages
end

-- What the command reads, and the lines that it has written by then.
local CSV = {
  { "port,proto,x\n", "port,proto,x,service" },
  { "443,tcp,1\n", "443,tcp,1,https" },
  { "53,u" },
  { "dp,2\n80,tcp", "53,udp,2,domain" },
  { ",3\n22,tcp,4\n23", "80,tcp,3,http", "22,tcp,4,ssh" },
  { ",tcp,5\r" },
  { "\n", "23,tcp,5,telnet\r" },
  { '25,tcp,"a\n' },
  { 'b"\n', '25,tcp,"a', 'b",smtp' },
  { "80,tcp,\195" },
  { "\169\n", "80,tcp,\195\169,http" },
}

local TEXT = {
  { "1\n", "1" },
  { "80/t" },
  { "cp\n", "80/tcp (http)" },
  { "443/tcp\r" },
  { "\n53/udp \195", "443/tcp (https)\r" },
  { "\169\n22/tcp\n23/tcp\n80", "53/udp (domain) \195\169", "22/tcp (ssh)", "23/tcp (telnet)" },
  { "/tcp\n", "80/tcp (http)" },
}

local function trickle(arguments, steps, before)
  return between_pipes(arguments, function(put, line)
    for _, step in ipairs(steps) do
      put(step[1])
      for index = 2, #step do
        assert.equal(step[index], line())
      end
    end
  end, before)
end

describe("A pipe that trickles is answered line by line #programs", function()
  it("by annotate --csv", function()
    assert.same({ "", "" }, { trickle("annotate --csv", CSV) })
  end)

  it("by annotate", function()
    assert.same({ "", "" }, { trickle("annotate", TEXT) })
  end)

  it("byte by byte", function()
    for arguments, steps in pairs { ["annotate --csv"] = CSV, annotate = TEXT } do
      local bytes = {}
      for _, step in ipairs(steps) do
        for byte in step[1]:gmatch "." do
          bytes[#bytes + 1] = { byte }
        end
        for index = 2, #step do
          bytes[#bytes][index] = step[index]
        end
      end
      assert.same({ "", "" }, { trickle(arguments, bytes) })
    end
  end)

  it("and its end when it ends", function()
    local rest = between_pipes("annotate", function(put, line)
      put "80/tcp\n443/tcp"
      assert.equal("80/tcp (http)", line())
    end)
    assert.equal("443/tcp (https)", rest)
  end)

  it("even if its descriptor does not wait", function()
    local does_not_wait = [[perl -MFcntl -e 'fcntl(STDIN, F_SETFL, O_NONBLOCK); exec @ARGV' ]]
    assert.same({ "", "" }, { trickle("annotate", TEXT, does_not_wait) })
  end)
end)

describe("The command reads #programs", function()
  it("a file from where the shell has left it", function()
    files.with("80/tcp\n443/tcp\n", function(path)
      local output = command.shell(("{ read line; %s; } <%s"):format(command.line "annotate", path))
      assert.equal("443/tcp (https)\n", output)
    end)
  end)

  it("large pipes and files, and says what it cannot read", function()
    local line = "2026-05-11 12:34:56 host 192.0.2.1:443 is up\n"
    local expected = line:gsub(":443", "%0 (https)"):rep(20000)
    files.with(line:rep(20000), function(path)
      assert.is_true(expected == command.run("annotate " .. path))
      assert.is_true(expected == command.shell(("cat %s | %s"):format(path,
        command.line "annotate -")))
    end)
    assert.same({ "", "ianaports: /: cannot read: " .. errno.EISDIR .. "\n", 3 },
      { command.run "annotate /" })
    local _, messages = command.shell(command.line "annotate" .. " <&-")
    assert.equal("ianaports: standard input: cannot read: " .. errno.EBADF .. "\n", messages)
  end)
end)

describe("system.reader #lua5.1", function()
  it("returns blocks of a file up to its end", function()
    files.with(("x"):rep(100000), function(path)
      local file = assert(io.open(path, "rb"))
      local next_block = system.reader(file)
      assert.same({ 65536, 34464, 0, 0 },
        { #next_block(), #next_block(), #next_block(), #next_block() })
      file:close()
      assert.has_error(next_block, "attempt to use a closed file")
      assert.has_error(function() system.reader(file) end, "attempt to use a closed file")
    end)
  end)

  it("returns a message and a code if the system cannot read", function()
    local file = assert(io.open("/", "rb"))
    assert.same({ nil, errno.EISDIR, 21 }, { system.reader(file)() })
    file:close()
  end)

  it("takes files only", function()
    assert.has_error(function() system.reader "x" end)
    assert.has_error(function() system.seek("x", "cur") end)
  end)
end)

describe("system.seek", function()
  it("does what the method of a file does, and reads nothing", function()
    files.with(("x"):rep(100000), function(path)
      local file = assert(io.open(path, "rb"))
      assert.equal(0, system.seek(file))
      assert.equal(100000, system.seek(file, "end"))
      assert.equal(99990, system.seek(file, "cur", -10))
      assert.equal("xxxxxxxxxx", system.reader(file)())
      assert.equal(5, system.seek(file, "set", 5))
      assert.equal(65536, #system.reader(file)())
      assert.same({ nil, errno.EINVAL, 22 }, { system.seek(file, "set", -1) })
      assert.has_error(function() system.seek(file, "x") end)
      file:close()
    end)
  end)
end)
