-- Small random registries, as CSV texts that use everything that a well-formed file may have:
-- quotes, line breaks, columns in any order, additional columns, empty cells, duplicate rows,
-- overlapping port ranges.

local registry_text = require "spec.support.registry_text"

local MOST_ROWS = 12

local LINE_ENDS = { "\n", "\r\n", "\r" }

-- The parts of cells.
local PIECES = {
  "a", "Kiwi", "plum-7", " ", "  ", ",", '"', '""', "\n", "\r\n", "\r", "\t", ";", "'", "\\", "%n",
  "0", "caf\195\169", "\226\130\172", "\240\159\141\135", "\239\187\191", "\127", "Unassigned",
  "Reserved", "IANA Reserved", "De-registered", "[RFC6335]", "[A_B]",
  'This entry is an alias to "kiwi"', 'This is\na duplicate of  the "b" service', 'alias to "',
}
local NAMES = { "", "a", "A", "b-b", "kiwi", "KIWI", "\195\169", "x y", '"q"', "n,n", "80x" }
local PROTOCOLS = { "", "tcp", "udp", "sctp", "dccp", "TCP", "Udp" }
local HEADER_FORMS = {
  function(title) return title end,
  string.lower,
  string.upper,
  function(title) return " " .. title .. "\t " end,
  function(title) return (title:lower():gsub(" ", "_")) end,
  function(title) return (title:gsub(" ", "")) end,
  function(title) return (title:gsub("Unauthorized Use Reported", "Known Unauthorized Uses")) end,
}

local function text(random)
  local pieces = {}
  for index = 1, random:item { 0, 0, 0, 1, 1, 2, 6 } do
    pieces[index] = random:item(PIECES)
  end
  return table.concat(pieces)
end

-- Ports near one another, so that ranges overlap; few ranges are wide.
local function ports(random)
  local first = random:chance(90) and random:integer(0, 40) or random:integer(65400, 65535)
  if random:chance(50) then
    return random:item { "%d", "%05d" }:format(first)
  elseif random:chance(1) then
    return "0-65535"
  end
  return ("%d-%d"):format(first, math.min(first + random:integer(0, 30), 65535))
end

local function row(random)
  local name = random:item(NAMES)
  local cells = { name, (name == "" or random:chance(80)) and ports(random) or "" }
  cells[3] = random:item(PROTOCOLS)
  for index = 4, #registry_text.columns do
    cells[index] = text(random)
  end
  return cells
end

-- The position of each column; additional columns are ignored.
local function order(random)
  local places = {}
  for column = 1, #registry_text.columns + random:item { 0, 0, 1, 3 } do
    table.insert(places, random:integer(1, #places + 1), column)
  end
  return places
end

local function quote(random, cell)
  if cell:find '[,"\r\n]' or random:chance(15) then
    return '"' .. cell:gsub('"', '""') .. '"'
  end
  return cell
end

local function line(random, places, cells, further)
  local written = {}
  for index, column in ipairs(places) do
    written[index] = quote(random, cells[column] or further(random))
  end
  return table.concat(written, ",")
end

local function header(random)
  local form = random:item(HEADER_FORMS)
  local cells = {}
  for column, title in ipairs(registry_text.columns) do
    cells[column] = form(title)
  end
  return cells
end

local function line_end(random, usual)
  local chosen = random:chance(90) and usual or random:item(LINE_ENDS)
  return random:chance(95) and chosen or chosen .. random:item(LINE_ENDS) -- a blank line
end

return function(random)
  local places, usual = order(random), random:item(LINE_ENDS)
  local lines = { line(random, places, header(random), function()
    return random:item { "", "x", "Remarks", "a,b" }
  end) }
  local cells
  for _ = 1, random:integer(0, MOST_ROWS) do
    cells = cells and random:chance(15) and cells or row(random) -- a duplicate, or a new row
    lines[#lines + 1] = line_end(random, usual)
    lines[#lines + 1] = line(random, places, cells, text)
  end
  lines[#lines + 1] = random:chance(70) and line_end(random, usual) or ""
  return (random:chance(20) and "\239\187\191" or "") .. table.concat(lines)
end
