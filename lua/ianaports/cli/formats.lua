-- Results in the formats that --format names.

local array = require "ianaports.base.array"
local columns = require "ianaports.cli.columns"
local display = require "ianaports.base.display"
local failure = require "ianaports.cli.failure"
local fields = require "ianaports.base.fields"

local formats = {}

-- Formats that people read. They say which cells the registry does not know.
formats.FOR_PEOPLE = { table = true, markdown = true }

-- A narrower table of entries has its cells one below the other.
local NARROW = 60

-- Each writer has put(text), the names of columns, an array of rows and the settings.
local writers = {}

function writers.table(put, names, rows, settings)
  local layout = require "ianaports.cli.layout"
  local write = settings.records and layout.write_records or layout.write
  if #rows > 0 then
    write(put, names, rows, settings)
  end
end

function writers.tsv(put, names, rows, settings)
  if settings.header then
    put(table.concat(array.map(names, columns.name), "\t") .. "\n")
  end
  for _, row in ipairs(rows) do
    put(table.concat(columns.cells(row, names, display.line), "\t") .. "\n")
  end
end

function writers.markdown(put, names, rows)
  local function put_row(cells)
    put("| " .. table.concat(cells, " | ") .. " |\n")
  end
  if rows[1] then
    put_row(array.map(names, columns.title))
    put(("|---"):rep(#names) .. "|\n")
  end
  for _, row in ipairs(rows) do
    put_row(columns.cells(row, names, display.markdown))
  end
end

-- The rows as an object that has entries like a registry, which exporters need.
local function as_registry(rows)
  return {
    entries = function()
      return array.each(rows)
    end,
  }
end

function writers.csv(put, names, rows, settings)
  local write = require("ianaports.format.csv").write
  write(as_registry(rows), { columns = names, safe_csv = settings.safe_csv }, put)
end

-- A range has both its ports in JSON: a number cannot hold two.
for format, method in pairs { json = "write", jsonl = "write_lines" } do
  writers[format] = function(put, names, rows, settings)
    local write = require("ianaports.format.json")[method]
    write(as_registry(rows), { columns = fields.of(names), ascii_only = settings.ascii_only }, put)
  end
end

-- The default columns of the formats for programs. Formats for people have the few that fit a line.
local DEFAULTS = { csv = fields.COLUMNS, json = columns.ALL, jsonl = columns.ALL }

local function entry_columns(options, format)
  if options.columns and options.all then
    failure.usage "--all and --columns cannot be combined"
  elseif options.columns then
    return columns.parse(options.columns)
  end
  return options.all and columns.ALL or DEFAULTS[format] or columns.DEFAULT
end

-- Writes an array of rows with the named columns. A table is for people: it has only ASCII if the
-- locale is not one of UTF-8, which may take other bytes for control characters. `records`: a
-- table has its cells one below the other.
function formats.write(session, names, rows, records)
  local format, given = session:format(), session.options
  local out = session:page()
  local settings = {
    safe_csv = given.safe_csv,
    header = given.header,
    records = records,
    ascii_only = session:ascii_only(format == "table"),
  }
  if format == "table" then
    settings.width = session:width()
    settings.colored = session:colored()
  end
  local write = format == "table" and out.write_styled or out.write
  writers[format](function(piece)
    write(out, piece)
  end, names, rows, settings)
  session:end_page()
end

-- Writes entries of a registry in the way that the options ask for.
function formats.write_entries(session, registry, entries)
  local format, given = session:format(), session.options
  local names = entry_columns(given, format)
  local is_default = not (given.columns or given.all)
  local merged = format == "table" and is_default
  local rows = entries
  if merged or given.sort or given.reverse or given.limit then
    rows = require("ianaports.cli.rows").of(entries, given, merged)
  end
  if formats.FOR_PEOPLE[format] then
    array.map(rows, require("ianaports.base.lacks").filler(registry))
  end
  local is_narrow = (session:width() or NARROW) < NARROW
  formats.write(session, names, rows, given.all or is_default and is_narrow)
end

return formats
