-- CSV, RFC 4180: the records of a text, cells as they are written, and a registry in IANA's form.
--
-- The dialect is that of the C reader: a line ends with LF, CR LF or CR. Quotes enclose a whole
-- cell; a quote inside is doubled.

local array = require "ianaports.base.array"
local IANA_COLUMNS = require("ianaports.base.fields").COLUMNS
local is_in = require("ianaports.base.options").is_in
local repair = require("ianaports.base.text").repair

local csv = {}

local byte, find, gsub, sub = string.byte, string.find, string.gsub, string.sub

local LF, CR, COMMA, QUOTE = byte("\n\r,\"", 1, 4)

csv.BOM = "\239\187\191" -- the byte order mark

-- Reading -----------------------------------------------------------------------------------

-- How many line ends there are in some bytes.
function csv.count_lines(bytes, first, last)
  local lines = gsub(sub(bytes, first, last), "\r\n", "\n")
  return (select(2, gsub(lines, "[\r\n]", "")))
end

-- The last byte of the line end that begins at an index. At the end of the text this is the byte
-- before the index. Returns nil if that depends on bytes that are still to come, and false if no
-- line ends here.
local function line_end(bytes, index, at_end)
  local code = byte(bytes, index)
  if code == LF then
    return index
  elseif code == CR then
    local after = byte(bytes, index + 1)
    return after == LF and index + 1 or (after or at_end) and index or nil
  elseif not code then
    return at_end and index - 1 or nil
  end
  return false
end

-- The last byte of a quoted cell; nil if it is still to come; or nil, a message and its index.
local function end_of_quoted(bytes, first, at_end)
  local closing = find(bytes, '"', first + 1, true)
  while closing and byte(bytes, closing + 1) == QUOTE do
    closing = find(bytes, '"', closing + 2, true)
  end
  if not closing then
    return nil, at_end and "quoted cell is not closed", first
  elseif byte(bytes, closing + 1) ~= COMMA and line_end(bytes, closing + 1, at_end) == false then
    return nil, "neither comma nor line end after a quoted cell; a quote inside is doubled",
      closing + 1
  end
  return closing
end

-- The same of a cell without quotes.
local function end_of_plain(bytes, first)
  local index = find(bytes, '[,"\r\n]', first) or #bytes + 1
  if byte(bytes, index) == QUOTE then
    return nil, "quote inside a cell that is not quoted as a whole", index
  end
  return index - 1
end

-- Scans the record that begins at an index. `at_end`: whether no bytes will follow. Sets
-- bounds[2N - 1] and bounds[2N] to the first and the last byte of cell N, with its quotes.
-- Returns the index of the record's last byte, that of its line end's last byte, and the number
-- of its cells, which is 0 for an empty line; nil if the record's end is still to come; or nil, a
-- message and the index of what is wrong.
function csv.scan(bytes, first, at_end, bounds)
  local stop = line_end(bytes, first, at_end)
  if stop then
    return first - 1, stop, 0
  end
  local count = 0
  while true do
    local skip = byte(bytes, first) == QUOTE and end_of_quoted or end_of_plain
    local last, message, index = skip(bytes, first, at_end)
    if not last then
      return nil, message or nil, index
    end
    count = count + 1
    bounds[2 * count - 1], bounds[2 * count] = first, last
    if byte(bytes, last + 1) ~= COMMA then
      stop = line_end(bytes, last + 1, at_end)
      return stop and last, stop, count
    end
    first = last + 2
  end
end

-- The value of cell N.
function csv.cell(bytes, bounds, number)
  local first, last = bounds[2 * number - 1], bounds[2 * number]
  if byte(bytes, first) ~= QUOTE or last < first then
    return sub(bytes, first, last)
  end
  return (gsub(sub(bytes, first + 1, last - 1), '""', '"'))
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

local function quote(cell)
  return '"' .. gsub(cell, '"', '""') .. '"'
end

-- A value as a cell, in quotes if it needs them. Some readers drop white space around a cell
-- without quotes.
function csv.quote(value)
  return find(value, '[,"\r\n]') and quote(value) or find(value, "^[ \t-\r]") and quote(value)
    or find(value, "[ \t-\r]$") and quote(value) or value
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
  return quote(sub(value, 2))
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
