-- Results in the formats that --format names.

local array = require "ianaports.base.array"
local columns = require "ianaports.cli.columns"
local display = require "ianaports.base.display"
local failure = require "ianaports.cli.failure"
local fields = require "ianaports.base.fields"
local is_in = require("ianaports.base.options").is_in

local formats = {}

-- Each writer takes the output, the names of columns, an array of rows and the settings.
local writers = {}

function writers.table(out, names, rows, settings)
  local layout = require "ianaports.cli.layout"
  local write = settings.records and layout.write_records or layout.write
  if #rows > 0 then
    local method = out.write_styled or out.write
    write(function(styled)
      method(out, styled)
    end, names, rows, settings)
  end
end

function writers.tsv(out, names, rows)
  for _, row in ipairs(rows) do
    out:write(table.concat(columns.cells(row, names, display.line), "\t"), "\n")
  end
end

function writers.markdown(out, names, rows)
  if #rows == 0 then
    return
  end
  out:write("| ", table.concat(columns.titles(names), " | "), " |\n", ("|---"):rep(#names), "|\n")
  for _, row in ipairs(rows) do
    local cells = columns.cells(row, names, display.markdown)
    out:write("| ", table.concat(cells, " | "), " |\n")
  end
end

-- The exporters read a registry's entries; rows can be read likewise.
local function as_registry(rows)
  return {
    entries = function()
      return array.each(rows)
    end,
  }
end

local function put_to(out)
  return function(piece)
    out:write(piece)
  end
end

function writers.csv(out, names, rows, settings)
  local csv = require "ianaports.format.csv"
  csv.write(as_registry(rows), { columns = names, safe_csv = settings.safe_csv }, put_to(out))
end

-- A range has two ports, and a number cannot hold both.
local function with_last_ports(names)
  local all = {}
  for _, name in ipairs(names) do
    all[#all + 1] = name
    if name == "port_number" and not is_in(names, "port_last") then
      all[#all + 1] = "port_last"
    end
  end
  return all
end

for format, method in pairs { json = "write", jsonl = "write_lines" } do
  writers[format] = function(out, names, rows, settings)
    local options = { columns = with_last_ports(names), ascii_only = settings.ascii_only }
    require("ianaports.format.json")[method](as_registry(rows), options, put_to(out))
  end
end

-- The default columns for programs. For people there are few, which fit a line.
local DEFAULTS = { csv = fields.COLUMNS, json = columns.ALL, jsonl = columns.ALL }

local function entry_columns(options, format)
  if options.columns and options.all then
    failure.usage "--all and --columns cannot be combined"
  elseif options.columns then
    return columns.parse(options.columns)
  end
  return options.all and columns.ALL or DEFAULTS[format] or columns.DEFAULT
end

-- Writes rows, an array, with the columns named. In a table, which people look at, nothing beyond
-- ASCII is written that the locale may take for a control character.
function formats.write(session, names, rows)
  local format = session:format()
  local settings = {
    safe_csv = session.options.safe_csv,
    records = session.options.all,
    ascii_only = session:ascii_only(format == "table"),
  }
  if format == "table" then
    settings.width = session:width()
    settings.colored = session:colored()
  end
  writers[format](session:output(), names, rows, settings)
end

-- Writes entries with the columns that the options name.
function formats.write_entries(session, rows)
  formats.write(session, entry_columns(session.options, session:format()), rows)
end

return formats
