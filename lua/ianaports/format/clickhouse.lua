-- Tables and dictionaries of ClickHouse.

local assignments = require "ianaports.format.assignments"
local inserts = require "ianaports.format.inserts"
local line = require "ianaports.format.line"
local repair = require("ianaports.base.text").repair

local clickhouse = {}

-- The primary service of each port, whatever its protocol.
local function put_ports(put, dialect, table_name, registry, filter)
  local describe = inserts.describer()
  local add, finish = inserts.into(put, dialect, table_name,
    { "port_number", "service_name", "description" })
  for port, entry in assignments.each_port(registry, filter) do
    add { port, entry.service_name, describe(entry) }
  end
  return finish()
end

-- The tables. `put` is the function that inserts their rows; the order is the primary key as well.
local TABLES = {
  {
    name = "iana_entries",
    comment = [[
-- The registry as it is: a row for each entry, in its order. For a single port, port_last is that
-- port. An empty cell is an empty text.]],
    columns = [[
  entry_number UInt32,
  service_name String,
  port_number Nullable(UInt16),
  port_last Nullable(UInt16),
  transport_protocol String,
  description String,
  assignee String,
  contact String,
  registration_date String,
  modification_date String,
  reference String,
  service_code String,
  unauthorized_use_reported String,
  assignment_notes String,
  status String,
  alias_of String,
  source String]],
    order = "entry_number",
    put = inserts.put_entries,
  },
  {
    name = "iana_services",
    comment = [[
-- The primary service of each port and protocol that has one, ranges and rows that hold for every
-- protocol spread out. protocol_number is what a packet carries. Descriptions over 768 bytes are
-- cut.]],
    columns = [[
  port_number UInt16,
  transport_protocol String,
  protocol_number UInt8,
  service_name String,
  description String]],
    order = "(port_number, protocol_number)",
    put = inserts.put_services,
  },
  {
    name = "iana_ports",
    comment = "-- The primary service of each port, for flows of which the protocol is not known.",
    columns = [[
  port_number UInt16,
  service_name String,
  description String]],
    order = "port_number",
    put = put_ports,
  },
}

local TABLE = [[
$comment
CREATE TABLE IF NOT EXISTS $name (
$columns
) ENGINE = MergeTree ORDER BY $order;
DROP TABLE IF EXISTS $name_new;
CREATE TABLE $name_new AS $name;

]]

-- Servers refuse to replace rows by none.
local REPLACE = "ALTER TABLE $name REPLACE PARTITION tuple() FROM $name_new;\n"
local EMPTY = "TRUNCATE TABLE $name;\n"
local DROP = "DROP TABLE $name_new;\n"

local DICTIONARIES = {
  {
    name = "iana_service_by_number",
    columns = "port_number UInt16,\n  protocol_number UInt8",
    key = "port_number, protocol_number",
    source = "iana_services",
    layout = "COMPLEX_KEY_HASHED",
  },
  {
    name = "iana_service_by_transport",
    columns = "port_number UInt16,\n  transport_protocol String",
    key = "port_number, transport_protocol",
    source = "iana_services",
    layout = "COMPLEX_KEY_HASHED",
  },
  {
    name = "iana_service_by_port",
    columns = "port_number UInt16",
    key = "port_number",
    source = "iana_ports",
    layout = "FLAT",
  },
}

local DICTIONARY = [[

CREATE DICTIONARY IF NOT EXISTS $name (
  $columns,
  service_name String,
  description String
)
PRIMARY KEY $key
SOURCE(CLICKHOUSE(TABLE '$source'))
LAYOUT($layout())
LIFETIME(MIN 1800 MAX 3600);
SYSTEM RELOAD DICTIONARY $name;
]]

-- The statement of a table or dictionary.
local function statement(template, made)
  return (template:gsub("%$(%l+)", made))
end

-- A line feed within a statement's rows would end them for clickhouse-client 18.16.
local ESCAPES = { ["\\"] = "\\\\", ["'"] = "\\'", ["\n"] = "\\n", ["\r"] = "\\r" }

local function literal(value, column)
  if type(value) == "number" then
    return ("%d"):format(value)
  elseif not value and column:find "^port_" then
    return "NULL"
  end
  return "'" .. repair(value or ""):gsub("[\\'\n\r]", ESCAPES) .. "'"
end

-- Each statement makes a part of the table on disk, so there should be few.
local DIALECT = {
  literal = literal,
  before = " ",
  between = ", ",
  after = ";\n\n",
  max_rows = 100000,
  max_bytes = 16 * 1024 * 1024,
}

local function put_tables(registry, filter, put)
  local ends, drops = {}, {}
  for index, made in ipairs(TABLES) do
    put(statement(TABLE, made))
    local any = made.put(put, DIALECT, made.name .. "_new", registry, filter)
    ends[index] = statement(any and REPLACE or EMPTY, made)
    drops[index] = statement(DROP, made)
  end
  put "-- All rows are there: they replace those of an earlier registry. Views and rights stay.\n"
  put(table.concat(ends) .. table.concat(drops))
end

function clickhouse.write(registry, options, put)
  put("-- " .. line.title(registry) .. "\n-- For clickhouse-client --multiquery.\n\n")
  put_tables(registry, options.filter, put)
  put "\n-- Dictionaries, for servers that know CREATE DICTIONARY.\n"
  for _, made in ipairs(DICTIONARIES) do
    put(statement(DICTIONARY, made))
  end
end

return clickhouse
