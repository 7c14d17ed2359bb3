-- A short tour of the bundled registry: `make demo`.

local ianaports = require "ianaports"

local function heading(text)
  print(("\n%s\n%s"):format(text, ("-"):rep(#text)))
end

-- "80" or "6000-6063".
local function range(first, last)
  return first == last and first or first .. "-" .. last
end

local function show(title, entries)
  heading(title)
  for _, entry in ipairs(entries) do
    local port = entry.port_number
    print(("%-12s %-10s %-5s %-12s %s"):format(
      entry.service_name or "-",
      port and range(port, entry.port_last or port) or "-",
      entry.transport_protocol or "all",
      entry.status,
      (entry.description or ""):match "[^\n]*"
    ))
  end
end

local info = ianaports.info()
print(("%s\nlast updated %s, %d entries"):format(info.title, info.last_updated, info.record_count))

show("80/tcp", ianaports.find_all(80, "tcp"))
show("epp, on every port", ianaports.find_all "epp")
show("Port 6010", ianaports.find_all(6010))

heading "The first five unassigned ranges of user ports"
local shown = 0
for first, last in ianaports.unassigned(1024) do
  print(range(first, last))
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
