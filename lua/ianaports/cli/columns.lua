-- The columns of results: their names, their titles, and the text of a cell.

local array = require "ianaports.base.array"
local failure = require "ianaports.cli.failure"
local is_in = require("ianaports.base.options").is_in
local fields = require "ianaports.base.fields"
local trim = require("ianaports.base.text").trim

local columns = {}

columns.DEFAULT = { "service_name", "port_number", "transport_protocol", "description" }

-- Short names, which are also the titles in tables.
local SHORT = {
  service_name = "name",
  port_number = "port",
  transport_protocol = "protocol",
  registration_date = "registered",
  modification_date = "modified",
  unauthorized_use_reported = "unauthorized_use",
  assignment_notes = "notes",
}

-- All columns: the last port of a range is in the cell of the first one.
columns.ALL = {}

-- The names that --columns takes.
columns.NAMES = {}

local by_name = { port_last = "port_last" }

for _, field in ipairs(fields.ALL) do
  if field ~= "port_last" then
    local name = SHORT[field] or field
    table.insert(columns.ALL, field)
    table.insert(columns.NAMES, name)
    by_name[field], by_name[name] = field, field
  end
end

-- The column that --columns and --sort call so.
function columns.find(name)
  return by_name[name:lower():gsub("%-", "_")]
    or failure.usage('unknown column "%s"; known: %s', name, table.concat(columns.NAMES, ", "))
end

-- The columns of a list such as "name,port".
function columns.parse(list)
  local chosen = {}
  for cell in (list .. ","):gmatch "([^,]*)," do
    local name = trim(cell)
    local column = columns.find(name)
    if is_in(chosen, column) then
      failure.usage('column "%s" is named twice', name)
    end
    chosen[#chosen + 1] = column
  end
  return chosen
end

-- "port", "service_code".
function columns.name(column)
  return SHORT[column] or column
end

-- "Port", "Service code".
function columns.title(column)
  local name = columns.name(column):gsub("_", " ")
  return (name:gsub("^%l", string.upper))
end

-- "80", or "6000-6063" if there is a last port.
function columns.ports(first, last)
  return (last and "%d-%d" or "%d"):format(first, last)
end

-- The text of a cell. The ports of a range are in one cell.
function columns.cell(row, column)
  local value = row[column]
  if type(value) == "number" then
    return columns.ports(value, column == "port_number" and row.port_last or nil)
  end
  return value or ""
end

-- The columns that have a cell in some row; or all, if none has.
function columns.in_use(chosen, rows)
  local used = {}
  for _, column in ipairs(chosen) do
    for _, row in ipairs(rows) do
      if columns.cell(row, column) ~= "" then
        used[#used + 1] = column
        break
      end
    end
  end
  return used[1] and used or chosen
end

-- The cells of a row, each changed by `escape`.
function columns.cells(row, chosen, escape, ascii_only)
  return array.map(chosen, function(column)
    return escape(columns.cell(row, column), ascii_only)
  end)
end

return columns
