-- The form of Wireshark's file services: name, ports/protocols, comment.
--
-- A line may hold a range of ports and several protocols: "x11 6000-6063/tcp/udp". If several lines
-- have the same port and protocol, Wireshark uses the last one; this writer writes only one.
-- Wireshark 4.4 shows the name of a port only in the first transport in which it meets the port.

local assignments = require "ianaports.format.assignments"
local line = require "ianaports.format.line"

local wireshark_services = {}

-- Adds a protocol's primary service to those of its port: an array of { name, description,
-- transports }, with an item for each name and description.
local function add(services, entry, transport, describe)
  local name, description = entry.service_name, describe(entry)
  for _, service in ipairs(services) do
    if service.name == name and service.description == description then
      service.transports = service.transports .. "/" .. transport
      return
    end
  end
  services[#services + 1] = { name = name, description = description, transports = transport }
end

local function are_same(services, others)
  for index = 1, math.max(#services, #others) do
    local service, other = services[index] or {}, others[index] or {}
    if service.name ~= other.name or service.description ~= other.description
      or service.transports ~= other.transports then
      return false
    end
  end
  return true
end

-- Writes the services of a range of ports.
local function put_range(put, range)
  local ports = ("%d"):format(range.first)
  if range.last > range.first then
    ports = ("%d-%d"):format(range.first, range.last)
  end
  for _, service in ipairs(range.services) do
    local word, sockets = line.word(service.name), ports .. "/" .. service.transports
    if word then
      put(("%s\t%s"):format(word, sockets))
      line.put_end(put, service.description)
    else
      line.put_refused(put, sockets, service.name)
    end
  end
end

-- Iterates over ports and their services.
local function each_port(registry, filter)
  local describe = line.describer()
  local next_assignment = assignments.each(registry, filter)
  local next_port, transport, entries = next_assignment()
  return function()
    local port, services = next_port, {}
    while port and next_port == port do
      add(services, entries[1], transport, describe)
      next_port, transport, entries = next_assignment()
    end
    return port, services
  end
end

function wireshark_services.write(registry, options, put)
  put("# " .. line.title(registry) .. "\n")
  local range = { first = 0, last = -1, services = {} }
  for port, services in each_port(registry, options.filter) do
    if port == range.last + 1 and are_same(services, range.services) then
      range.last = port
    else
      put_range(put, range)
      range = { first = port, last = port, services = services }
    end
  end
  put_range(put, range)
end

return wireshark_services
