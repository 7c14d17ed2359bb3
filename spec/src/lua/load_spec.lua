-- What load and parse accept, and the registries that they return.

local compare = require "spec.support.compare"
local compat = require "spec.support.compat"
local difference = require "spec.support.difference"
local files = require "spec.support.files"
local ianaports = require "ianaports"
local process = require "spec.support.process"
local read_csv = require "spec.conformance.csv"
local registry_text = require "spec.support.registry_text"
local sample = require "spec.support.sample"
local shell = require "spec.support.shell"

local unpack = compat.unpack

local FILE = "service-names-port-numbers.csv"
local MAX_CELL = 64 * 1024
local BYTE_ORDER_MARK = "\239\187\191"

-- The entries of a text, which load and parse must agree on.
local function entries_of(text)
  local parsed = assert(ianaports.parse(text))
  local loaded = assert(files.with(text, ianaports.load))
  assert.is_nil(compare.entries(parsed, loaded))
  assert.equal(#parsed, #loaded)
  return sample.collect(loaded:entries())
end

local function entry_of(row)
  local entries = entries_of(registry_text.of { row })
  assert.equal(1, #entries)
  return entries[1]
end

describe("a registry text #large", function()
  local lines = {
    "kiwi,9001,tcp,Kiwi Exchange,[Kim_Kiwi],[Kai_Kiwi],2031-01-02,2032-03,[RFC9999],1234,"
      .. "on 9002,A note",
    "plum,9002-9009,udp,,,,,,,,,",
    ",9010,,Reserved,,,,,,,,",
    "pear,,,,,,,,,,,",
  }
  local entries = {
    {
      service_name = "kiwi",
      port_number = 9001,
      transport_protocol = "tcp",
      description = "Kiwi Exchange",
      assignee = "[Kim_Kiwi]",
      contact = "[Kai_Kiwi]",
      registration_date = "2031-01-02",
      modification_date = "2032-03",
      reference = "[RFC9999]",
      service_code = "1234",
      unauthorized_use_reported = "on 9002",
      assignment_notes = "A note",
      status = "assigned",
    },
    {
      service_name = "plum",
      port_number = 9002,
      port_last = 9009,
      transport_protocol = "udp",
      status = "assigned",
    },
    { port_number = 9010, description = "Reserved", status = "reserved" },
    { service_name = "pear", status = "assigned" },
  }
  local header = registry_text.header
  local body = table.concat(lines, "\n")
  local plain = header .. "\n" .. body .. "\n"

  local function quoted(line)
    return '"' .. line:gsub(",", '","') .. '"'
  end

  -- The columns of every line, reordered by f.
  local function rearranged(f)
    return registry_text.write(read_csv(plain), { cells = f })
  end

  local forms = {
    ["with LF"] = plain,
    ["with CRLF"] = registry_text.of(lines, "\r\n"),
    ["with CR"] = registry_text.of(lines, "\r"),
    ["with CR CR LF"] = registry_text.of(lines, "\r\r\n"),
    ["with CR CR LF and every cell in quotes"] =
      plain:gsub("[^\n]+", quoted):gsub("\n", "\r\r\n"),
    ["with mixed line ends"] = ("%s\r\n%s\n%s\r%s\r\n%s\n"):format(header, unpack(lines)),
    ["with no line end after the last row"] = header .. "\n" .. body,
    ["with CR after the last row"] = header .. "\n" .. body .. "\r",
    ["with trailing blank lines"] = plain .. "\n\r\n\n\r",
    ["with blank lines before and between"] = "\n\r\n" .. plain:gsub("\n", "\n\r\n\n"),
    ["with a byte-order mark"] = BYTE_ORDER_MARK .. plain,
    ["with a byte-order mark and a quote"] = BYTE_ORDER_MARK .. quoted(header) .. "\n" .. body,
    ["with a byte-order mark, a blank line and CRLF"] = BYTE_ORDER_MARK
      .. "\r\n" .. registry_text.of(lines, "\r\n"),
    ["with every cell in quotes"] = plain:gsub("[^\n]+", quoted),
    ["with every cell in quotes, and no line end after the last row"] =
      plain:gsub("[^\n]+", quoted):gsub("\n$", ""),
    ["with every second row in quotes"] = plain:gsub("([^\n]+\n)([^\n]+)", function(line, next_line)
      return line .. quoted(next_line)
    end),
    ["with the older header"] = plain:gsub("Unauthorized Use Reported", "Known Unauthorized Uses"),
    ["with header names in other case"] = header:upper() .. "\n" .. body,
    ["with space around header names"] = header:gsub(",", " , ") .. "\n" .. body,
    ["with underscores in header names"] = header:lower():gsub(" ", "_") .. "\n" .. body,
    ["with neither spaces nor underscores in header names"] = header:gsub(" ", "") .. "\n" .. body,
    ["with the line that Excel takes commas by"] = "sep=,\r\n" .. plain,
    ["with that line after a byte-order mark, and blank lines"] =
      BYTE_ORDER_MARK .. "\nSEP=,\n\n" .. plain,
    ["with that line in quotes"] = '"sep=,"\n' .. plain,
    ["with columns reversed"] = rearranged(function(record)
      local reversed = {}
      for index = 1, 12 do
        reversed[index] = record[13 - index]
      end
      return reversed
    end),
    ["with ports and names last"] = rearranged(function(record)
      local rotated = {}
      for index = 1, 12 do
        rotated[index] = record[(index + 1) % 12 + 1]
      end
      return rotated
    end),
    ["with a column more in front"] = rearranged(function(record, number)
      return { number == 1 and "Line" or tostring(number), unpack(record) }
    end),
    ["with columns more between and behind, some alike, some without a name"] = rearranged(
      function(record, number)
        local more = number == 1 and "Remarks" or "r,\n" .. number
        local unnamed = number == 1 and "" or "90x"
        local all = { unnamed, more }
        for index = 1, 12 do
          all[#all + 1] = record[index]
          all[#all + 1] = more
        end
        all[#all + 1] = unnamed
        return all
      end
    ),
  }
  for label, text in pairs(forms) do
    it(label .. " is read with every row complete", function()
      assert.same(entries, entries_of(text))
    end)
  end

  it("with only a header makes an empty registry", function()
    assert.same({}, entries_of(header))
    assert.same({}, entries_of(header .. "\r\n"))
    assert.same({}, entries_of(BYTE_ORDER_MARK .. header .. "\n\n"))
  end)

  it("needs columns of names, ports and protocols only", function()
    local alone = {
      {
        service_name = "kiwi", port_number = 9001, transport_protocol = "tcp",
        status = "assigned",
      },
      { port_number = 9002, port_last = 9009, status = "assigned" },
    }
    assert.same(alone, entries_of("Service Name,Port Number,Transport Protocol\n"
      .. "kiwi,9001,tcp\n,9002-9009,\n"))
    assert.same(alone, entries_of("PORT_NUMBER,owner,transportprotocol, service name\n"
      .. "9001,x,TCP,kiwi\n9002-9009,,,\n"))
  end)

  it("with a few columns has nothing in the others", function()
    local text = "port number,service_name,Reference,transport protocol\n9001,kiwi,[RFC1],tcp\n"
    assert.same({
      {
        service_name = "kiwi", port_number = 9001, transport_protocol = "tcp",
        reference = "[RFC1]", status = "assigned",
      },
    }, entries_of(text))
  end)

  it("keeps equal rows, in order", function()
    local twins = registry_text.of { lines[4], lines[1], lines[4], lines[1] }
    assert.same({ entries[4], entries[1], entries[4], entries[1] }, entries_of(twins))
  end)

  it("whose last row ends with an empty cell needs no line end", function()
    assert.same({ entries[4] }, entries_of(header .. "\n" .. lines[4]))
    assert.same({ entries[4] }, entries_of(header .. "\n" .. lines[4] .. '""'))
  end)
end)

describe("a cell #large", function()
  local contents = {
    ["with commas"] = { '"Kiwi, Exchange,"', "Kiwi, Exchange," },
    ["with doubled quotes"] = { '"""Kiwi"" ""Exchange"""', '"Kiwi" "Exchange"' },
    ["of one doubled quote"] = { '""""', '"' },
    ["of two doubled quotes"] = { '""""""', '""' },
    ["with LF"] = { '"Kiwi\nExchange"', "Kiwi\nExchange" },
    ["with CRLF"] = { '"Kiwi\r\nExchange"', "Kiwi\r\nExchange" },
    ["with CR"] = { '"Kiwi\rExchange"', "Kiwi\rExchange" },
    ["with line breaks first, last and doubled"] = { '"\n\nKiwi\r\n\r\n"', "\n\nKiwi\r\n\r\n" },
    ["of a line break"] = { '"\n"', "\n" },
    ["of what looks like a row"] = { '"\nplum,9,tcp,,,,,,,,,\n"', "\nplum,9,tcp,,,,,,,,,\n" },
    ["with spaces around"] = { "  Kiwi Exchange\t ", "  Kiwi Exchange\t " },
    ["of a space"] = { " ", " " },
    ["with spaces in quotes"] = { '" Kiwi "', " Kiwi " },
    ["that begins like a number"] = { "007", "007" },
    ["with characters of two to four bytes"] = {
      "\194\128 \223\191 \224\160\128 \237\159\191 \238\128\128 \239\191\191 \240\144\128\128 "
        .. "\244\143\191\191",
      "\194\128 \223\191 \224\160\128 \237\159\191 \238\128\128 \239\191\191 \240\144\128\128 "
        .. "\244\143\191\191",
    },
    ["with a byte-order mark"] = { BYTE_ORDER_MARK .. "Kiwi", BYTE_ORDER_MARK .. "Kiwi" },
    ["with control characters"] = { "\1Kiwi\27\127", "\1Kiwi\27\127" },
    ["with what Lua and C hold for a format"] = { "%s %n %%", "%s %n %%" },
    ["with other separators"] = { "a;b|c\td'e", "a;b|c\td'e" },
  }
  for label, case in pairs(contents) do
    it(label .. " comes back unchanged", function()
      assert.equal(case[2], entry_of("kiwi,9001,tcp," .. case[1] .. ",,,,,,,,").description)
    end)

    it(label .. " comes back unchanged from the end of a file", function()
      local text = registry_text.header .. "\nkiwi,9001,tcp,,,,,,,,," .. case[1]
      assert.equal(case[2], entries_of(text)[1].assignment_notes)
    end)
  end

  it("that is an empty pair of quotes makes no field", function()
    assert.is_nil(entry_of('kiwi,9001,tcp,"",,,,,,,,').description)
  end)

  it("with a line break does not affect the next row", function()
    local entries = entries_of(registry_text.of({
      'kiwi,9001,tcp,"Kiwi\nExchange",,,,,,,,"one\ntwo"',
      'plum,9002,tcp,"Plum\r\nRelay",,,,,,,,',
    }, "\r\n"))
    assert.equal("Kiwi\nExchange", entries[1].description)
    assert.equal("one\ntwo", entries[1].assignment_notes)
    assert.equal("Plum\r\nRelay", entries[2].description)
  end)
end)

describe("a port cell #large", function()
  local ports = {
    ["0"] = { 0 },
    ["65535"] = { 65535 },
    ["0080"] = { 80 },
    ["0-65535"] = { 0, 65535 },
    ["9001-9001"] = { 9001, 9001 },
    ['"9001"'] = { 9001 },
    [("0"):rep(300) .. "9"] = { 9 },
  }
  for cell, expected in pairs(ports) do
    it(("of %s is read"):format(cell:sub(1, 20)), function()
      local entry = entry_of("kiwi," .. cell .. ",tcp,,,,,,,,,")
      assert.equal(expected[1], entry.port_number)
      assert.equal(expected[2], entry.port_last)
    end)
  end
end)

describe("a protocol cell #large", function()
  for cell, protocol in pairs { tcp = "tcp", UDP = "udp", Sctp = "sctp", dCCP = "dccp" } do
    it(("of %s is read"):format(cell), function()
      assert.equal(protocol, entry_of("kiwi,9001," .. cell .. ",,,,,,,,,").transport_protocol)
    end)
  end
end)

describe("a cell of 65,536 bytes #large", function()
  local long = ("x"):rep(MAX_CELL)
  local start, rest = "kiwi,9001,tcp,", ",,,,,,,,"
  local ways = {
    ["as it is"] = { long, long },
    ["in quotes"] = { '"' .. long .. '"', long },
    ["of doubled quotes"] = { '"' .. ('""'):rep(MAX_CELL) .. '"', ('"'):rep(MAX_CELL) },
    ["over many lines"] = {
      '"' .. ("\r\n"):rep(MAX_CELL / 2) .. '"',
      ("\r\n"):rep(MAX_CELL / 2),
    },
    ["in characters of two bytes"] = {
      ("\195\188"):rep(MAX_CELL / 2),
      ("\195\188"):rep(MAX_CELL / 2),
    },
  }
  for label, case in pairs(ways) do
    it(label .. " is accepted", function()
      assert(case[2] == entry_of(start .. case[1] .. rest).description)
    end)

    it(label .. " is accepted as the end of the file", function()
      local text = registry_text.header .. "\nkiwi,9001,tcp,,,,,,,,," .. case[1]
      assert(case[2] == entries_of(text)[1].assignment_notes)
    end)
  end

  -- Two cells that are together as long as the spec needs them to be.
  local function pads(length)
    local half = math.floor(length / 2)
    return ("p"):rep(half) .. "," .. ("p"):rep(length - half)
  end

  it("in quotes is accepted at any position relative to the blocks of the file", function()
    local function with_pads(length)
      local text = registry_text.of { "plum,9002,udp," .. pads(length) .. ",,,,,,," }
      return text .. start .. '"' .. long .. '"'
    end
    for _, block in ipairs { 4096, 16384, 65536 } do
      for shift = -2, 2 do
        local size = 2 * 65536 + block + shift
        local text = with_pads(size - #with_pads(0))
        assert.equal(size, #text)
        assert(long == entries_of(text .. rest .. "\n")[2].description)
      end
    end
  end)

  it("in quotes is accepted at any position relative to the blocks of the line", function()
    for shift = -2, 2 do
      local size = 2 * 65536 + shift
      local line = start .. pads(size - #start - #",," - MAX_CELL - 2) .. ',"' .. long .. '"'
      assert.equal(size, #line)
      assert(long == entry_of(line .. ",,,,,,").contact)
    end
  end)

  it("may be in every column at once", function()
    local record = { "kiwi", "9001", "tcp" }
    for index = 4, 12 do
      record[index] = ("%x"):format(index):rep(MAX_CELL)
    end
    local text = registry_text.write({ registry_text.columns, record }, {})
    local entry = entries_of(text)[1]
    assert(record[4] == entry.description)
    assert(record[12] == entry.assignment_notes)
  end)
end)

describe("a character across two blocks #large", function()
  for _, block in ipairs { 4096, 16384, 65536 } do
    it(("of %d bytes is read correctly"):format(block), function()
      for shift = 0, 4 do
        for _, origin in ipairs { 0, #registry_text.header + 1 } do -- of a file, of a line
          local room = block - shift + origin - #registry_text.header - 1 - #"kiwi,9001,tcp,"
          local first = ("p"):rep(math.floor(room / 2))
          local second = ("p"):rep(room - #first - 1) .. "\240\159\141\135\226\130\172"
          local entry = entry_of("kiwi,9001,tcp," .. first .. "," .. second .. ",,,,,,,")
          assert(first == entry.description)
          assert(second == entry.assignee)
        end
      end
    end)
  end
end)

describe("a loaded registry #large", function()
  local text = registry_text.of {
    "kiwi,80,tcp,Kiwi Exchange,[Kim_Kiwi],[Kim_Kiwi],2031-01-02,,[RFC9999],,,",
    'kiwi-old,80,tcp,,,,,,,,,"This entry is an alias to ""kiwi""."',
    "plum,9002-9009,udp,Plum Relay,,,,,,,,",
    ",9010-9012,,Unassigned,,,,,,,,",
    "pear,,tcp,,,,,,,,,",
  }

  local ways = {
    load = function() return assert(files.with(text, ianaports.load)) end,
    parse = function() return assert(ianaports.parse(text)) end,
    ["load as csv"] = function()
      return assert(files.with(text, function(path) return ianaports.load(path, "csv") end))
    end,
    ["parse as csv"] = function() return assert(ianaports.parse(text, "csv")) end,
  }
  for way, open in pairs(ways) do
    describe("by " .. way, function()
      local registry = open()

      it("answers look-ups", function()
        assert.equal("kiwi", registry:service_name(80))
        assert.equal("plum", registry:service_name("9005", 17))
        assert.same({ 80, "tcp" }, { registry:port_number "KIWI" })
        assert.equal("Kiwi Exchange", registry:find(80, "tcp").description)
        assert.equal("kiwi", registry:find("kiwi-old").alias_of)
        assert.same({ "kiwi 80 tcp", "kiwi-old 80 tcp" }, sample.labels(registry:find_all(80)))
        assert.is_nil(registry:find(443))
      end)

      it("iterates, counts and searches", function()
        assert.equal(5, #registry)
        assert.equal(2, registry:count { alias = false, protocol = "tcp", port = true })
        assert.same({ "plum 9002-9009 udp", "- 9010-9012 -" },
          sample.labels(registry:range(9000, 9999)))
        assert.equal("81-9001 9010-49151", sample.port_ranges(registry:unassigned(80, 65535)))
        assert.equal("plum", registry:search("relay")[1].service_name)
        assert.equal("unassigned", sample.collect(registry:entries())[4].status)
      end)

      it("has no contacts", function()
        assert.is_nil(registry:contact "[Kim_Kiwi]")
        assert.same({}, sample.collect(registry:contacts()))
      end)

      it("splits references", function()
        assert.equal("RFC9999", registry:references(registry:find "kiwi")[1].text)
      end)
    end)
  end

  it("names its file as its source", function()
    files.with(text, function(path)
      assert.same({ record_count = 5, contact_count = 0, sources = { path } },
        assert(ianaports.load(path)):info())
    end)
  end)

  it("names a text as its source", function()
    assert.same({ record_count = 5, contact_count = 0, sources = { "text" } },
      assert(ianaports.parse(text)):info())
  end)

  it("is independent of the bundled one and of others", function()
    local one = assert(ianaports.parse(text))
    local other = assert(ianaports.parse(registry_text.of { "fig,80,tcp,,,,,,,,," }))
    assert.equal("kiwi", one:service_name(80))
    assert.equal("fig", other:service_name(80))
    assert.equal("http", ianaports.service_name(80))
    one:close()
    assert.equal("fig", other:service_name(80))
    assert.equal("http", ianaports.service_name(80))
    assert.error_matches(function() one:service_name(80) end, "closed registry")
    assert.is_nil(ianaports.find "kiwi")
  end)

  it("does not need its file any more", function()
    local registry = files.with(text, function(path)
      local loaded = assert(ianaports.load(path))
      files.write(path, registry_text.of { "fig,80,tcp,,,,,,,,," })
      return loaded
    end)
    assert.equal("kiwi", registry:service_name(80))
  end)

  it("does not keep its file open", function()
    files.with(text, function(path)
      local before = process.open_files()
      local registries = {}
      for index = 1, 100 do
        registries[index] = assert(ianaports.load(path))
      end
      assert.equal(100, #registries)
      assert.equal(before, process.open_files())
    end)
  end)

  it("takes less than 4 MiB at its peak #footprint", function()
    local peak = process.peak(([[
      local ianaports = require "ianaports"
      return function() assert(ianaports.load "data/%s") end]]):format(FILE))
    assert(peak > 500 and peak < 4096, ("took %d KiB"):format(peak))
  end)

  for label, close in pairs { ["when it is closed"] = ":close()", ["when it is collected"] = "" } do
    it("frees its memory #footprint " .. label, function()
      local growth = process.growth(60, ([[
        local ianaports = require "ianaports"
        local path = "data/%s"
        return function() assert(ianaports.load(path))%s end]]):format(FILE, close))
      assert(growth < 8192, ("grew by %d KiB"):format(growth))
    end)
  end
end)

-- For a large text, memory is allocated in advance, as much as IANA's file would need. build
-- allocates as it goes. Both must make the same registry.
describe("A large text unlike IANA's file #large", function()
  local count = 12000

  local function row(number, description)
    return {
      service_name = "n" .. number,
      port_number = number * 7919 % 65536, -- not sorted
      transport_protocol = number % 2 == 0 and "udp" or nil,
      description = description,
    }
  end

  local function line(given)
    return ("%s,%d,%s,%s,,,,,,,,"):format(given.service_name, given.port_number,
      given.transport_protocol or "", given.description or "")
  end

  local kinds = {
    ["with short rows"] = function()
      return nil
    end,
    ["with the same description in each row"] = function()
      return ("all alike "):rep(20)
    end,
    ["with a description for each row"] = function(number)
      return ("x%d "):format(number):rep(30)
    end,
  }
  for label, describe_row in pairs(kinds) do
    it(label .. " makes the same registry as its rows", function()
      local rows, lines = {}, {}
      for number = 1, count do
        rows[number] = row(number, describe_row(number))
        lines[number] = line(rows[number])
      end
      local text = registry_text.of(lines)
      assert(#text > 256 * 1024)
      local parsed, built = assert(ianaports.parse(text)), ianaports.build { rows = rows }
      assert.is_nil(compare.entries(built, parsed))
      assert.equal(count, #parsed)
      for number = 1, count, 97 do
        local given = rows[number]
        local key = given.port_number
        assert.same(built:find_all(key), parsed:find_all(key))
        assert.same(built:find(given.service_name:upper()), parsed:find(given.service_name:upper()))
      end
      assert.equal(sample.labels(sample.collect(built:range(0, 999)))[1],
        sample.labels(sample.collect(parsed:range(0, 999)))[1])
      parsed:close()
      parsed:close()
    end)
  end

  it("with an error at its end frees its memory #footprint", function()
    local growth = process.growth(30, [[
      local ianaports = require "ianaports"
      local file = assert(io.open "data/]] .. FILE .. [[")
      local text = file:read "*a" .. "one,two\n"
      file:close()
      return function() assert(not ianaports.parse(text)) end]])
    assert(growth < 4096, ("grew by %d KiB"):format(growth))
  end)
end)

describe("the fields of a read error", function()
  -- Each function returns the results of load or parse.
  local cases = {
    ["a cell"] = {
      { ianaports.parse(registry_text.of { "kiwi,9001,tcp,,,,,,,,,", "plum,x,udp,,,,,,,,," }) },
      { source = "text", line = 3 },
    },
    ["a character"] = {
      { ianaports.parse(registry_text.of { 'kiwi,9001,tcp,"a"b,,,,,,,,' }) },
      { source = "text", line = 2, column = 18 },
    },
    ["a file that is missing"] = {
      { ianaports.load "/no such/file.csv" },
      { source = "/no such/file.csv" },
    },
    ["a line in the form of services"] = {
      { ianaports.parse("\nplum 70000/tcp\n", "services") },
      { source = "text", line = 2 },
    },
    ["a record in XML"] = {
      { ianaports.parse [[<registry xmlns="http://www.iana.org/assignments">
        <record/></registry>]] },
      { source = "text", line = 2 },
    },
    ["malformed XML"] = {
      { ianaports.parse("<a>\n</b>", "xml") },
      { source = "text", line = 1 },
    },
  }

  for label, case in pairs(cases) do
    it("make up its message: " .. label, function()
      local registry, message, fields = unpack(case[1], 1, 3)
      assert.is_nil(registry)
      local line = fields.line and ":" .. fields.line or ""
      local column = fields.column and ":" .. fields.column or ""
      assert.equal(("%s%s%s: %s"):format(fields.source, line, column, fields.reason), message)
      assert.equal(case[2].source, fields.source)
      assert.equal(case[2].line, fields.line)
      assert.equal(case[2].column or fields.column, fields.column)
    end)
  end

  it("are absent from a registry", function()
    assert.equal(1, select("#", ianaports.parse(registry_text.of { "kiwi,9001,tcp,,,,,,,,," })))
  end)
end)

describe("load #large", function()
  local text = registry_text.of { "kiwi,9001,tcp,,,,,,,,,", "plum,9002,udp,,,,,,,,," }
  local folder

  setup(function()
    folder = shell.new_folder()
    files.write(folder .. "/file.csv", text)
  end)

  teardown(function()
    shell.run("rm -r " .. folder)
  end)

  it("accepts a path with spaces and format specifiers", function()
    local path = folder .. "/a %s%n caf\195\169.csv"
    files.write(path, text)
    assert.equal(2, #assert(ianaports.load(path)))
    assert.same({ path }, ianaports.load(path):info().sources)
  end)

  it("follows a symbolic link", function()
    shell.run(("cd %s && ln -s file.csv link"):format(folder))
    assert.equal(2, #assert(ianaports.load(folder .. "/link")))
  end)

  -- In a process of its own, which cannot hang the specs.
  it("reads a pipe to its end, however slow it is", function()
    local program = folder .. "/program.lua"
    files.write(program, 'print(require("ianaports").load(arg[1]))')
    local command = [[
      mkfifo %s/pipe
      { timeout 10 sh -c '{ head -c 200 %s/file.csv; sleep 0.1; tail -c +201 %s/file.csv; }' \
        >%s/pipe; } &
      timeout 10 %s %s %s/pipe
      wait]]
    local lua = os.getenv "LUA" or "lua5.4"
    local output = shell.run(command:format(folder, folder, folder, folder, lua, program, folder))
    assert.equal("ianaports registry (2 entries)\n", output)
  end)
end)

-- IANA's file in the forms that exist, and in some that may appear.
local function loads_in_every_form(path)
  local text, records, registry

  setup(function()
    text = files.read(path)
    records = read_csv(text)
    registry = assert(ianaports.load(path))
  end)

  -- Without them, the collector has less to do in the specs that follow.
  teardown(function()
    text, records, registry = nil, nil, nil
  end)

  local function assert_same_entries(other_text)
    local other = assert(ianaports.parse(other_text))
    assert.equal(#records - 1, #other)
    assert.is_nil(compare.entries(registry, other))
  end

  it("whole", function()
    assert.is_true(#records > 14200)
    assert.equal(#records - 1, #registry)
    assert.equal(#records - 1, registry:info().record_count)
    assert.same({ path }, registry:info().sources)
  end)

  it("from memory", function()
    assert_same_entries(text)
  end)

  it("with CRLF after rows and LF in cells", function()
    assert_same_entries(registry_text.write(records, { line_end = "\r\n" }))
  end)

  it("with CRLF everywhere", function()
    local converted = assert(ianaports.parse((text:gsub("\n", "\r\n"))))
    local original = registry:entries()
    local breaks = 0
    assert.equal(#records - 1, #converted)
    for entry in converted:entries() do
      for field, value in pairs(entry) do
        if type(value) == "string" then
          local count
          entry[field], count = value:gsub("\r\n", "\n")
          breaks = breaks + count
        end
      end
      assert.is_nil(difference.entry(original(), entry))
    end
    assert.is_true(breaks > 100)
  end)

  it("with mixed line ends", function()
    local line_ends = { "\n", "\r\n", "\r" }
    assert_same_entries(registry_text.write(records, {
      line_end = function(number) return line_ends[number % 3 + 1] end,
    }))
  end)

  it("with a byte-order mark", function()
    assert_same_entries(BYTE_ORDER_MARK .. text)
  end)

  it("with trailing blank lines, or no line end at all", function()
    assert_same_entries(text .. "\n\r\n\n")
    assert_same_entries((text:gsub("\n$", "")))
  end)

  it("with columns reversed", function()
    assert_same_entries(registry_text.write(records, {
      cells = function(record)
        local reversed = {}
        for index = 1, #record do
          reversed[index] = record[#record + 1 - index]
        end
        return reversed
      end,
    }))
  end)

  it("with the older header", function()
    local older, count = text:gsub("Unauthorized Use Reported", "Known Unauthorized Uses", 1)
    assert.equal(1, count)
    assert_same_entries(older)
  end)

  it("with an additional column", function()
    assert_same_entries(registry_text.write(records, {
      cells = function(record, number)
        local more = number == 1 and "Remarks" or "remark,\n" .. number
        return { record[1], record[2], more, unpack(record, 3) }
      end,
    }))
  end)

  it("but not if it is cut off in its last row, before the last cell", function()
    local tail = text:sub(-2000)
    local last_row = tail:match ".*\n(.*),[^,\n]*\n$"
    local before = #text - #tail:match ".*\n(.*\n)$"
    local _, line = text:gsub("\n", "")
    local message = ("^text:%d: file ends in mid%%-row: its last row has %%d+ cells? where the "
      .. "header has 12$"):format(line)
    for length = 1, #last_row, 4 do
      local cut, trouble = ianaports.parse(text:sub(1, before + length))
      assert.is_nil(cut)
      assert.matches(message, trouble)
    end
  end)
end

describe("the bundled snapshot's file loads #large", function()
  loads_in_every_form("data/" .. FILE)
end)

describe("the official file loads #large", function()
  local folder = os.getenv "IANAPORTS_OFFICIAL"
  if not folder then
    pending "set IANAPORTS_OFFICIAL to the folder of IANA's file to load it"
    return
  end
  loads_in_every_form(folder .. "/" .. FILE)
end)
