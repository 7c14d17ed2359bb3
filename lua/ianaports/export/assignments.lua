-- Which services each port has, by protocol: what programs ask that know a port.

local FIELDS = require("ianaports.fields").ALL
local ianaports = require "ianaports"

local assignments = {}

assignments.TRANSPORTS = { "tcp", "udp", "sctp", "dccp" }

local LAST_PORT = 65535

-- The transport protocols that the filter lets pass.
local function transports_of(filter)
  local protocol = filter
  if type(filter) == "table" then
    protocol = filter.protocol
  end
  local rows = {}
  for index, transport in ipairs(assignments.TRANSPORTS) do
    rows[index] = { service_name = "any", transport_protocol = transport }
  end
  local passing = {}
  for entry in ianaports.build({ rows = rows }):entries { protocol = protocol } do
    passing[#passing + 1] = entry.transport_protocol
  end
  return passing
end

-- Tells entries apart that differ in any field.
local function identity(entry)
  local values = {}
  for index, field in ipairs(FIELDS) do
    values[index] = entry[field] or ""
  end
  return table.concat(values, "\0")
end

-- The entries of a port that the filter accepts, by identity.
local function accepted(registry, port, filter)
  local set = {}
  for entry in registry:range(port, port, filter) do
    set[identity(entry)] = true
  end
  return set
end

-- Entries with a service name, best first.
local function named(entries, accepted_set)
  local list = {}
  for _, entry in ipairs(entries) do
    if entry.service_name and (not accepted_set or accepted_set[identity(entry)]) then
      list[#list + 1] = entry
    end
  end
  return list
end

-- Iterates over port, transport protocol and a non-empty array of the entries that have
-- a service name there, the primary one first: by port, then tcp, udp, sctp, dccp.
function assignments.each(registry, filter)
  local transports = transports_of(filter)
  local port, index = 0, 0
  local accepted_set -- of the port
  return function()
    while true do
      index = index + 1
      if index > #transports then
        port, index, accepted_set = port + 1, 1, nil
      end
      if port > LAST_PORT then
        return nil
      end
      local transport = transports[index]
      if registry:service_name(port, transport) then
        if filter ~= nil then
          accepted_set = accepted_set or accepted(registry, port, filter)
        end
        local list = named(registry:find_all(port, transport), accepted_set)
        if list[1] then
          return port, transport, list
        end
      end
    end
  end
end

return assignments
