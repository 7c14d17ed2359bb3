-- What load and parse refuse: every file in spec/fixtures/csv, each with one error, and texts that
-- are too large or too strange for a fixture.

local errno = require "spec.support.errno"
local files = require "spec.support.files"
local ianaports = require "ianaports"
local process = require "spec.support.process"
local registry_text = require "spec.support.registry_text"
local shell = require "spec.support.shell"

local FOLDER = "spec/fixtures/csv/"
local KIBI = 1024
local MAX_CELL = 64 * KIBI

local function not_a_port(line, cell)
  return ('%d: port number "%s" is neither a number nor a range FIRST-LAST'):format(line, cell)
end

local function over_65535(line, cell)
  return ('%d: port number "%s" is over 65535'):format(line, cell)
end

local function unknown_protocol(line, cell)
  return ('%d: unknown transport protocol "%s" (known: tcp, udp, sctp, dccp)'):format(line, cell)
end

local function lacks(column)
  return ('1: header lacks the column "%s"; the first row must name the columns'):format(column)
end

local function separated_by(separators)
  return ("1: cells are separated by %s; commas must separate them"):format(separators)
end

local function twice(line, column)
  return ('%d: header names the column "%s" twice'):format(line, column)
end

local function cells(line, count)
  return ("%d: row has %d cells where the header has 12"):format(line, count)
end

local function not_utf8(location, byte, column)
  return ("%s: invalid UTF-8 at byte 0x%02x (in %s)")
    :format(location, byte, column or "Description")
end

local function unclosed(line, column)
  return ("%d: quote is not closed before the file ends (in %s)"):format(line, column)
end

local function text_after(location, column)
  return ("%s: text after a closing quote; a quote inside a quoted cell must be doubled (in %s)")
    :format(location, column)
end

local function stray_quote(location)
  return location .. ": quote inside a cell that does not begin with one (in Description)"
end

local function nul(location, column)
  return ("%s: NUL byte (in %s)"):format(location, column)
end

local function too_long(line, column)
  return ("%d: cell is longer than 65536 bytes (in %s)"):format(line, column)
end

local UNKNOWN = "no known form; expected is IANA's CSV, whose first row names the columns, IANA's "
  .. "XML, or the form of /etc/services"
local empty = "1: file is empty; its first row must name the columns"
local utf_16 = "1: file is in UTF-16; it must be in UTF-8"
local neither = "3: row has neither a service name nor a port number"
local mid_row = "3: file ends in mid-row: its last row has 4 cells where the header has 12"

local function all(...)
  return { n = select("#", ...), ... }
end

-- What load and parse return for "LINE:COLUMN: REASON", "LINE: REASON" or "REASON".
local function refusal(source, message)
  local line, column, reason = message:match "^(%d+):(%d+): (.*)$"
  if not line then
    line, reason = message:match "^(%d+): (.*)$"
  end
  reason = reason or message
  local fields = {
    source = source, line = tonumber(line), column = tonumber(column), reason = reason,
  }
  return { n = 3, nil, source .. (line and ":" or ": ") .. message, fields }
end

local function assert_load_refuses(path, message)
  assert.same(refusal(path, message), all(ianaports.load(path)))
end

local function assert_parse_refuses(text, message)
  assert.same(refusal("text", message), all(ianaports.parse(text)))
end

local function assert_both_refuse(text, message)
  assert_parse_refuses(text, message)
  files.with(text, function(path)
    assert_load_refuses(path, message)
  end)
end

local fixtures = {
  ["empty"] = empty,
  ["only-blank-lines"] = empty,
  ["only-a-byte-order-mark"] = empty,

  ["header-missing"] = "1: file is in " .. UNKNOWN,
  ["header-with-a-semicolon-for-each-comma"] = separated_by "semicolons",
  ["header-in-quotes-with-semicolons"] = separated_by "semicolons",
  ["header-with-tabs"] = separated_by "tabs",
  ["header-with-bars"] = separated_by "bars",
  ["header-after-a-line-of-semicolons"] = separated_by "semicolons",
  ["header-with-two-byte-order-marks"] = lacks "Service Name",
  ["column-missing"] = lacks "Port Number",
  ["column-missing-from-the-end"] = lacks "Transport Protocol",
  ["column-twice"] = twice(1, "Description"),
  ["column-twice-by-both-its-names"] = twice(1, "Unauthorized Use Reported"),

  ["row-with-too-few-cells"] = cells(3, 11),
  ["row-with-too-many-cells"] = cells(3, 13),
  ["row-with-too-many-cells-at-the-end"] = cells(2, 13),
  ["row-over-several-lines-with-too-few-cells"] = cells(3, 4),
  ["row-without-name-and-port"] = neither,
  ["row-of-empty-cells"] = neither,
  ["ends-in-mid-row"] = mid_row,
  ["ends-in-mid-row-after-a-comma"] = mid_row,
  ["ends-in-mid-row-after-a-quoted-cell"] = mid_row,

  ["port-a-word"] = not_a_port(3, "any"),
  ["port-not-a-number"] = not_a_port(3, "90x"),
  ["port-negative"] = not_a_port(3, "-9002"),
  ["port-signed"] = not_a_port(3, "+9002"),
  ["port-hexadecimal"] = not_a_port(3, "0x2329"),
  ["port-a-fraction"] = not_a_port(3, "9002.5"),
  ["port-a-list"] = not_a_port(3, "9002,9003"),
  ["port-a-space"] = not_a_port(3, " "),
  ["port-with-a-space"] = not_a_port(3, "9002 "),
  ["port-with-a-line-break"] = not_a_port(3, "9002\\x0a"),
  ["port-over-65535"] = over_65535(3, "65536"),
  ["port-far-over-65535"] = over_65535(3, "18446744073709560618"), -- 9002 and 2^64
  ["range-over-65535"] = over_65535(3, "65000-70000"),
  ["range-of-three-ports"] = not_a_port(3, "9002-9003-9004"),
  ["range-with-a-dash"] = not_a_port(3, "9002\\xe2\\x80\\x939003"),
  ["range-with-spaces"] = not_a_port(3, "9002 - 9003"),
  ["range-without-a-last-port"] = not_a_port(3, "9002-"),
  ["range-that-runs-backwards"] = '3: port number "9003-9002" is a range that runs backwards',

  ["protocol-unknown"] = unknown_protocol(3, "icmp"),
  ["protocol-by-number"] = unknown_protocol(3, "17"),
  ["protocol-with-a-space"] = unknown_protocol(3, "udp "),
  ["protocols-two-in-one-cell"] = unknown_protocol(3, "tcp/udp"),

  ["quote-unclosed"] = unclosed(3, "Description"),
  ["quote-unclosed-in-the-header"] = unclosed(1, "the header"),
  ["quote-unclosed-in-a-later-line-of-its-row"] = unclosed(4, "Assignee"),
  ["quote-opened-by-the-last-byte"] = unclosed(3, "Assignment Notes"),
  ["quote-inside-a-plain-cell"] = stray_quote "3:20",
  ["space-before-a-quote"] = stray_quote "3:16",
  ["quote-not-doubled"] = text_after("3:22", "Description"),
  ["text-after-a-closing-quote"] = text_after("3:21", "Description"),
  ["text-after-a-closing-quote-in-a-later-line"] = text_after("4:9", "Description"),
  ["text-after-a-closing-quote-in-the-header"] = text_after("1:67", "the header"),

  ["nul-byte-at-the-beginning"] = nul("1:1", UNKNOWN),
  ["nul-byte-in-the-header"] = nul("1:62", "the header"),
  ["nul-byte-in-a-cell"] = nul("3:19", "Description"),
  ["nul-byte-in-a-quoted-cell"] = nul("4:3", "Description"),
  ["nul-byte-in-a-port"] = nul("3:10", "Port Number"),
  ["nul-byte-at-the-end"] = nul("3:1", "Service Name"),

  ["utf-16"] = utf_16,
  ["utf-16-without-a-mark"] = utf_16,
  ["utf8-in-the-header"] = not_utf8("1:63", 0xe9, "the header"),
  ["utf8-in-an-ignored-column"] = not_utf8("2:67", 0xff, "an ignored column"),
  ["utf8-in-a-later-line-of-its-cell"] = not_utf8("5:3", 0xff),
  ["utf8-stray-continuation"] = not_utf8("3:24", 0x80),
  ["utf8-overlong-nul-byte"] = not_utf8("3:24", 0xc0),
  ["utf8-overlong-of-two-bytes"] = not_utf8("3:24", 0xc0),
  ["utf8-overlong-of-three-bytes"] = not_utf8("3:24", 0xe0),
  ["utf8-overlong-of-four-bytes"] = not_utf8("3:24", 0xf0),
  ["utf8-high-surrogate"] = not_utf8("3:24", 0xed),
  ["utf8-low-surrogate"] = not_utf8("3:24", 0xed),
  ["utf8-over-10ffff"] = not_utf8("3:24", 0xf4),
  ["utf8-sequence-of-five-bytes"] = not_utf8("3:24", 0xf8),
  ["utf8-byte-ff"] = not_utf8("3:24", 0xff),
  ["utf8-latin-1"] = not_utf8("3:24", 0xe9),
  ["utf8-cut-by-a-comma"] = not_utf8("3:24", 0xe2),
  ["utf8-cut-by-another-character"] = not_utf8("3:24", 0xf0),
  ["utf8-cut-by-a-line-end"] = not_utf8("3:33", 0xe2, "Assignment Notes"),
  ["utf8-cut-by-the-end-of-the-file"] =
    "3:37: file ends inside a UTF-8 character (in Assignment Notes)",

  ["line-after-lf"] = not_a_port(4, "x"),
  ["line-after-crlf"] = not_a_port(4, "x"),
  ["line-after-cr"] = not_a_port(4, "x"),
  ["line-after-cr-cr-lf"] = not_a_port(3, "x"),
  ["line-after-mixed-line-ends"] = not_a_port(5, "x"),
  ["line-after-blank-lines"] = not_a_port(9, "x"),
  ["line-after-a-byte-order-mark"] = not_a_port(3, "x"),
  ["line-after-line-breaks-in-cells"] = not_a_port(9, "x"),
  ["line-after-crlf-rows-with-lf-in-cells"] = not_a_port(5, "x"),
  ["line-of-a-later-cell"] = not_a_port(4, "port"),
  ["line-of-a-later-protocol"] = unknown_protocol(3, "icmp\\x0a"),
  ["line-in-the-header"] = twice(3, "Contact"),
}

describe("a file that is", function()
  for name, message in pairs(fixtures) do
    it(name .. " is refused by load and by parse", function()
      local path = FOLDER .. name .. ".csv"
      assert_load_refuses(path, message)
      assert_parse_refuses(files.read(path), message)
    end)
  end

  it("a fixture has an expected message", function()
    local count = 0
    for file in (shell.run("ls " .. FOLDER)):gmatch "[^\n]+" do
      count = count + 1
      assert(fixtures[file:match "^(.*)%.csv$"], file)
    end
    assert.is_true(count > 80)
  end)
end)

describe("a message", function()
  it("shortens a long cell", function()
    local text = registry_text.of { "kiwi," .. ("9"):rep(MAX_CELL) .. ",tcp,,,,,,,,," }
    local _, message = ianaports.parse(text)
    assert.matches('^text:2: port number "9+%.%.%." is over 65535$', message)
    assert.is_true(#message < 150)
  end)

  it("names the file as the caller did", function()
    local folder = shell.new_folder()
    for _, name in ipairs { "%s%n%d", "with space", "caf\195\169", ("long"):rep(60) } do
      local path = folder .. "/./" .. name
      files.write(path, "")
      assert_load_refuses(path, empty)
      assert_load_refuses(path .. ".csv", "cannot open: " .. errno.ENOENT)
    end
    shell.run("rm -r " .. folder)
  end)
end)

-- Returns a text whose second line has `offset` bytes and then the tail, and the column of the
-- tail.
local function with_line_up_to(offset, tail)
  local line = "kiwi,9001,tcp,"
  local column = "Description"
  local rest = offset - #line
  if rest > 40000 then
    line = line .. ("p"):rep(40000) .. ","
    column = "Assignee"
    rest = offset - #line
  end
  return registry_text.header .. "\n" .. line .. ("p"):rep(rest) .. tail, column
end

describe("invalid UTF-8 is reported at its first byte", function()
  local header_size = #registry_text.header + 1
  local broken = {
    ["a sequence cut by a letter"] = "\240\159\141x",
    ["a sequence cut by a line end"] = "\240\159\141\n",
    ["a sequence cut by another"] = "\226\130\195\169",
    ["a surrogate"] = "\237\160\128",
    ["a stray continuation"] = "\191",
  }
  -- Block sizes that the reader uses, has used or might use.
  for _, block in ipairs { 4 * KIBI, 16 * KIBI, 64 * KIBI } do
    for label, bytes in pairs(broken) do
      it(("%s about byte %d of a file"):format(label, block), function()
        for before = 0, 4 do
          local offset = block - before - header_size
          local text, column = with_line_up_to(offset, bytes .. ",,,,,,,,\n")
          local location = "2:" .. offset + 1
          assert_both_refuse(text, not_utf8(location, bytes:byte(), column))
        end
      end)

      it(("%s about byte %d of a line"):format(label, block), function()
        for before = 0, 4 do
          local text, column = with_line_up_to(block - before, bytes .. ",,,,,,,,\n")
          local location = "2:" .. block - before + 1
          assert_both_refuse(text, not_utf8(location, bytes:byte(), column))
        end
      end)
    end

    it(("a sequence cut by the end of a file about byte %d"):format(block), function()
      for before = 0, 4 do
        local offset = block - before - header_size
        local text, column = with_line_up_to(offset, "\240\159\141")
        local message = "2:%d: file ends inside a UTF-8 character (in %s)"
        assert_both_refuse(text, message:format(offset + 1, column))
      end
    end)

    it(("in the second of two characters about byte %d"):format(block), function()
      for before = 0, 8 do
        local offset = block - before - header_size
        local text, column = with_line_up_to(offset, "\240\159\141\135\240\159\141\255,,,,,,,,\n")
        assert_both_refuse(text, not_utf8("2:" .. offset + 2, 0xf0, column))
      end
    end)
  end
end)

describe("a NUL byte and a misplaced quote are reported", function()
  local header_size = #registry_text.header + 1
  for _, block in ipairs { 16 * KIBI, 64 * KIBI } do
    it(("about byte %d of a file and of a line"):format(block), function()
      for before = 0, 2 do
        for _, offset in ipairs { block - before - header_size, block - before } do
          local location = "2:" .. offset + 1
          local text, column = with_line_up_to(offset, "\0,,,,,,,,\n")
          assert_both_refuse(text, nul(location, column))
          text = with_line_up_to(offset, '",,,,,,,,\n')
          assert_both_refuse(text, (stray_quote(location):gsub("Description", column)))
        end
      end
    end)
  end
end)

describe("a line end across two blocks", function()
  local function with_line_end_at(block, line_end)
    local room = block - #registry_text.header - 2 * #line_end
    local row = "plum,9002,udp," .. ("p"):rep(room - 14 - 8 + 1) .. ",,,,,,,,"
    return registry_text.of({ row, "pear,x,tcp,,,,,,,,," }, line_end)
  end

  local line_ends = { LF = "\n", CRLF = "\r\n", CR = "\r", CRCRLF = "\r\r\n" }
  for label, line_end in pairs(line_ends) do
    it("counts once: " .. label, function()
      for _, block in ipairs { 16 * KIBI, 64 * KIBI } do
        for _, later in ipairs { 0, 1 } do
          local text = with_line_end_at(block + later, line_end)
          local last = block + later + 1
          assert.equal(line_end, text:sub(last - #line_end + 1, last))
          assert_both_refuse(text, not_a_port(3, "x"))
        end
      end
    end)
  end
end)

describe("a cell of 65,537 bytes is refused", function()
  local long = ("x"):rep(MAX_CELL + 1)
  local before = { "", "kiwi,9001,tcp,Kiwi,,,,,,,,", "plum,9002,udp," }
  local after = ",,,,,,,,"
  local ways = {
    ["as it is"] = long,
    ["in quotes"] = '"' .. long .. '"',
    ["with doubled quotes"] = '"' .. ('""'):rep(MAX_CELL + 1) .. '"',
    ["over several lines"] = '"' .. ("x\n"):rep(MAX_CELL / 2) .. 'y"',
    ["in characters of three bytes"] = ("\226\130\172"):rep(21845) .. "xx",
  }
  for label, cell in pairs(ways) do
    it(label, function()
      local text = registry_text.header .. table.concat(before, "\n") .. cell .. after .. "\n"
      assert_both_refuse(text, too_long(3, "Description"))
    end)
  end

  it("in a later line of its row", function()
    local text = registry_text.of { 'kiwi,9001,tcp,"Kiwi\n\n",' .. long .. ",,,,,,," }
    assert_both_refuse(text, too_long(4, "Assignee"))
  end)

  it("in the header", function()
    assert_both_refuse(registry_text.header .. "," .. long .. "\n", too_long(1, "the header"))
  end)

  it("in an ignored column", function()
    local text = registry_text.header .. ",Remarks\nkiwi,9001,tcp,,,,,,,,,," .. long .. "\n"
    assert_both_refuse(text, too_long(2, "an ignored column"))
  end)

  it("as the end of the file", function()
    local text = registry_text.header .. "\nkiwi,9001,tcp,,,,,,,,,"
    assert_both_refuse(text .. long, too_long(2, "Assignment Notes"))
    assert_both_refuse(text .. '"' .. long .. '"', too_long(2, "Assignment Notes"))
  end)

  it("because of an unclosed quote, however much follows it", function()
    local text = registry_text.of { "kiwi,9001,tcp,Kiwi,,,,,,,,", '"plum,9002,udp,,,,,,,,,' }
    local row = "plum,9002,udp,,,,,,,,,\n"
    assert_both_refuse(text .. row:rep(2 ^ 17), too_long(3, "Service Name"))
  end)
end)

describe("too many", function()
  it("cells in a row are counted", function()
    local text = registry_text.of { "kiwi,9001" .. (","):rep(100000) }
    assert_both_refuse(text, cells(2, 100002))
  end)

  it("columns in a header are refused", function()
    local text = registry_text.header .. (",x"):rep(256 - 12)
    assert.equal(0, #assert(ianaports.parse(text .. "\n")))
    assert_both_refuse(text .. ",x\n", "1: header has more than 256 columns")
  end)
end)

describe("load refuses", function()
  local folder

  setup(function()
    folder = shell.new_folder()
  end)

  teardown(function()
    shell.run("rm -r " .. folder)
  end)

  it("a file that does not exist", function()
    assert_load_refuses(folder .. "/none", "cannot open: " .. errno.ENOENT)
    assert_load_refuses(folder .. "/none/none", "cannot open: " .. errno.ENOENT)
  end)

  it("a directory", function()
    assert_load_refuses(folder, "cannot read: " .. errno.EISDIR)
  end)

  it("a directory, when a submodule reads it", function()
    for _, format in ipairs { "services", "xml" } do
      local registry, message = ianaports.load(folder, format)
      assert.is_nil(registry)
      assert.matches("^" .. folder:gsub("%p", "%%%0") .. ": cannot read: " .. errno.EISDIR, message)
    end
  end)

  it("a format whose submodule fails to load", function()
    local name = "ianaports.services"
    local loaded, preloaded = package.loaded[name], package.preload[name]
    package.loaded[name], package.preload[name] = nil, function() error("none", 0) end
    local registry, message = ianaports.parse("kiwi 9001/tcp", "services")
    package.loaded[name], package.preload[name] = loaded, preloaded
    assert.is_nil(registry)
    assert.equal("text: the format services needs the Lua module ianaports.services: none", message)
  end)

  it("a path that no file can have", function()
    for _, path in ipairs { "", "a\0b", "\0" } do
      assert.error_matches(function() ianaports.load(path) end,
        "bad argument #1 to .*path of a registry file %(not empty, no NUL byte%) expected")
    end
  end)

  it("a path that uses a file as a folder", function()
    local path = FOLDER .. "empty.csv/x"
    assert_load_refuses(path, "cannot open: " .. errno.ENOTDIR)
  end)

  it("a path that is too long", function()
    assert_load_refuses(("x"):rep(5000), "cannot open: " .. errno.ENAMETOOLONG)
  end)

  it("a format whose submodule is not installed", function()
    local program = 'print(require("ianaports").parse("", "services"))'
    local command = "LUA_PATH=none LUA_PATH_5_2=none LUA_PATH_5_3=none LUA_PATH_5_4=none %s -e '%s'"
    local output = shell.run(command:format(os.getenv "LUA" or "lua5.4", program))
    local needs = "nil\ttext: the format services needs the Lua module ianaports.services: module "
    assert.equal(needs, output:sub(1, #needs))
  end)

  it("a file whose reading fails", function()
    assert_load_refuses("/proc/self/mem", "cannot read: " .. errno.EIO)
  end)

  it("an empty device and an endless one", function()
    assert_load_refuses("/dev/null", empty)
    assert_load_refuses("/dev/zero", nul("1:1", UNKNOWN))
  end)

  -- Root can read every file, so under root another Lua runs as nobody.
  it("a file that may not be read #as_nobody", function()
    local version = os.getenv "LUA_VERSION" or "5.4"
    local program = 'local registry, message = require("ianaports").load(arg[1]) '
      .. 'print(registry, message, #assert(require("ianaports").load(arg[2])))'
    files.write(folder .. "/program.lua", program)
    files.write(folder .. "/secret.csv", registry_text.of {})
    files.write(folder .. "/open.csv", registry_text.of { "kiwi,9001,tcp,,,,,,,,," })
    local command = [[
      cp build/%s/ianaports.so %s && cd %s && chmod 755 . && chmod 0 secret.csv
      if [ "$(id -u)" = 0 ]; then
        as_nobody="setpriv --reuid=65534 --regid=65534 --clear-groups"
      fi
      LUA_CPATH="./?.so" $as_nobody %s program.lua secret.csv open.csv]]
    local lua = os.getenv "LUA" or "lua5.4"
    local output = shell.run(command:format(version, folder, folder, lua))
    assert.equal("nil\tsecret.csv: cannot open: " .. errno.EACCES .. "\t1\n", output)
  end)
end)

describe("a refused file or text", function()
  local rows = { "http,80,tcp,not the one in the registry,,,,,,,," }
  for number = 1, 500 do
    rows[#rows + 1] = ("plum%d,%d,udp,Plum Relay %d,,,,,,,,"):format(number, number, number)
  end
  rows[#rows + 1] = 'pear,9003,tcp,"Pear" x,,,,,,,,'
  local malformed = registry_text.of(rows)

  -- Fails in every way, at the beginning, in the middle and at the end.
  local function fail_in_every_way(path)
    assert.is_nil((ianaports.load(path)))
    assert.is_nil((ianaports.load(path .. "/none")))
    assert.is_nil((ianaports.load "spec"))
    assert.is_nil((ianaports.load(FOLDER .. "empty.csv")))
    assert.is_nil((ianaports.load(FOLDER .. "column-missing.csv")))
    assert.is_nil((ianaports.load(FOLDER .. "ends-in-mid-row.csv")))
    assert.is_nil((ianaports.parse(malformed)))
  end

  it("leaves the bundled registry and loaded ones unchanged", function()
    local registry = assert(ianaports.parse(registry_text.of { "kiwi,9001,tcp,,,,,,,,," }))
    local count = ianaports.count()
    files.with(malformed, fail_in_every_way)
    assert.equal(count, ianaports.count())
    assert.equal("World Wide Web HTTP", ianaports.find(80, "tcp").description)
    assert.is_nil(ianaports.find "plum1")
    assert.equal(1, #registry)
    assert.is_nil(registry:find "plum1")
  end)

  it("leaves no file open", function()
    files.with(malformed, function(path)
      fail_in_every_way(path)
      local before = process.open_files()
      for _ = 1, 100 do
        fail_in_every_way(path)
      end
      assert.equal(before, process.open_files())
    end)
  end)

  -- Each has the number of calls before it.
  local sources = {
    ["by load"] = { 1000, [[
      local ianaports = require "ianaports"
      return function() assert(not ianaports.load "PATH") end]] },
    ["by parse"] = { 1000, [[
      local ianaports = require "ianaports"
      local text = require("spec.support.files").read "PATH"
      return function() assert(not ianaports.parse(text)) end]] },
    ["at the very beginning"] = { 10000, [[
      local ianaports = require "ianaports"
      return function()
        assert(not ianaports.parse "x")
        assert(not ianaports.load "spec")
        assert(not ianaports.load "none")
      end]] },
    ["in a row of huge cells"] = { 100, [[
      local ianaports = require "ianaports"
      local text = require("spec.support.registry_text").of {
        "kiwi,9001,tcp," .. (("x"):rep(65536) .. ","):rep(6) .. '"',
      }
      return function() assert(not ianaports.parse(text)) end]] },
  }
  for label, case in pairs(sources) do
    it("frees its memory #footprint " .. label, function()
      local growth = files.with(malformed, function(path)
        return process.growth(case[1], (case[2]:gsub("PATH", path)))
      end)
      assert(growth < 2 * KIBI, ("grew by %d KiB"):format(growth))
    end)
  end
end)
