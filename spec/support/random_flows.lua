-- Random texts of CSV with ports, right and wrong in all ways that readers know.

local random_flows = {}

local DELIMITERS = { ",", ";", "\t", "|" }
local LINE_ENDS = { "\n", "\n", "\n", "\r\n", "\r", "\r\r\n", "\n\n" }
local BLANKS = { "", "", "", " ", "  ", "\t" }

local PORTS = {
  "443", "80", "53", "0", "65535", "65536", "00080", "443.0", "443.5", "443/tcp", "tcp/443",
  "udp:53", "443 (https) / tcp", "https", "HTTPS", "domain", "http-alt", "x11", "rdp", "nonsense",
  "", "-", "n/a", "---", "*", "-1", "4 43", "443\0", "\195\169",
}
local PROTOCOLS = {
  "tcp", "UDP", "6", "17", "132", "33", "1", "6.0", "tcp6", "TCP (6)", "t", "u", "icmp", "", "-",
  "udp46", "06", "300", "tcp\0",
}
local HOSTS = {
  "192.0.2.1", "192.0.2.2", "2001:db8::1", "host.example.com", "a,b", "-", "", " ", "h\0",
  ("x"):rep(255), ("x"):rep(256), "198.51.100.100", "198.51.100.1000", "x",
}
local OTHERS = { "1", "x y", "2026-05-11T00:00:00Z", "", "a\nb", "a\r\nb", "a\rb", 'say "hi"' }

local COLUMNS = {
  { "dst_port", PORTS }, { "proto", PROTOCOLS }, { "dst_ip", HOSTS }, { "note", OTHERS },
  { "tcp.dstport", PORTS }, { "udp.dstport", PORTS }, { "Plugin ID", OTHERS }, { "flags", OTHERS },
}

-- Which columns a text may have.
local SHAPES = {
  { 1, 2 }, { 2, 1 }, { 1 }, { 3, 1, 2, 4 }, { 4, 1, 3 }, { 4, 2, 3, 1 }, { 5, 6 }, { 6, 5, 3 },
  { 6, 4 }, { 7, 1, 2 }, { 4, 4, 1, 8, 2, 3 },
}

-- Lines that are no rows.
local LINES = {
  "", "Summary", "Total:", "totals", "(2 rows)", "----", "=+=", "x", '"', 'a"b', '"a"b', '"a" ',
  "Summary: 1", "total", '"Total"', "1,2,3,4,5,6,7,8",
}

local function cell_of(random, value, delimiter)
  local needs_quotes = value:find('[\r\n"]') or value:find(delimiter, 1, true)
  if needs_quotes and not random:chance(5) or random:chance(15) then
    value = '"' .. value:gsub('"', '""') .. '"'
  end
  return random:item(BLANKS) .. value .. random:item(BLANKS)
end

local function row(random, shape, delimiter)
  local cells = {}
  for index, number in ipairs(shape) do
    cells[index] = cell_of(random, random:item(COLUMNS[number][2]), delimiter)
  end
  if random:chance(3) then
    cells[#cells + 1] = "more"
  end
  return table.concat(cells, delimiter)
end

-- A text, and its delimiter.
function random_flows.text(random, most_rows)
  local shape, delimiter = random:item(SHAPES), random:item(DELIMITERS)
  local names = {}
  for index, number in ipairs(shape) do
    names[index] = COLUMNS[number][1]
  end
  local header, line_end = table.concat(names, delimiter), random:item(LINE_ENDS)
  local pieces = { header, line_end }
  for _ = 1, random:integer(0, most_rows) do
    local line = random:chance(8) and random:item(LINES) or random:chance(2) and header
      or row(random, shape, delimiter)
    pieces[#pieces + 1] = line
    pieces[#pieces + 1] = random:chance(80) and line_end or random:item(LINE_ENDS)
  end
  if random:chance(30) then
    pieces[#pieces] = ""
  end
  return table.concat(pieces), delimiter
end

return random_flows
