-- The bar of progress that annotate, report and update draw on a terminal.

local command = require "spec.support.command"
local display = require "ianaports.base.display"
local errno = require "spec.support.errno"
local files = require "spec.support.files"
local http_server = require "spec.support.http_server"
local progress = require "ianaports.cli.progress"
local publication = require "spec.support.publication"
local shell = require "spec.support.shell"

-- A bar on an object that collects what is drawn, a clock that the spec sets, and a terminal of so
-- many columns.
local function new_bar(columns)
  local screen = { drawn = {}, now = 100 }
  function screen:write(...)
    table.insert(self.drawn, table.concat { ... })
  end
  function screen:flush()
    self.is_flushed = true
  end
  return progress.new(screen, function() return screen.now end,
    function() return columns end), screen
end

-- A file of `total` bytes, of which `start` are read already, that takes a while for each block.
local function slow_file(screen, total, start, seconds)
  local position = start
  return {
    seek = function(_, whence, offset)
      position = whence == "end" and total or offset or position
      return position
    end,
    read = function(_, count)
      if position == total then
        return nil
      end
      screen.now = screen.now + seconds
      local block = ("x"):rep(math.min(count, total - position))
      position = position + #block
      return block
    end,
  }
end

local function read_all(reader, count)
  local size = 0
  for block in function() return reader:read(count) end do
    size = size + #block
  end
  return size
end

local CLEAR = "\r\27[K"

describe("The bar of a file", function()
  it("appears after a second, with share, bytes and the time that is left", function()
    local bar, screen = new_bar(60)
    local reader = progress.reader(bar, slow_file(screen, 2000, 0, 0.375))
    assert.equal(2000, read_all(reader, 500))
    local mark = display.is_utf8() and "█" or "#"
    assert.same({
      CLEAR .. " 75 %  1.5 of 2.0 kB, 0:01 left  [" .. mark:rep(18) .. "      ]",
      CLEAR .. "100 %  2.0 of 2.0 kB, 0:00 left  [" .. mark:rep(24) .. "]",
    }, screen.drawn)
    assert.is_true(screen.is_flushed)
  end)

  it("is drawn ten times a second at most", function()
    local bar, screen = new_bar(60)
    read_all(progress.reader(bar, slow_file(screen, 3000, 0, 0.001)), 1)
    assert.is_true(#screen.drawn >= 20 and #screen.drawn <= 21)
  end)

  it("is not drawn if the file takes no second", function()
    local bar, screen = new_bar(60)
    read_all(progress.reader(bar, slow_file(screen, 900, 0, 0.001)), 1)
    assert.same({}, screen.drawn)
  end)

  it("takes the rest of a file that is read in part", function()
    local bar, screen = new_bar(60)
    assert.equal(1000, read_all(progress.reader(bar, slow_file(screen, 1500, 500, 2)), 500))
    assert.matches(" 50 %%  0.5 of 1.0 kB, 0:02 left", screen.drawn[1])
  end)

  it("pads numbers, and counts minutes and hours", function()
    local bar, screen = new_bar(40)
    read_all(progress.reader(bar, slow_file(screen, 20000, 0, 360)), 1000)
    assert.equal(CLEAR .. "  5 %   1.0 of 20.0 kB, 1:54:00 left", screen.drawn[1])
    assert.matches("95 %%  19.0 of 20.0 kB, 6:00 left", screen.drawn[19])
  end)

  it("stays on the line of a narrow terminal", function()
    for columns = 1, 50 do
      local bar, screen = new_bar(columns)
      read_all(progress.reader(bar, slow_file(screen, 2000, 0, 2)), 1000)
      local drawn = screen.drawn[1]:gsub("^\r\27%[K", ""):gsub("[\128-\191]", "")
      assert.is_true(#drawn < columns)
    end
  end)

  it("is for 80 columns if the terminal does not report how many it has", function()
    local bar, screen = new_bar(0)
    read_all(progress.reader(bar, slow_file(screen, 2000, 0, 2)), 2000)
    assert.equal(79, #screen.drawn[1]:gsub("^\r\27%[K", ""):gsub("[\128-\191]", ""))
  end)

  it("is not written over a pager that has not asked for more", function()
    local bar, screen = new_bar(60)
    local reader = progress.reader(bar, slow_file(screen, 3000, 0, 0.01))
    for _ = 1, 30 do
      reader:read(100)
      screen.now = screen.now + 20
    end
    assert.same({}, screen.drawn)
  end)

  it("is not over 100 % if the file grows", function()
    local bar, screen = new_bar(60)
    local file = slow_file(screen, 1000, 0, 2)
    local reader = progress.reader(bar, file)
    file.read = function() screen.now = screen.now + 2 return ("x"):rep(1500) end
    reader:read(1500)
    assert.matches("100 %%  1.5 of 1.0 kB", screen.drawn[1])
  end)

  it("is cleared once", function()
    local bar, screen = new_bar(60)
    bar:clear()
    assert.same({}, screen.drawn)
    read_all(progress.reader(bar, slow_file(screen, 2000, 0, 2)), 2000)
    bar:clear()
    bar:clear()
    assert.same({ screen.drawn[1], CLEAR }, screen.drawn)
  end)

  it("passes on what a file cannot read", function()
    local bar, screen = new_bar(60)
    local file = slow_file(screen, 1000, 0, 2)
    local closed
    file.read = function() return nil, "Input/output error", 5 end
    file.close = function() closed = true return true end
    local reader = progress.reader(bar, file)
    assert.same({ nil, "Input/output error", 5 }, { reader:read(10) })
    assert.is_true(reader:close() and closed)
  end)

  it("is not there for a file without a size, or without a terminal", function()
    local bar, screen = new_bar(60)
    local pipe = { seek = function() return nil, "Illegal seek" end }
    assert.equal(pipe, progress.reader(bar, pipe))
    local at_end = slow_file(screen, 10, 10, 1)
    assert.equal(at_end, progress.reader(bar, at_end))
    local file = slow_file(screen, 10, 0, 1)
    assert.equal(file, progress.reader(progress.new(screen), file))
  end)
end)

describe("A size", function()
  it("has a unit", function()
    assert.equal("0 B", progress.size(0))
    assert.equal("999 B", progress.size(999))
    assert.equal("1.0 kB", progress.size(1000))
    assert.equal("65.1 MB", progress.size(65.1e6))
    assert.equal("2000.0 TB", progress.size(2e15))
  end)
end)

-- Time passes quickly for the command: each look at its clock takes so long.
local function environment(seconds, more)
  return ("%s LUA_INIT='local system, now = require(\"ianaports.system\"), 0; "
    .. "system.clock = function() now = now + %s return now end'"):format(more or "", seconds)
end

local ROWS = "dst_port,proto\n" .. ("22,6\n"):rep(40000)

-- What the terminal shows at last: each line without what was cleared or written over.
local function shown(output)
  return (output:gsub("[^\n]*\r\27%[K", ""):gsub("\r\n", "\n"))
end

describe("annotate on a terminal #programs", function()
  local function annotate(arguments, seconds, more)
    return files.with(ROWS, function(path)
      return command.on_terminal(70, ("annotate --csv %s"):format(arguments:gsub("FILE", path)),
        environment(seconds, more)), path
    end)
  end

  it("draws the bar, and clears it", function()
    for _, arguments in ipairs { "FILE >/dev/null", "<FILE >/dev/null", "FILE -o /dev/null",
      "FILE | cat >/dev/null" } do
      local output = annotate(arguments, 0.3)
      assert.matches("\r\27%[K 65 %%  131.1 of 200.0 kB, 0:0%d left  %[█+", output)
      assert.equal("", shown(output))
    end
  end)

  it("clears it before messages", function()
    local output, path = annotate("--column x --port-column proto FILE >/dev/null", 0.3)
    assert.matches("\27%[K 65 %%", output)
    assert.equal(("ianaports: %s: none of 40,000 rows was named; ports are taken from column "
      .. '"proto", protocols from no column; cells are split at each comma\n'):format(path),
      shown(output))
    output = annotate("FILE >/dev/full", 0.3)
    assert.equal("ianaports: standard output: " .. errno.ENOSPC .. "\n", shown(output))
  end)

  it("draws with ASCII if the locale is not UTF-8", function()
    local output = annotate("FILE >/dev/null", 0.3, "LC_ALL=C")
    assert.matches("\27%[K 65 %%  131.1 of 200.0 kB, 0:0%d left  %[#+ +%]", output)
    assert.is_nil(output:find "[\128-\255]")
  end)

  it("takes the width that COLUMNS says", function()
    local output = annotate("FILE >/dev/null", 0.3, "COLUMNS=45")
    assert.matches("\27%[K 65 %%  131.1 of 200.0 kB, 0:0%d left  %[███▎ %]", output)
  end)

  it("draws nothing if that takes no second", function()
    assert.equal("", annotate("FILE >/dev/null", 0.001))
  end)

  it("draws nothing on a dumb terminal", function()
    assert.equal("", annotate("FILE >/dev/null", 0.3, "TERM=dumb"))
    assert.equal("", annotate("FILE >/dev/null", 0.3, "TERM="))
  end)

  it("draws nothing if standard error is a file, or results go to the terminal", function()
    assert.equal("", annotate("FILE >/dev/null 2>/dev/null", 0.3))
    assert.is_nil(annotate("FILE", 0.3):find "\27")
  end)

  it("draws nothing for a pipe, or in the background", function()
    files.with(ROWS, function(path)
      for _, script in ipairs { "cat %s | %s >/dev/null", "set -m; <%s %s >/dev/null & wait" } do
        local line = command.line("annotate --csv", environment(0.3))
        local output = command.shell_on_terminal(70, script:format(path, line))
        assert.is_nil(output:find "\27", output)
      end
    end)
  end)
end)

describe("report on a terminal #programs", function()
  it("draws a bar for each file, and clears it before the report", function()
    files.with(ROWS, function(path)
      local output = command.on_terminal(70, ("report %s %s"):format(path, path), environment(0.6))
      assert.matches("\27%[K 65 %%  131.1 of 200.0 kB, 0:0%d left  %[█+.*\27%[K 65 %%", output)
      assert.matches("^\r\27%[K[^\n]*\r\27%[KService Name and Transport Protocol Port", output)
      assert.is_nil(command.on_terminal(70, "report " .. path, environment(0.001)):find "\27")
    end)
  end)
end)

describe("update on a terminal #programs", function()
  local CSV = "service-names-port-numbers.csv"

  local function update(plan, seconds)
    local server, folder = http_server.start(), shell.new_folder()
    local succeeded, output = pcall(function()
      local csv, xml = publication.of(15000, "2026-06-08", 5)
      server:serve(CSV, csv, {})
      server:serve(CSV:gsub("csv", "xml"), xml, {})
      server:plan(CSV, plan)
      return command.on_terminal(80, ("update --base %s --folder %s"):format(server.base, folder),
        environment(seconds))
    end)
    server:stop()
    shell.run("rm -r " .. folder)
    assert(succeeded, output)
    return output
  end

  it("draws a bar for each file that takes more than a second", function()
    local output = update("slow 0.8", 0.5)
    assert.matches("\27%[K +%d+ %%  +[%d.]+ kB of service%-names%-port%-numbers%.csv, %d:%d%d left",
      output)
    assert.matches("^\nupdated: 15000 entries", "\n" .. shown(output))
  end)

  it("draws nothing otherwise", function()
    assert.matches("^updated: 15000 entries", (update("serve", 0.001)))
  end)

  it("clears the bar before it says what failed", function()
    local output = update("truncated", 2)
    assert.matches("^ianaports: http://127[^\n]* %(curl 18: [^\n]*\n$", shown(output))
  end)
end)
