-- Results in the formats that --format names.

local columns = require "ianaports.cli.columns"
local failure = require "ianaports.cli.failure"
local fields = require "ianaports.base.fields"

local formats = {}

formats.NAMES = { "table", "tsv", "csv", "json", "jsonl", "markdown" }

-- Each writer takes the output, the names of columns, an array of rows and the settings.
local writers = {}

function writers.table(out, names, rows, settings)
  local layout = require "ianaports.cli.table"
  if #rows > 0 then
    local write = settings.records and layout.write_records or layout.write
    write(function(styled)
      if out.write_styled then
        out:write_styled(styled)
      else
        out:write(styled)
      end
    end, names, rows, settings)
  end
end

function writers.tsv(out, names, rows)
  local line = require("ianaports.base.display").line
  for _, row in ipairs(rows) do
    local cells = {}
    for index, name in ipairs(names) do
      cells[index] = line(columns.cell(row, name))
    end
    out:write(table.concat(cells, "\t"), "\n")
  end
end

function writers.markdown(out, names, rows)
  if #rows == 0 then
    return
  end
  local escape, titles, rule = require("ianaports.base.display").markdown, {}, {}
  for index, name in ipairs(names) do
    titles[index], rule[index] = columns.title(name), "---"
  end
  out:write("| ", table.concat(titles, " | "), " |\n|", table.concat(rule, "|"), "|\n")
  for _, row in ipairs(rows) do
    local cells = {}
    for index, name in ipairs(names) do
      cells[index] = escape(columns.cell(row, name))
    end
    out:write("| ", table.concat(cells, " | "), " |\n")
  end
end

-- The exporters ask a registry for its entries; rows can give the same answer.
local function as_registry(rows)
  return {
    entries = function()
      local index = 0
      return function()
        index = index + 1
        return rows[index]
      end
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
  local all, present = {}, {}
  for _, name in ipairs(names) do
    present[name] = true
  end
  for _, name in ipairs(names) do
    all[#all + 1] = name
    if name == "port_number" and not present.port_last then
      all[#all + 1] = "port_last"
    end
  end
  return all
end

local function json_options(names, settings)
  return { columns = with_last_ports(names), ascii_only = settings.ascii_only }
end

function writers.json(out, names, rows, settings)
  local json = require "ianaports.format.json"
  json.write(as_registry(rows), json_options(names, settings), put_to(out))
end

function writers.jsonl(out, names, rows, settings)
  local json = require "ianaports.format.json"
  json.write_lines(as_registry(rows), json_options(names, settings), put_to(out))
end

-- Formats for programs give everything unless told otherwise; people want to read.
local GIVES_ALL = { csv = true, json = true, jsonl = true }

-- The columns of entries that the options ask for.
function formats.entry_columns(options, format)
  if options.columns and options.all then
    failure.usage "--all and --columns are not for use together"
  elseif options.columns then
    return columns.parse(options.columns)
  elseif format == "csv" and not options.all then
    return fields.COLUMNS -- IANA's own form
  end
  return (options.all or GIVES_ALL[format]) and columns.ALL or columns.DEFAULT
end

-- Writes rows, an array, with the columns named. In a table, which people look at, nothing
-- beyond ASCII is written that the locale may take for a control character.
function formats.write(session, format, names, rows)
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

-- Writes entries as the options say.
function formats.write_entries(session, rows)
  local format = session:format()
  formats.write(session, format, formats.entry_columns(session.options, format), rows)
end

return formats
