-- Statements of SQL that insert a registry into two tables: a row for each entry, and a row for the
-- primary service of each port and protocol.
--
-- A dialect has
--   literal(value, column)   writes a text, a number or nil
--   before, between, after   texts before a statement's first row, between rows, after the last
--   max_rows, max_bytes      how much a statement may hold

local array = require "ianaports.base.array"
local FIELDS = require("ianaports.base.fields").ALL
local IP_NUMBERS = require("ianaports.base.protocol").NUMBERS
local assignments = require "ianaports.format.assignments"
local line = require "ianaports.format.line"
local repair = require("ianaports.base.text").repair

local inserts = {}

-- Returns two functions: one inserts an array of values as a row; the other ends the statement,
-- and returns whether there was a row.
function inserts.into(put, dialect, table_name, columns)
  local beginning = ("INSERT INTO %s (%s) VALUES"):format(table_name,
    table.concat(columns, ", ")) .. dialect.before
  local rows, bytes, literals, any = 0, 0, {}, false
  local function finish()
    if rows > 0 then
      put(dialect.after)
    end
    rows, bytes = 0, 0
    return any
  end
  local function add(values)
    for index, column in ipairs(columns) do
      literals[index] = dialect.literal(values[index], column)
    end
    local row = "(" .. table.concat(literals, ", ", 1, #columns) .. ")"
    if rows == dialect.max_rows or bytes + #row > dialect.max_bytes then
      finish()
    end
    put(rows == 0 and beginning or dialect.between)
    put(row)
    rows, bytes, any = rows + 1, bytes + #row, true
  end
  return add, finish
end

-- A function that returns the description of an entry for a table in which each port of a range
-- repeats it: a long one is cut. The table of entries has it whole.
function inserts.describer()
  local describe = line.describer(repair)
  return function(entry)
    return entry.description and describe(entry)
  end
end

-- Inserts all entries, in their order. For a single port, port_last is that port. Returns whether
-- there are any.
function inserts.put_entries(put, dialect, table_name, registry, filter)
  local add, finish = inserts.into(put, dialect, table_name,
    array.append({ "entry_number" }, FIELDS))
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
  return finish()
end

-- Inserts the primary service of each port and protocol that has one. Returns whether there are
-- any.
function inserts.put_services(put, dialect, table_name, registry, filter)
  local describe = inserts.describer()
  local add, finish = inserts.into(put, dialect, table_name,
    { "port_number", "transport_protocol", "protocol_number", "service_name", "description" })
  for port, transport, entries in assignments.each(registry, filter) do
    local primary = entries[1]
    add { port, transport, IP_NUMBERS[transport], primary.service_name, describe(primary) }
  end
  return finish()
end

return inserts
