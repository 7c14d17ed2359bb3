-- IANA's own form of the registry, RFC 4180 but for lines that end with LF.

local IANA_COLUMNS = require("ianaports.base.fields").COLUMNS
local repair = require("ianaports.base.text").repair

local csv = {}

local find, gsub, sub = string.find, string.gsub, string.sub

-- "port_number" as "Port Number".
local function title(column)
  return (gsub(gsub(column, "_", " "), "%f[%a]%a", string.upper))
end

local function quote(cell)
  return '"' .. gsub(cell, '"', '""') .. '"'
end

-- Quotes what must be. White space around a plain cell some readers take away.
local function plain(cell)
  return find(cell, '[,"\r\n]') and quote(cell) or find(cell, "^[ \t-\r]") and quote(cell)
    or find(cell, "[ \t-\r]$") and quote(cell) or cell
end

-- What begins a formula; also in their wide forms, which spreadsheets of Eastern Asia
-- take as well.
local FORMULA_SIGNS = { "[=+@-]", "\239\188[\157\139\141\160]" }

-- What may stand before it at the beginning of a cell. A reader that splits at other separators,
-- or does not know the quotes for what they are, finds a beginning after each of them, too. The
-- frontier has a run of these tried once, from its first.
local BEFORE, SEPARATOR = "[; \1-\31\"']", "[;\t\r\n]"
local RUN = "%f" .. BEFORE .. "(" .. BEFORE .. "+)"

local function mark(run, sign)
  return find(run, SEPARATOR) and run .. "'" .. sign or nil
end

local function safe(cell)
  cell = ";" .. cell
  for _, sign in ipairs(FORMULA_SIGNS) do
    cell = gsub(cell, RUN .. "(" .. sign .. ")", mark)
  end
  return quote(sub(cell, 2))
end

local function has(list, wanted)
  for _, value in ipairs(list) do
    if value == wanted then
      return true
    end
  end
  return false
end

function csv.write(registry, options, put)
  local columns = options.columns or IANA_COLUMNS
  local escape = options.safe_csv and safe or plain
  local joins_ports = not has(columns, "port_last")
  local cells = {}
  for index, column in ipairs(columns) do
    cells[index] = escape(title(column))
  end
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
