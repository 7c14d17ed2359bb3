-- The columns of results: their names, titles, and what a cell of them holds.

local failure = require "ianaports.cli.failure"
local fields = require "ianaports.base.fields"
local trim = require("ianaports.base.text").trim

local columns = {}

columns.DEFAULT = { "service_name", "port_number", "transport_protocol", "description" }

-- All but the last port of a range, which stands in the cell of the first.
columns.ALL = {}
for _, field in ipairs(fields.ALL) do
  if field ~= "port_last" then
    table.insert(columns.ALL, field)
  end
end

-- Short names, also for the titles of tables.
local SHORT = {
  service_name = "name",
  port_number = "port",
  transport_protocol = "protocol",
  registration_date = "registered",
  modification_date = "modified",
  unauthorized_use_reported = "unauthorized_use",
  assignment_notes = "notes",
}

local by_name = { port_last = "port_last" }
for _, column in ipairs(columns.ALL) do
  by_name[column] = column
  by_name[SHORT[column] or column] = column
end

-- The names that --columns takes.
function columns.names()
  local names = {}
  for index, column in ipairs(columns.ALL) do
    names[index] = SHORT[column] or column
  end
  return names
end

-- The columns named in a list like "name,port".
function columns.parse(list)
  local chosen, seen = {}, {}
  for cell in (list .. ","):gmatch "([^,]*)," do
    local name = trim(cell)
    local column = by_name[name:lower():gsub("%-", "_")]
    if not column then
      failure.usage('unknown column "%s"; known: %s', name, table.concat(columns.names(), ", "))
    elseif seen[column] then
      failure.usage('column "%s" stands there twice', name)
    end
    seen[column] = true
    chosen[#chosen + 1] = column
  end
  return chosen
end

-- "Port", "Service code".
function columns.title(column)
  local name = (SHORT[column] or column):gsub("_", " ")
  return (name:gsub("^%l", string.upper))
end

-- "80", "6000-6063" where the entry has a range, or "".
function columns.cell(row, column)
  local value = row[column]
  if value == nil then
    return ""
  elseif column == "port_number" and row.port_last then
    return ("%d-%d"):format(value, row.port_last)
  elseif type(value) == "number" then
    return ("%d"):format(value)
  end
  return value
end

return columns
