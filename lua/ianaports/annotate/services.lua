-- The service of a port and protocol that are written as text.

local display = require "ianaports.base.display"
local protocols = require "ianaports.base.protocol"

local services = {}

local LONGEST_PORT = 5 -- digits
local LAST_PORT = 65535

-- The registry's name of a protocol that is given by name or number, or nil.
services.protocol = protocols.of

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
