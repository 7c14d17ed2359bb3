-- Files that are larger or stranger than any registry. Each is read or refused in bounded time and
-- memory, with a clear error, and leaves no memory or open file behind. Most come through a pipe,
-- because they would fill a disk. xml_spec.lua has more of them.

local errno = require "spec.support.errno"
local files = require "spec.support.files"
local ianaports = require "ianaports"
local registry_text = require "spec.support.registry_text"
local services = require "ianaports.services"
local shell = require "spec.support.shell"

local MEBI = 1024 -- KiB
local KEPT_BY_MALLOC = 16 * MEBI -- at most, after it has served tens of MiB
local LUA = os.getenv "LUA" or "lua5.4"

-- Prints the result, then processor time, by how many KiB the process grew at its peak and in the
-- end, and how many more files are open.
local PROGRAM = [[
  local ianaports = require "ianaports"
  local process = require "spec.support.process"
  pcall(require, "ianaports.xml")
  require "ianaports.services"
  local open_files, size, result = process.open_files(), process.size()
  local peak = process.peak_here(function()
    local registry, message = ianaports.load(arg[1], arg[2])
    result = registry and #registry .. " entries" or message
  end)
  print(result)
  print(os.clock(), peak, process.size() - size, process.open_files() - open_files)
]]

local folder

setup(function()
  folder = shell.new_folder()
  files.write(folder .. "/program.lua", PROGRAM)
end)

teardown(function()
  shell.run("rm -r " .. folder)
end)

-- Loads a path while the command runs. Returns the result, seconds and peak KiB. Large blocks
-- are mapped, so that glibc returns them to the system as soon as they are freed.
local function load_beside(command, path, format)
  local script = "{ timeout 60 sh -c '%s'; } 2>/dev/null & "
    .. "timeout 60 env MALLOC_MMAP_THRESHOLD_=131072 %s %s/program.lua %s %s; wait"
  local output = shell.run(script:format(command, LUA, folder, path, format or "csv"))
  local result, seconds, peak, kept, open_files =
    output:match "^(.-)\n(%S+)%s(%S+)%s(%S+)%s(%S+)\n$"
  assert(result, output)
  assert(tonumber(kept) < KEPT_BY_MALLOC, ("%s KiB are not freed"):format(kept))
  assert.equal(0, tonumber(open_files))
  return result:gsub(folder, "."), tonumber(seconds), tonumber(peak)
end

-- The same for the output of the command, through a pipe.
local function load_from(command, format)
  local pipe = folder .. "/pipe"
  shell.run("mkfifo " .. pipe)
  local result, seconds, peak = load_beside(("{ %s; } >%s"):format(command, pipe), pipe, format)
  os.remove(pipe)
  return result, seconds, peak
end

local function assert_bounded(expected, limit_seconds, limit_peak, result, seconds, peak)
  assert.equal(expected, result)
  assert(seconds < limit_seconds, ("took %g seconds"):format(seconds))
  assert(peak < limit_peak, ("took %d KiB"):format(peak))
end

local header = ("echo \"%s\"; "):format(registry_text.header)
local wide_header = ("echo \"%s,x\"; "):format(registry_text.header)
local endless = "yes %s | tr -d \"\\n\""

describe("refused at once is", function()
  local too_long = "./pipe:2: cell is longer than 65536 bytes (in Service Name)"
  local cases = {
    ["an endless cell"] = { header .. endless:format "x", too_long },
    ["an endless quoted cell"] = { header .. "printf \\\"; " .. endless:format "x", too_long },
    ["an endless cell of doubled quotes"] = { header .. endless:format "\\\"\\\"", too_long },
    ["an endless cell of line ends"] = { header .. "printf \\\"; yes \"\"", too_long },
    ["a billion columns"] = {
      endless:format "x,",
      "./pipe:1: header has more than 256 columns",
    },
    ["an empty pipe"] = {
      "true", "./pipe:1: file is empty; its first row must name the columns",
    },
    ["an endless line of services"] = {
      endless:format "x", "./pipe:1: line is longer than 65536 bytes", "services",
    },
    ["endless XML"] = {
      "printf \"<registry xmlns=\\\"http://www.iana.org/assignments\\\"><note>\"; "
        .. endless:format "x",
      "./pipe:1: cell is longer than 65536 bytes", "xml",
    },
  }
  for label, case in pairs(cases) do
    it(label, function()
      assert_bounded(case[2], 1, 4 * MEBI, load_from(case[1], case[3]))
    end)
  end

  local devices = {
    csv = "/dev/zero:1:1: NUL byte (in no known form; expected is IANA's CSV, whose first row "
      .. "names the columns, IANA's XML, or the form of /etc/services)",
    services = "/dev/zero:1: line is longer than 65536 bytes",
    xml = "/dev/zero:1:1: malformed XML: not well-formed (invalid token)",
  }
  for format, message in pairs(devices) do
    it("/dev/zero as " .. format, function()
      assert_bounded(message, 1, 4 * MEBI, load_beside("true", "/dev/zero", format))
    end)

    it("a directory as " .. format, function()
      local refusal = { ianaports.load("spec", format) }
      assert.same({
        nil,
        "spec: cannot read: " .. errno.EISDIR,
        { source = "spec", reason = "cannot read: " .. errno.EISDIR },
      }, refusal)
    end)
  end
end)

describe("a large file #footprint", function()
  it("of a million rows is read", function()
    local rows = "seq 1000000 | sed \"s/.*/n&,80,tcp,,,,,,,,,/\""
    assert_bounded("1000000 entries", 10, 100 * MEBI, load_from(header .. rows))
  end)

  it("with a row of a hundred million cells is refused", function()
    local row = "head -c 100000000 /dev/zero | tr \"\\0\" ,; echo"
    local message = "./pipe:2: row has 100000001 cells where the header has 12"
    assert_bounded(message, 10, MEBI, load_from(header .. row))
  end)

  it("whose ports overlap too deeply takes no more memory than others", function()
    local rows = "first=0; while [ $first -lt 8000 ]; do "
      .. "echo a,$first-$((65535 - first)),tcp,,,,,,,,,; first=$((first + 1)); done"
    assert_bounded("./pipe:1: port ranges overlap too deeply", 1, 4 * MEBI,
      load_from(header .. rows))
  end)

  -- Each port range lies within the previous one: an index of their ports would grow quadratically.
  local nested = {
    csv = { registry_text.header .. "\n", "a,%d-%d,tcp,,,,,,,,,\n", "", "text:1: " },
    services = { "", "a %d-%d/tcp\n", "", "text:1: " },
    xml = {
      '<registry xmlns="http://www.iana.org/assignments">',
      "<record><number>%d-%d</number></record>", "</registry>", "text: ",
    },
  }
  for format, case in pairs(nested) do
    it("whose ports overlap too deeply is refused as " .. format, function()
      local parts = { case[1] }
      for first = 0, 8200 do
        parts[#parts + 1] = case[2]:format(first, 65535 - first)
      end
      parts[#parts + 1] = case[3]
      local registry, message = ianaports.parse(table.concat(parts), format)
      assert.is_nil(registry)
      assert.equal(case[4] .. "port ranges overlap too deeply", message)
    end)
  end

  it("of services over 1 GiB is refused #vast", function()
    local line = "#" .. ("x"):rep(64 * 1024 - 2) .. "\n"
    local chunk, count = line:rep(16), 0
    local registry, message = services.read(function()
      count = count + 1
      return chunk
    end, "f")
    assert.is_nil(registry)
    assert.equal("f:16385: file is larger than 1 GiB", message)
    assert.equal(1025, count)
  end)
end)

-- The limits of the C code, which are the same under every Lua.
describe("a file that takes long to read #footprint #vast", function()
  it("over 1 GiB is refused, even if it is mostly quotes", function()
    local cell = "$(head -c 60000 /dev/zero | tr \"\\0\" \\\")"
    local rows = ("yes \",1,,,,,,,,,,,\\\"%s\\\"\""):format(cell)
    assert_bounded("./pipe:17892: file is larger than 1 GiB", 30, MEBI,
      load_from(wide_header .. rows))
  end)

  it("of more than 16,000,000 rows is refused", function()
    local message = "./pipe:16000002: more than 16,000,000 rows"
    assert_bounded(message, 30, 160 * MEBI, load_from(header .. "yes ,1,,,,,,,,,,"))
  end)

  it("of more than 16,000,000 contacts cannot be built", function()
    local contact = { id = "a" }
    assert.error_matches(function()
      ianaports.build { contacts = function()
        return contact
      end }
    end, "contacts%[16000001%]: more than 16,000,000 contacts")
  end)

  it("of more than 16,000,000 sources cannot be built", function()
    assert.error_matches(function()
      ianaports.build { info = { sources = function()
        return "here"
      end } }
    end, "info.sources%[16000001%]: more than 16,000,000 sources")
  end)
end)

-- Loads the file again and again until it has grown, then prints the result.
local GROWING = [[
  local ianaports = require "ianaports"
  local result
  repeat
    local registry, message = ianaports.load(arg[1])
    result = registry and #registry .. " entries" or message
  until result ~= "10000 entries"
  print(result)
]]

describe("a file that grows while it is read", function()
  it("is read up to its end at that moment, in whole rows or not at all", function()
    local path = folder .. "/growing.csv"
    local row = "kiwi,9001,tcp,Kiwi Exchange,,,,,,,,"
    files.write(path, registry_text.of { (row .. "\n"):rep(9999) .. row })
    files.write(folder .. "/growing.lua", GROWING)
    local script = "{ timeout 60 yes '%s' | head -c 20000000 >>%s; } 2>/dev/null & "
      .. "timeout 60 %s %s/growing.lua %s; wait"
    local output = shell.run(script:format(row, path, LUA, folder, path))
    local rows = output:match "^(%d+) entries\n$"
      or output:match "^/.*/growing%.csv:(%d+): file ends in mid%-row: its last row has %d+ cells"
    assert(rows and tonumber(rows) > 10000, output)
  end)
end)

describe("a text that would take quadratic time in a naive reader", function()
  local spaces = (" "):rep(60000)
  local cases = {
    ["spaces in a comment of services"] = {
      "a 1/tcp # x" .. spaces .. "y\n", "services", "x" .. spaces .. "y",
    },
    ["spaces alone in a comment of services"] = { "a 1/tcp #" .. spaces .. "\n", "services" },
    ["CSV whose line ends are CR"] = {
      registry_text.of({ "a,1,tcp,plum,,,,,,,," }, "\r") .. ("\r"):rep(1024 * 1024), "csv", "plum",
    },
    ["spaces before a line end in XML"] = {
      ('<registry xmlns="http://www.iana.org/assignments"><record><name>a</name>'
        .. "<description>x%sy \n z</description></record></registry>"):format(spaces),
      "xml", "x" .. spaces .. "y z",
    },
  }
  for label, case in pairs(cases) do
    it("is read quickly: " .. label, function()
      local began = os.clock()
      local registry = assert(ianaports.parse(case[1], case[2]))
      assert(case[3] == registry:find("a").description)
      assert.is_true(os.clock() - began < 1)
    end)
  end
end)

describe("contacts that all have the same id", function()
  it("are stored quickly, and the first is found", function()
    local contacts = { { id = "a", name = "First" } }
    local other = { id = "a", name = "Other" }
    for index = 2, 80000 do
      contacts[index] = other
    end
    local began = os.clock()
    local registry = ianaports.build { contacts = contacts }
    assert.is_true(os.clock() - began < 1)
    assert.equal("First", registry:contact("a").name)
    assert.equal(80000, registry:info().contact_count)
  end)
end)
