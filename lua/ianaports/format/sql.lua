-- Tables in SQL that both SQLite and PostgreSQL accept.

local array = require "ianaports.base.array"
local FIELDS = require("ianaports.base.fields").ALL
local IP_NUMBERS = require("ianaports.base.protocol").NUMBERS
local assignments = require "ianaports.format.assignments"
local line = require "ianaports.format.line"
local repair = require("ianaports.base.text").repair

local sql = {}

-- Limits of a statement. SQLite accepts up to a million bytes.
local MAX_ROWS, MAX_BYTES = 500, 65536

-- Rows of an earlier registry in the same database are deleted; views and rights stay.
local BEGINNING = [[
-- A backslash stands for itself: PostgreSQL needs standard_conforming_strings = on, its default.
BEGIN;

-- The registry as it is: a row for each entry, in its order. For a single port,
-- port_last is that port.
CREATE TABLE IF NOT EXISTS iana_entries (
  entry_number INTEGER PRIMARY KEY,
  service_name TEXT,
  port_number INTEGER,
  port_last INTEGER,
  transport_protocol TEXT,
  description TEXT,
  assignee TEXT,
  contact TEXT,
  registration_date TEXT,
  modification_date TEXT,
  reference TEXT,
  service_code TEXT,
  unauthorized_use_reported TEXT,
  assignment_notes TEXT,
  status TEXT NOT NULL,
  alias_of TEXT,
  source TEXT
);

-- For joins: the primary service of each port and protocol that has one, ranges and
-- rows that hold for every protocol spread out. protocol_number is what a packet carries.
-- Descriptions over 768 bytes are cut.
CREATE TABLE IF NOT EXISTS iana_services (
  port_number INTEGER NOT NULL,
  transport_protocol TEXT NOT NULL,
  protocol_number INTEGER NOT NULL,
  service_name TEXT NOT NULL,
  description TEXT,
  PRIMARY KEY (port_number, transport_protocol),
  UNIQUE (port_number, protocol_number)
);

DELETE FROM iana_entries;
DELETE FROM iana_services;

]]

local END = [[
CREATE INDEX IF NOT EXISTS iana_entries_by_port ON iana_entries (port_number, port_last);
CREATE INDEX IF NOT EXISTS iana_entries_by_name ON iana_entries (service_name);

COMMIT;
]]

-- A CR and an LF are written in separate literals, because SQLite's shell drops a CR before an LF.
local function literal(value)
  if not value then
    return "NULL"
  elseif type(value) == "number" then
    return ("%d"):format(value)
  end
  return "'" .. repair(value):gsub("'", "''"):gsub("\r\n", "\r' || '\n") .. "'"
end

-- Returns two functions: one inserts an array of values as a row, the other ends the statement.
local function new_inserter(put, table_name, columns)
  local beginning = ("INSERT INTO %s (%s) VALUES\n"):format(table_name,
    table.concat(columns, ", "))
  local rows, bytes, literals = 0, 0, {}
  local function finish()
    if rows > 0 then
      put(";\n\n")
    end
    rows, bytes = 0, 0
  end
  local function add(values)
    for index = 1, #columns do
      literals[index] = literal(values[index])
    end
    local row = "(" .. table.concat(literals, ", ", 1, #columns) .. ")"
    if rows == MAX_ROWS or bytes + #row > MAX_BYTES then
      finish()
    end
    put(rows == 0 and beginning or ",\n")
    put(row)
    rows, bytes = rows + 1, bytes + #row
  end
  return add, finish
end

local function put_entries(registry, filter, put)
  local columns = array.append({ "entry_number" }, FIELDS)
  local add, finish = new_inserter(put, "iana_entries", columns)
  local number, values = 0, {}
  for entry in registry:entries(filter) do
    number = number + 1
    values[1] = number
    entry.port_last = entry.port_last or entry.port_number
    for index, field in ipairs(FIELDS) do
      values[index + 1] = entry[field]
    end
    add(values)
  end
  finish()
end

local function put_services(registry, filter, put)
  -- A long description is cut, because each port of a range repeats it. iana_entries has it whole.
  local describe = line.describer(repair)
  local add, finish = new_inserter(put, "iana_services",
    { "port_number", "transport_protocol", "protocol_number", "service_name", "description" })
  for port, transport, entries in assignments.each(registry, filter) do
    local primary = entries[1]
    local description = primary.description and describe(primary)
    add { port, transport, IP_NUMBERS[transport], primary.service_name, description }
  end
  finish()
end

function sql.write(registry, options, put)
  put("-- " .. line.title(registry) .. "\n")
  put(BEGINNING)
  put_entries(registry, options.filter, put)
  put_services(registry, options.filter, put)
  put(END)
end

return sql
