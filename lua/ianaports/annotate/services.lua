-- The service of a port and protocol that are written as text.

local display = require "ianaports.base.display"

local services = {}

local LONGEST_PORT = 5 -- digits
local LAST_PORT = 65535

local PROTOCOLS = {
  tcp = "tcp", udp = "udp", sctp = "sctp", dccp = "dccp",
  ["6"] = "tcp", ["17"] = "udp", ["132"] = "sctp", ["33"] = "dccp",
}

-- The registry's name of a protocol that is given by name or number, or nil.
function services.protocol(word)
  return PROTOCOLS[word] or PROTOCOLS[word:lower()]
end

-- A port of decimal digits as a number, or nil.
function services.port(digits)
  if #digits > LONGEST_PORT or not digits:find "^%d+$" then
    return nil
  end
  local port = tonumber(digits)
  return port <= LAST_PORT and port or nil
end

-- The service as it may be shown, or nil; any protocol where none is given.
function services.name(registry, port, protocol)
  local name = registry:service_name(port, protocol)
  return name and display.printable(name)
end

return services
