-- Each thread runs this. It asks and loads registries, and returns all answers in one string.

local ianaports = require "ianaports"

local CSV = "data/service-names-port-numbers.csv"

local answers = {}

local function add(...)
  for index = 1, select("#", ...) do
    answers[#answers + 1] = tostring((select(index, ...)))
  end
end

local function ask(registry)
  add(#registry, registry:service_name(80), registry:port_number "https", registry:info().title)
  add(#registry:search "mysql", registry:count { text = "http", status = "assigned" })
  local sum = 0
  for port = 0, 65535, 7 do
    for _, entry in ipairs(registry:find_all(port)) do
      sum = sum + port * #(entry.service_name or "")
    end
  end
  for entry in registry:entries() do
    sum = sum + #(entry.description or "") + #registry:find_all(entry.service_name or 0)
  end
  for contact in registry:contacts() do
    sum = sum + #registry:contact(contact.id).id
  end
  for first, last in registry:unassigned() do
    sum = sum + last - first
  end
  for entry in registry:range(1000, 9000, { where = function(e) return e.alias_of end }) do
    sum = sum + entry.port_number
  end
  add(sum)
end

for _ = 1, 2 do
  ask(ianaports.bundled)
  local loaded = assert(ianaports.load(CSV))
  ask(loaded)
  loaded:close()
  local file = assert(io.open(CSV))
  ask(assert(ianaports.parse(file:read "a")))
  file:close()
  add((select(2, ianaports.load "no-such-file.csv")))
  add((select(2, ianaports.parse "Service Name\n")))
end

local rows = {}
for entry in ianaports.range(0, 1023) do
  rows[#rows + 1] = entry
end
ask(ianaports.build { rows = rows })

return table.concat(answers, " ")
