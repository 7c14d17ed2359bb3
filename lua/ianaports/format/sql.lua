-- Tables in SQL that both SQLite and PostgreSQL accept.

local inserts = require "ianaports.format.inserts"
local line = require "ianaports.format.line"
local repair = require("ianaports.base.text").repair

local sql = {}

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

-- SQLite accepts statements of up to a million bytes.
local DIALECT = {
  literal = literal,
  before = "\n",
  between = ",\n",
  after = ";\n\n",
  max_rows = 500,
  max_bytes = 65536,
}

function sql.write(registry, options, put)
  put("-- " .. line.title(registry) .. "\n")
  put(BEGINNING)
  inserts.put_entries(put, DIALECT, "iana_entries", registry, options.filter)
  inserts.put_services(put, DIALECT, "iana_services", registry, options.filter)
  put(END)
end

return sql
