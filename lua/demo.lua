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
local protocols, counts = { "tcp", "udp", "sctp", "dccp", "all" }, {}
for _, protocol in ipairs(protocols) do
  counts[protocol] = { assigned = 0, reserved = 0, unassigned = 0, deregistered = 0 }
end
for entry in ianaports.entries() do
  local of = counts[entry.transport_protocol or "all"]
  of[entry.status] = of[entry.status] + 1
end
local row = "%-8s %12s %12s %12s %12s"
print(row:format("", "assigned", "reserved", "unassigned", "deregistered"))
for _, protocol in ipairs(protocols) do
  local of = counts[protocol]
  print(row:format(protocol, of.assigned, of.reserved, of.unassigned, of.deregistered))
end

heading "The contact behind 1315/tcp"
local entry = ianaports.find(1315, "tcp")
local contact = ianaports.contact(entry.contact)
print(("%s: %s <%s>"):format(entry.description, contact.name, contact.email))
