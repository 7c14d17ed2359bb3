-- ianaports.system: files that replace others, and processes. Other specs have its terminals
-- (spec/lua/cli) and readers (spec/lua/cli/reader_spec.lua).

local files = require "spec.support.files"
local hosts = require "spec.support.hosts"
local shell = require "spec.support.shell"
local system = require "ianaports.system"

local in_folder = shell.in_folder

local function listing(folder)
  return (shell.run(("LC_ALL=C ls -A '%s'"):format(folder)))
end

-- All that a process writes, and its exit status.
local function run(...)
  local process = assert(system.start { ... })
  local blocks = {}
  repeat
    local block = assert(process:read())
    blocks[#blocks + 1] = block
  until block == ""
  return table.concat(blocks), process:finish()
end

describe("replace", function()
  it("replaces a file when it is finished, and not before", function()
    in_folder(function(folder)
      local path = folder .. "/o"
      files.write(path, "old")
      local new = assert(system.replace(path))
      assert.is_true(new:write("a", "", "b\0c", "\n"))
      assert.equal("old", files.read(path))
      assert.is_true(new:finish())
      assert.equal("ab\0c\n", files.read(path))
      assert.equal("o\n", listing(folder))
    end)
  end)

  it("leaves nothing of what is discarded or collected", function()
    in_folder(function(folder)
      local path = folder .. "/o"
      local new = assert(system.replace(path))
      assert.is_true(new:write(("x"):rep(100000)))
      new:discard()
      new:discard()
      assert.has_error(function() new:write "x" end,
        "calling 'write' on bad self (replacement is closed)")
      new = nil -- luacheck: ignore
      assert(system.replace(path)):write "x"
      collectgarbage()
      collectgarbage()
      assert.equal("", listing(folder))
    end)
  end)

  it("cannot be finished twice, nor without its folder", function()
    in_folder(function(folder)
      local new = assert(system.replace(folder .. "/o"))
      assert.is_true(new:finish(true))
      assert.has_error(function() new:finish() end)
      shell.run(("mkdir '%s/below'"):format(folder))
      new = assert(system.replace(folder .. "/below/o"))
      shell.run(("rmdir '%s/below'"):format(folder))
      local done, _, code = new:finish()
      assert.is_nil(done)
      assert.equal(system.NOT_FOUND, code)
    end)
  end)

  it("says that a file has no place", function()
    in_folder(function(folder)
      assert.same({ nil, "is a folder" }, { system.replace(folder) })
      assert.same({ nil, "no such folder" }, { system.replace(folder .. "/no/o") })
      assert.same({ nil, "no such folder" }, { system.replace(folder .. "/no/") })
      assert.same({ nil, "no such folder" }, { system.replace "" })
    end)
  end)

  -- Without /proc a file cannot get its name later. Neither can it on many file systems.
  it("writes a file that has a name, if the system needs that", function()
    local missing = hosts.missing { mounts = true }
    if missing then
      pending(missing)
      return
    end
    in_folder(function(folder)
      files.write(folder .. "/old", "old")
      files.write(folder .. "/program", ([[
        local system, folder = require "ianaports.system", %q
        local lost = assert(system.replace(folder .. "/lost"))
        local new = assert(system.replace(folder .. "/new"))
        local old = assert(system.replace(folder .. "/old"))
        lost:write "lost"; new:write "new"; old:write "changed"
        io.popen("ls -A " .. folder .. " | grep -c '^.ianaports-' >" .. folder .. "/count"):close()
        lost:discard()
        assert(new:finish() and old:finish())
        print "finished"
      ]]):format(folder))
      shell.run(("chmod 604 %s/old"):format(folder))
      -- The exit status does not count: LeakSanitizer complains that it needs /proc.
      local output = hosts.run_with_mounts(("umask 027; mount -t tmpfs none /proc && %s %s")
        :format(os.getenv "LUA" or "lua5.4", folder .. "/program"))
      assert.matches("finished\n", output, 1, true)
      assert.equal("3\n", files.read(folder .. "/count"))
      assert.equal("changed", files.read(folder .. "/old"))
      assert.equal("new", files.read(folder .. "/new"))
      assert.equal("count\nnew\nold\nprogram\n", listing(folder))
      assert.equal("640\n604\n", (shell.run(("cd %s; stat -c %%a new old"):format(folder))))
    end)
  end)
end)

describe("make_folder", function()
  it("makes all folders of a path, for the user alone, once", function()
    in_folder(function(folder)
      assert.is_true(system.make_folder(folder .. "/a/b//c"))
      assert.is_true(system.make_folder(folder .. "/a/b/c/"))
      assert.equal("700\n700\n",
        (shell.run(("stat -c %%a '%s/a' '%s/a/b/c'"):format(folder, folder))))
    end)
  end)

  it("fails if a file is in the way", function()
    files.with("x", function(path)
      assert.is_nil((system.make_folder(path)))
      assert.is_nil((system.make_folder(path .. "/a")))
    end)
  end)
end)

describe("start", function()
  it("runs a program with its arguments as they are", function()
    local arguments = { "a b", "", "$(touch ran)", "'\"\\", "-x;", "\n", "%PATH%", "&" }
    local output, status = run("printf", "<%s>", (table.unpack or unpack)(arguments))
    assert.equal("<" .. table.concat(arguments, "><") .. ">", output)
    assert.equal(0, status)
    assert.is_nil(io.open "ran")
  end)

  it("reads what is longer than a pipe holds; the program has no input", function()
    assert.equal(1000000, #run("head", "-c", "1000000", "/dev/zero"))
    assert.equal("", (run "cat"))
  end)

  it("returns exit statuses, and signals as shells do", function()
    assert.equal(3, select(2, run("sh", "-c", "exit 3")))
    assert.equal(143, select(2, run("sh", "-c", "kill -TERM $$")))
  end)

  it("says that there is no such program", function()
    local process, _, code = system.start { "ianaports-no-such-program" }
    assert.is_nil(process)
    assert.equal(system.NOT_FOUND, code)
  end)

  it("says that no more files can be open", function()
    local output = shell.run(([[ulimit -n 40; %s -e '
      local system, files = require "ianaports.system", {}
      repeat
        files[#files + 1] = io.open "/dev/null"
      until #files > 40 or not io.open "/dev/null"
      local _, expected = io.open "/dev/null"
      local process, message = system.start { "true" }
      files = nil
      collectgarbage()
      print(process, message, expected)']]):format(os.getenv "LUA" or "lua5.4"))
    assert.matches("^nil\t(.+)\t/dev/null: %1\n$", output)
  end)

  it("ends a program that is stopped or collected", function()
    local started = system.clock()
    local process = assert(system.start { "sleep", "20" })
    process:stop()
    process:stop()
    assert.has_error(function() process:read() end)
    assert.has_error(function() process:finish() end)
    process = nil -- luacheck: ignore
    assert(system.start { "sleep", "20" })
    collectgarbage()
    collectgarbage()
    assert.is_true(system.clock() - started < 10)
  end)

  it("takes an array of strings alone", function()
    for _, wrong in ipairs { {}, { 1 }, { "a\0b" }, { "echo", true }, "x" } do
      assert.has_error(function() system.start(wrong) end)
    end
  end)

  it("reports that a host that takes no notice of its children hides how they end", function()
    local output = shell.run(([[perl -e '$SIG{CHLD} = "IGNORE"; exec @ARGV' %s -e '
      local process = require("ianaports.system").start { "true" }
      print(process:read() == "", process:finish())']]):format(os.getenv "LUA" or "lua5.4"))
    assert.matches("^true\tnil\tNo child process", output)
  end)
end)

describe("sleep", function()
  it("takes as long as it is told", function()
    local started = system.clock()
    assert.is_true(system.sleep(0.05))
    local elapsed = system.clock() - started
    assert.is_true(elapsed >= 0.05 and elapsed < 5, elapsed)
  end)
end)
