-- The exports that hold entries with all their fields: csv, json, jsonl, sql, clickhouse.

local compare = require "spec.support.compare"
local compat = require "spec.support.compat"
local exported = require "spec.support.exported"
local files = require "spec.support.files"
local ianaports = require "ianaports"
local overlay = require "ianaports.overlay"
local sample = require "spec.support.sample"

local HOSTILE, hostile, small, text =
  exported.HOSTILE, exported.hostile, exported.small, exported.text

local csv_header = "Service Name,Port Number,Transport Protocol,Description,Assignee,Contact,"
  .. "Registration Date,Modification Date,Reference,Service Code,Unauthorized Use Reported,"
  .. "Assignment Notes\n"

describe("The CSV export", function()
  it("is IANA's own form", function()
    assert.equal(csv_header .. [[
http,80,tcp,"A, ""B"" and
C",,,,,,,,
x11,6000-6063,,,,,,,,,,
,8-8,udp,Reserved,[X],,,,,,,
portless,,,,,,,,,,,
]], text(sample.registry {
      { "http 80 tcp", description = 'A, "B" and\nC' },
      "x11 6000-6063 -",
      { "- 8-8 udp", description = "Reserved", assignee = "[X]" },
      "portless - -",
    }, "csv"))
  end)

  it("is, of the bundled registry, its own source", function()
    assert.is_true(text(ianaports.bundled, "csv")
      == files.read "data/service-names-port-numbers.csv")
  end)

  it("is IANA's file of IANA's file, byte for byte", function()
    local folder = os.getenv "IANAPORTS_OFFICIAL"
    if not folder then
      pending "IANAPORTS_OFFICIAL is not set"
      return
    end
    local path = folder .. "/service-names-port-numbers.csv"
    assert.is_true(text(assert(ianaports.load(path)), "csv") == files.read(path))
  end)

  it("is read again as the same registry, whatever is in its cells", function()
    for _, cell in ipairs {
      HOSTILE, " ", "\n", "\r", "\r\n", '"', '""', ",", "'", "\t", " a ", "\239\187\191a",
      "\11a\12",
    } do
      local registry = hostile(cell)
      local again = assert(ianaports.parse(text(registry, "csv"), "csv"))
      assert.is_nil(compare.entries(registry, again), ("%q"):format(cell))
    end
  end)

  it("has the columns wanted", function()
    local registry = overlay.new(small(), { sample.row { "x 5-6 tcp", description = "a,b" } })
    local filter = { text = "x" }
    assert.equal('Port Number,Description,Status,Source\n5-6,"a,b",assigned,site\n',
      text(registry, "csv",
        { filter = filter, columns = { "port_number", "description", "status", "source" } }))
    assert.equal("Port Last,Port Number,Alias Of\n6,5,\n",
      text(registry, "csv",
        { filter = filter, columns = { "port_last", "port_number", "alias_of" } }))
  end)

  it("is UTF-8", function()
    local again = assert(ianaports.parse(text(hostile "caf\233 \237\160\128", "csv"), "csv"))
    assert.equal("caf\239\191\189 " .. ("\239\191\189"):rep(3), again:find(1).description)
  end)

  local formulas = {
    ["=cmd()"] = "'=cmd()",
    ["+1"] = "'+1",
    ["-1"] = "'-1",
    ["@SUM(A1)"] = "'@SUM(A1)",
    ["\t=1"] = "\t'=1",
    ["\r=1"] = "\r'=1",
    ["  =1"] = "  '=1",
    ["\1=1"] = "\1'=1",
    ["\239\188\157cmd"] = "'\239\188\157cmd",
    ["\239\188\139\239\188\141\239\188\160"] = "'\239\188\139\239\188\141\239\188\160",
    ["a;=1"] = "a;'=1",
    ["a\t@b"] = "a\t'@b",
    ["a\n-b\r\n+c"] = "a\n'-b\r\n'+c",
    ['"=1'] = "\"\"'=1",
    ["a;'=1"] = "a;''=1",
    ['a;";=1'] = "a;\"\";'=1",
    ["1=1"] = "1=1",
    ["a - b, -c @d"] = "a - b, -c @d",
    ["\239\188\159=1"] = "\239\188\159=1",
  }

  it("has no formula if it is safe", function()
    for cell, safe in pairs(formulas) do
      local registry = ianaports.build { rows = { { service_name = "n", description = cell } } }
      assert.equal('"Description"\n"' .. safe .. '"\n',
        text(registry, "csv", { safe_csv = true, columns = { "description" } }))
      assert.is_nil(text(registry, "csv"):find("'" .. cell, 1, true))
    end
  end)

  it("is safe in every column", function()
    local row = { port_number = 1 }
    for _, field in ipairs {
      "service_name", "description", "assignee", "contact", "registration_date",
      "modification_date", "reference", "service_code", "unauthorized_use_reported",
      "assignment_notes",
    } do
      row[field] = "=" .. field
    end
    local line = text(ianaports.build { rows = { row } }, "csv", { safe_csv = true }):match "\n(.*)"
    assert.equal([["'=service_name","1",,"'=description","'=assignee","'=contact",]]
      .. [["'=registration_date","'=modification_date","'=reference","'=service_code",]]
      .. [["'=unauthorized_use_reported","'=assignment_notes"]] .. "\n", line)
  end)
end)

describe("The JSON export", function()
  local entry = [[{"service_name":"http","port_number":80,"transport_protocol":"udp",]]
    .. [["description":"World Wide Web\n HTTP","status":"assigned"}]]
  local range = [[{"service_name":"run","port_number":100,"port_last":103,]]
    .. [["transport_protocol":"udp","status":"assigned"}]]

  local function wanted(one)
    return one.transport_protocol == "udp" and one.service_name ~= "inside"
  end

  it("is an array of entries", function()
    assert.equal("[\n" .. entry .. ",\n" .. range .. "\n]\n",
      text(small(), "json", { filter = { where = wanted } }))
    assert.equal("[]\n", text(ianaports.build {}, "json"))
  end)

  it("is, as jsonl, an entry on each line", function()
    assert.equal(entry .. "\n" .. range .. "\n",
      text(small(), "jsonl", { filter = { where = wanted } }))
    assert.equal("", text(ianaports.build {}, "jsonl"))
  end)

  it("has the fields that are asked for, in their order, if an entry has them", function()
    assert.equal('{"port_last":103,"service_name":"run"}\n{"service_name":"inside"}\n',
      text(small(), "jsonl", {
        filter = { where = function(one) return (one.port_number or 0) >= 100 end },
        columns = { "port_last", "service_name" },
      }))
  end)

  local function description(cell)
    return text(hostile(cell), "jsonl", { columns = { "description" } })
  end

  it("escapes what must be", function()
    assert.equal([[{"description":"=cmd|' /C calc'!A0\t\"quoted\", it's\r\nnext\rlast\n]]
      .. [[\u0001\u007f\\ # ; ]] .. '\195\169\\u0085\240\159\152\128"}\n', description(HOSTILE))
    for byte = 1, 31 do
      local escape = description(string.char(byte)):match '^{"description":"\\(%w+)"}\n$'
      assert.is_string(escape, byte)
      local code = ({ b = 8, t = 9, n = 10, f = 12, r = 13 })[escape]
        or tonumber(escape:match "^u(%x%x%x%x)$" or "", 16)
      assert.equal(byte, code)
    end
  end)

  it("is UTF-8, whatever the registry holds", function()
    local replaced = "\239\191\189"
    for cell, expected in pairs {
      ["\128"] = replaced,
      ["a\255b"] = "a" .. replaced .. "b",
      ["\192\175"] = replaced:rep(2), -- overlong
      ["\224\159\191"] = replaced:rep(3),
      ["\224\160\128"] = "\224\160\128",
      ["\237\159\191"] = "\237\159\191",
      ["\237\160\128"] = replaced:rep(3), -- a surrogate
      ["\240\143\191\191"] = replaced:rep(4),
      ["\240\144\128\128"] = "\240\144\128\128",
      ["\244\143\191\191"] = "\244\143\191\191",
      ["\244\144\128\128"] = replaced:rep(4), -- over U+10FFFF
      ["\226\130"] = replaced:rep(2), -- cut
      ["\226\130x"] = replaced:rep(2) .. "x",
      ["\194\128\226\130\172"] = "\\u0080\226\130\172",
      ["\226\128\174"] = "\\u202e", -- writes backwards
      ["\243\160\128\129\244"] = "\\udb40\\udc01" .. replaced, -- not to be seen
    } do
      assert.equal('{"description":"' .. expected .. '"}\n', description(cell))
    end
  end)
end)

describe("The SQL export", function()
  it("has a row for each entry, and the primary service of each port and protocol", function()
    local output = text(small(), "sql")
    assert.equal("-- Small registry, 2026-05-11\n-- A backslash stands for itself: "
      .. "PostgreSQL needs standard_conforming_strings = on, its default.\nBEGIN;\n",
      output:match "^[^\n]*\n[^\n]*\n[^\n]*\n")
    assert.equal("COMMIT;\n", output:sub(-8))
    assert.equal([[
INSERT INTO iana_entries (entry_number, service_name, port_number, port_last, transport_protocol,]]
      .. [[ description, assignee, contact, registration_date, modification_date, reference,]]
      .. [[ service_code, unauthorized_use_reported, assignment_notes, status, alias_of, source)]]
      .. [[ VALUES
(1, 'www', 80, 80, 'tcp', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,]]
      .. [[ 'This entry is an alias to "http"', 'assigned', 'http', NULL),
]], output:match "(INSERT INTO iana_entries .-\n.-\n)")
    assert.equal([[
(9, 'inside', 102, 102, 'udp', 'It''s "inside"', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,]]
      .. [[ 'assigned', NULL, NULL),
(10, 'portless', NULL, NULL, 'tcp', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,]]
      .. [[ 'assigned', NULL, NULL);
]], output:match "(%(9, .-;\n)")
    assert.equal([[
INSERT INTO iana_services (port_number, transport_protocol, protocol_number, service_name,]]
      .. [[ description) VALUES
(80, 'tcp', 6, 'http', 'World Wide Web
 HTTP'),
(80, 'udp', 17, 'http', 'World Wide Web
 HTTP'),
(90, 'tcp', 6, 'all', NULL),
(90, 'udp', 17, 'all', NULL),
(90, 'sctp', 132, 'all', NULL),
(90, 'dccp', 33, 'all', NULL),
(100, 'udp', 17, 'run', NULL),
(101, 'udp', 17, 'run', NULL),
(102, 'udp', 17, 'inside', 'It''s "inside"'),
(103, 'udp', 17, 'run', NULL);
]], output:match "(INSERT INTO iana_services .-;\n)")
  end)

  it("begins another statement before one gets too long", function()
    local rows = {}
    for index = 1, 1001 do
      rows[index] = sample.row("a " .. index .. " tcp")
    end
    local _, statements = text(ianaports.build { rows = rows }, "sql")
      :gsub("INSERT INTO iana_entries", "")
    assert.equal(3, statements)
    for index = 1, 10 do
      rows[index].description = ("x"):rep(40000)
    end
    _, statements = text(ianaports.build { rows = rows }, "sql")
      :gsub("INSERT INTO iana_entries", "")
    assert.equal(12, statements)
  end)

  it("inserts nothing from a registry without entries", function()
    local output = text(ianaports.build {}, "sql")
    assert.is_nil(output:find "INSERT")
    assert.is_truthy(output:find "DELETE FROM iana_entries;")
  end)
end)

describe("The ClickHouse export", function()
  -- The statements, with one blank for all white space.
  local function statements(registry, options)
    local list = {}
    for statement in (text(registry, "clickhouse", options):gsub("%-%-[^\n]*\n", "") .. "\n")
      :gmatch "%s*(.-);\n"
    do
      list[#list + 1] = statement:gsub("%s+", " ")
    end
    return list
  end

  it("inserts all rows beside the tables, on one line each time, then replaces these", function()
    local list = statements(small(), { filter = { service_name = "http" } })
    assert.matches("^CREATE TABLE IF NOT EXISTS iana_entries %( entry_number UInt32, .*"
      .. " source String %) ENGINE = MergeTree ORDER BY entry_number$", list[1])
    assert.same({
      "DROP TABLE IF EXISTS iana_entries_new",
      "CREATE TABLE iana_entries_new AS iana_entries",
      "INSERT INTO iana_entries_new (entry_number, service_name, port_number, port_last,"
        .. " transport_protocol, description, assignee, contact, registration_date,"
        .. " modification_date, reference, service_code, unauthorized_use_reported,"
        .. " assignment_notes, status, alias_of, source) VALUES"
        .. [[ (1, 'http', 80, 80, 'tcp', 'World Wide Web\n HTTP', '', '', '', '', '', '', '', '',]]
        .. [[ 'assigned', '', ''),]]
        .. [[ (2, 'http', 80, 80, 'udp', 'World Wide Web\n HTTP', '', '', '', '', '', '', '', '',]]
        .. [[ 'assigned', '', '')]],
      "CREATE TABLE IF NOT EXISTS iana_services ( port_number UInt16, transport_protocol String,"
        .. " protocol_number UInt8, service_name String, description String )"
        .. " ENGINE = MergeTree ORDER BY (port_number, protocol_number)",
      "DROP TABLE IF EXISTS iana_services_new",
      "CREATE TABLE iana_services_new AS iana_services",
      "INSERT INTO iana_services_new (port_number, transport_protocol, protocol_number,"
        .. [[ service_name, description) VALUES (80, 'tcp', 6, 'http', 'World Wide Web\n HTTP'),]]
        .. [[ (80, 'udp', 17, 'http', 'World Wide Web\n HTTP')]],
      "CREATE TABLE IF NOT EXISTS iana_ports ( port_number UInt16, service_name String,"
        .. " description String ) ENGINE = MergeTree ORDER BY port_number",
      "DROP TABLE IF EXISTS iana_ports_new",
      "CREATE TABLE iana_ports_new AS iana_ports",
      [[INSERT INTO iana_ports_new (port_number, service_name, description) VALUES]]
        .. [[ (80, 'http', 'World Wide Web\n HTTP')]],
      "ALTER TABLE iana_entries REPLACE PARTITION tuple() FROM iana_entries_new",
      "ALTER TABLE iana_services REPLACE PARTITION tuple() FROM iana_services_new",
      "ALTER TABLE iana_ports REPLACE PARTITION tuple() FROM iana_ports_new",
      "DROP TABLE iana_entries_new",
      "DROP TABLE iana_services_new",
      "DROP TABLE iana_ports_new",
    }, { compat.unpack(list, 2, 18) })
  end)

  it("ends with dictionaries, which it loads again if they are there", function()
    local list = statements(small())
    assert.same({
      "CREATE DICTIONARY IF NOT EXISTS iana_service_by_number ( port_number UInt16,"
        .. " protocol_number UInt8, service_name String, description String )"
        .. " PRIMARY KEY port_number, protocol_number"
        .. " SOURCE(CLICKHOUSE(TABLE 'iana_services')) LAYOUT(COMPLEX_KEY_HASHED())"
        .. " LIFETIME(MIN 1800 MAX 3600)",
      "SYSTEM RELOAD DICTIONARY iana_service_by_number",
      "CREATE DICTIONARY IF NOT EXISTS iana_service_by_transport ( port_number UInt16,"
        .. " transport_protocol String, service_name String, description String )"
        .. " PRIMARY KEY port_number, transport_protocol"
        .. " SOURCE(CLICKHOUSE(TABLE 'iana_services')) LAYOUT(COMPLEX_KEY_HASHED())"
        .. " LIFETIME(MIN 1800 MAX 3600)",
      "SYSTEM RELOAD DICTIONARY iana_service_by_transport",
      "CREATE DICTIONARY IF NOT EXISTS iana_service_by_port ( port_number UInt16,"
        .. " service_name String, description String ) PRIMARY KEY port_number"
        .. " SOURCE(CLICKHOUSE(TABLE 'iana_ports')) LAYOUT(FLAT()) LIFETIME(MIN 1800 MAX 3600)",
      "SYSTEM RELOAD DICTIONARY iana_service_by_port",
    }, { compat.unpack(list, #list - 5) })
  end)

  it("has NULL for the port of an entry without one, and escapes what must be", function()
    local output = text(hostile(HOSTILE), "clickhouse")
    assert.is_truthy(output:find([['=cmd|\' /C calc\'!A0]] .. "\t"
      .. [["quoted", it\'s\r\nnext\rlast\n]] .. "\1\127" .. [[\\ # ; ]]
      .. "\195\169\194\133\240\159\152\128'", 1, true), output)
    assert.is_truthy(text(small(), "clickhouse"):find("(10, 'portless', NULL, NULL, 'tcp', ", 1,
      true))
  end)

  it("empties the tables if a registry has nothing for them", function()
    local output = text(sample.registry { "- 1 tcp" }, "clickhouse")
    assert.is_truthy(output:find("REPLACE PARTITION tuple() FROM iana_entries_new;", 1, true))
    assert.is_truthy(output:find("\nTRUNCATE TABLE iana_services;\nTRUNCATE TABLE iana_ports;\n",
      1, true))
    assert.is_nil(output:find "INSERT INTO iana_services_new")
  end)

  it("begins another statement before one gets too long", function()
    local rows = {}
    for index = 1, 300 do
      rows[index] = sample.row("a " .. index .. " tcp")
      rows[index].description = ("x"):rep(60000)
    end
    local _, count = text(ianaports.build { rows = rows }, "clickhouse")
      :gsub("INSERT INTO iana_entries_new", "")
    assert.equal(2, count)
  end)
end)
