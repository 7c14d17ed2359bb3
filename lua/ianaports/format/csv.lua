-- CSV, RFC 4180, and as it is in the wild: the records of a text, cells as they are written, and a
-- registry in IANA's form.
--
-- A line ends with LF, CR LF, CR, or with CR CR LF, which a program writes that adds CR twice.
-- Quotes enclose a whole cell; a quote inside is doubled. Blanks may surround a cell.

local array = require "ianaports.base.array"
local IANA_COLUMNS = require("ianaports.base.fields").COLUMNS
local is_in = require("ianaports.base.options").is_in
local quote = require("ianaports.base.text").quote
local repair = require("ianaports.base.text").repair

local csv = {}

local byte, find, gsub, match, sub = string.byte, string.find, string.gsub, string.match, string.sub

local LF, CR, QUOTE = byte("\n\r\"", 1, 3)

-- Dialects ----------------------------------------------------------------------------------

local function new_dialect(name, delimiter)
  local blank = delimiter == "\t" and " " or " \t"
  return {
    name = name,
    delimiter = delimiter,
    code = byte(delimiter),
    special = "[" .. delimiter .. '"\r\n]', -- what ends a cell without quotes
    visible = "[^" .. blank .. "]",
  }
end

-- The ways to separate cells. An earlier one is preferred.
csv.DIALECTS = {
  new_dialect("comma", ","), new_dialect("semicolon", ";"), new_dialect("tab", "\t"),
  new_dialect("bar", "|"),
}

csv.COMMA = csv.DIALECTS[1]

--- What an option for a delimiter expects.
csv.DELIMITERS = "delimiter (comma, semicolon, tab or bar)"

--- The dialect with a delimiter, which may be written by name or, if it is a tab, as `\t`; or nil
-- and a message.
function csv.dialect(delimiter)
  for _, dialect in ipairs(csv.DIALECTS) do
    if delimiter == dialect.delimiter or delimiter:lower() == dialect.name then
      return dialect
    end
  end
  if delimiter == "\\t" then
    return csv.dialect "tab"
  end
  return nil, ("unknown delimiter %s; known: comma, semicolon, tab, bar"):format(quote(delimiter))
end

-- Reading -----------------------------------------------------------------------------------

-- How many line ends there are in some bytes.
function csv.count_lines(bytes, first, last)
  local lines = sub(bytes, first, last)
  if find(lines, "\r", 1, true) then
    lines = gsub(gsub(lines, "\r?\r\n", "\n"), "\r", "\n")
  end
  return (select(2, gsub(lines, "\n", "")))
end

-- The last byte of the line end that begins at an index. At the end of the text this is the byte
-- before the index. Returns nil if that depends on bytes that are still to come, and false if no
-- line ends here.
local function line_end(bytes, index, at_end)
  local code, after, second = byte(bytes, index, index + 2)
  if code == LF then
    return index
  elseif not code then
    return at_end and index - 1 or nil
  elseif code ~= CR then
    return false
  elseif after == LF then
    return index + 1
  elseif after == CR and second == LF then
    return index + 2
  end
  return (at_end or after and (after ~= CR or second)) and index or nil
end

--- The last byte of the line that goes on at an index, with its line end; nil if it is still to
-- come. Quotes mean nothing here.
function csv.rest_of_line(bytes, index, at_end)
  return line_end(bytes, find(bytes, "[\r\n]", index) or #bytes + 1, at_end)
end

-- The last byte of a quoted cell and of the blanks after it; nil if it is still to come; or nil, a
-- message and its index.
local function end_of_quoted(bytes, first, at_end, dialect)
  local closing = find(bytes, '"', first + 1, true)
  while closing and byte(bytes, closing + 1) == QUOTE do
    closing = find(bytes, '"', closing + 2, true)
  end
  if not closing then
    return nil, at_end and "quoted cell is not closed", first
  elseif byte(bytes, closing + 1) == dialect.code then
    return closing
  end
  local last = (find(bytes, dialect.visible, closing + 1) or #bytes + 1) - 1
  if byte(bytes, last + 1) ~= dialect.code and line_end(bytes, last + 1, at_end) == false then
    return nil, ("neither %s nor line end after a quoted cell; a quote inside is doubled")
      :format(dialect.name), closing + 1
  end
  return last
end

-- The same of a cell that does not begin with a quote: blanks may come before it.
local function end_of_plain(bytes, first, at_end, dialect)
  local index = find(bytes, dialect.special, first) or #bytes + 1
  if byte(bytes, index) ~= QUOTE then
    return index - 1
  elseif find(bytes, dialect.visible, first) == index then
    return end_of_quoted(bytes, index, at_end, dialect)
  end
  return nil, "quote inside a cell that is not quoted as a whole", index
end

-- Scans the record that begins at an index. `at_end`: whether no bytes will follow. Sets
-- bounds[2N - 1] and bounds[2N] to the first and the last byte of cell N, with its quotes and
-- blanks. Returns the index of the record's last byte, that of its line end's last byte, and the
-- number of its cells, which is 0 for an empty line; nil if the record's end is still to come; or
-- nil, a message and the index of what is wrong.
function csv.scan(bytes, first, at_end, bounds, dialect)
  local stop = line_end(bytes, first, at_end)
  if stop then
    return first - 1, stop, 0
  end
  local count, code = 0, dialect.code
  while true do
    local skip = byte(bytes, first) == QUOTE and end_of_quoted or end_of_plain
    local last, message, index = skip(bytes, first, at_end, dialect)
    if not last then
      return nil, message or nil, index
    end
    count = count + 1
    bounds[2 * count - 1], bounds[2 * count] = first, last
    if byte(bytes, last + 1) ~= code then
      stop = line_end(bytes, last + 1, at_end)
      return stop and last, stop, count
    end
    first = last + 2
  end
end

-- The value of cell N, with its blanks unless it is quoted.
function csv.cell(bytes, bounds, number)
  local first, last = bounds[2 * number - 1], bounds[2 * number]
  if byte(bytes, first) == QUOTE and byte(bytes, last) == QUOTE then
    return (gsub(sub(bytes, first + 1, last - 1), '""', '"'))
  end
  local cell = sub(bytes, first, last)
  local quoted = find(cell, '"', 1, true) and match(cell, '"(.*)"')
  return quoted and gsub(quoted, '""', '"') or cell
end

-- The values of all cells.
function csv.cells(bytes, bounds, count)
  local cells = {}
  for number = 1, count do
    cells[number] = csv.cell(bytes, bounds, number)
  end
  return cells
end

-- Writing -----------------------------------------------------------------------------------

local function enclose(cell)
  return '"' .. gsub(cell, '"', '""') .. '"'
end

-- A value as a cell, in quotes if it needs them. Some readers drop white space around a cell
-- without quotes.
function csv.quote(value, dialect)
  if find(value, (dialect or csv.COMMA).special) or find(value, "^[ \t-\r]")
    or find(value, "[ \t-\r]$")
  then
    return enclose(value)
  end
  return value
end

-- Signs that begin a formula, also in their wide forms, which spreadsheets of Eastern Asia accept.
local FORMULA_SIGNS = { "[=+@-]", "\239\188[\157\139\141\160]" }

-- The characters that may come before such a sign at the beginning of a cell. A reader that splits
-- at other separators, or does not know quotes, begins a cell after each of them, too. The frontier
-- makes the pattern start only at the first of several such characters.
local BEFORE, SEPARATOR = "[; \1-\31\"']", "[;\t\r\n]"
local BEGINNING = "%f" .. BEFORE .. "(" .. BEFORE .. "+)"

local function mark(before, sign)
  return find(before, SEPARATOR) and before .. "'" .. sign or nil
end

-- A value as a cell that no spreadsheet takes for a formula.
local function safe(value)
  value = ";" .. value
  for _, sign in ipairs(FORMULA_SIGNS) do
    value = gsub(value, BEGINNING .. "(" .. sign .. ")", mark)
  end
  return enclose(sub(value, 2))
end

-- "port_number" as "Port Number".
local function title(column)
  return (gsub(gsub(column, "_", " "), "%f[%a]%a", string.upper))
end

-- Writes a registry, or what has a method `entries` like one.
function csv.write(registry, options, put)
  local columns = options.columns or IANA_COLUMNS
  local escape = options.safe_csv and safe or csv.quote
  local joins_ports = not is_in(columns, "port_last")
  local cells = array.map(columns, function(column)
    return escape(title(column))
  end)
  put(table.concat(cells, ",") .. "\n")
  for entry in registry:entries(options.filter) do
    if entry.port_last and joins_ports then
      entry.port_number = ("%d-%d"):format(entry.port_number, entry.port_last)
    end
    for index, column in ipairs(columns) do
      local value = entry[column]
      cells[index] = value and escape(repair(tostring(value))) or ""
    end
    put(table.concat(cells, ",") .. "\n")
  end
end

return csv
