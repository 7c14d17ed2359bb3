-- Reads a port from text, and finds its service.

local display = require "ianaports.base.display"

local port = {}

-- What to say of a word, in quotes, that is no port.
port.NO_PORT = "port %s is neither a number from 0 to 65535 nor a service that the registry knows"

local MOST_DIGITS = 5
local LAST_PORT = 65535

-- A port in decimal digits as a number, or nil.
function port.of(digits)
  if #digits > MOST_DIGITS or not digits:find "^%d+$" then
    return nil
  end
  local number = tonumber(digits)
  return number <= LAST_PORT and number or nil
end

-- The name of a port's primary service, safe to show, or nil. The protocol may be nil.
function port.service(registry, number, protocol)
  local name = registry:service_name(number, protocol)
  return name and display.printable(name)
end

return port
