-- A short tour of the bundled registry: `make demo`.

local ianaports = require "ianaports"

local function heading(text)
  print(("\n%s\n%s"):format(text, ("-"):rep(#text)))
end

-- "80" or "6000-6063", or "-" for an entry without a port.
local function ports(entry)
  if not entry.port_number then
    return "-"
  end
  return entry.port_last and entry.port_number .. "-" .. entry.port_last or entry.port_number
end

local function show(entry)
  print(("%-12s %-10s %-5s %-12s %s"):format(
    entry.service_name or "-",
    ports(entry),
    entry.transport_protocol or "all",
    entry.status,
    (entry.description or ""):match "[^\n]*"
  ))
end

local info = ianaports.info()
print(("%s\nlast updated %s, %d entries"):format(info.title, info.last_updated, info.record_count))

heading "80/tcp"
for _, entry in ipairs(ianaports.find_all(80, "tcp")) do
  show(entry)
end

heading "epp, on every port"
for _, entry in ipairs(ianaports.find_all "epp") do
  show(entry)
end

heading "Port 6010"
for _, entry in ipairs(ianaports.find_all(6010)) do
  show(entry)
end

heading "The first five unassigned ranges of user ports"
local shown = 0
for first, last in ianaports.unassigned(1024) do
  print(first == last and first or first .. "-" .. last)
  shown = shown + 1
  if shown == 5 then
    break
  end
end

heading "Entries by protocol and status"
local statuses = { "assigned", "reserved", "unassigned", "deregistered" }
local counts = {}
for entry in ianaports.entries() do
  local protocol = entry.transport_protocol or "all"
  counts[protocol] = counts[protocol] or {}
  counts[protocol][entry.status] = (counts[protocol][entry.status] or 0) + 1
end
local function print_row(label, values)
  local cells = { ("%-8s"):format(label) }
  for _, value in ipairs(values) do
    cells[#cells + 1] = ("%12s"):format(value)
  end
  print(table.concat(cells, " "))
end
print_row("", statuses)
for _, protocol in ipairs { "tcp", "udp", "sctp", "dccp", "all" } do
  local row = {}
  for index, status in ipairs(statuses) do
    row[index] = counts[protocol][status] or 0
  end
  print_row(protocol, row)
end

heading "The contact behind 1315/tcp"
local entry = ianaports.find(1315, "tcp")
local contact = ianaports.contact(entry.contact)
print(("%s: %s <%s>"):format(entry.description, contact.name, contact.email))
