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

-- The tables: comment, columns, order, and the function that inserts the rows.
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

-- The primary key is the order. For each table: comment, name, columns, order, 3 times name.
local TABLE = [[
%s
CREATE TABLE IF NOT EXISTS %s (
%s
) ENGINE = MergeTree ORDER BY %s;
DROP TABLE IF EXISTS %s_new;
CREATE TABLE %s_new AS %s;

]]

-- Servers refuse to replace rows by none.
local REPLACE = "ALTER TABLE %s REPLACE PARTITION tuple() FROM %s_new;\n"
local EMPTY = "TRUNCATE TABLE %s;\n"

-- Name, columns of the key, names of these, table, layout, name.
local DICTIONARY = [[

CREATE DICTIONARY IF NOT EXISTS %s (
  %s,
  service_name String,
  description String
)
PRIMARY KEY %s
SOURCE(CLICKHOUSE(TABLE '%s'))
LAYOUT(%s())
LIFETIME(MIN 1800 MAX 3600);
SYSTEM RELOAD DICTIONARY %s;
]]

local DICTIONARIES = {
  { "by_number", { "port_number UInt16", "protocol_number UInt8" }, "iana_services" },
  { "by_transport", { "port_number UInt16", "transport_protocol String" }, "iana_services" },
  { "by_port", { "port_number UInt16" }, "iana_ports" },
}

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
  local replacements = {}
  for index, made in ipairs(TABLES) do
    local name = made.name
    put(TABLE:format(made.comment, name, made.columns, made.order, name, name, name))
    local any = made.put(put, DIALECT, name .. "_new", registry, filter)
    replacements[index] = (any and REPLACE or EMPTY):format(name, name)
  end
  put "-- All rows are there: they replace those of an earlier registry. Views and rights stay.\n"
  put(table.concat(replacements))
  for _, made in ipairs(TABLES) do
    put(("DROP TABLE %s_new;\n"):format(made.name))
  end
end

local function put_dictionaries(put)
  put "\n-- Dictionaries, for servers that know CREATE DICTIONARY.\n"
  for _, made in ipairs(DICTIONARIES) do
    local name, keys, source = "iana_service_" .. made[1], made[2], made[3]
    local names = table.concat(keys, ", "):gsub(" %u%w+", "")
    put(DICTIONARY:format(name, table.concat(keys, ",\n  "), names, source,
      keys[2] and "COMPLEX_KEY_HASHED" or "FLAT", name))
  end
end

function clickhouse.write(registry, options, put)
  put("-- " .. line.title(registry) .. "\n-- For clickhouse-client --multiquery.\n\n")
  put_tables(registry, options.filter, put)
  put_dictionaries(put)
end

return clickhouse
