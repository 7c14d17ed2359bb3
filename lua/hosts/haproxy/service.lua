-- A converter for HAProxy that returns the service name of a port.
--
--   http-request set-header X-Service %[dst_port,lua.ianaports_service]
--
-- The argument is a protocol, by its name or its IP protocol number; the default is tcp. What is no
-- port or no protocol, or has no service, becomes "-", as HAProxy logs a missing value.

-- Do not name this file ianaports.lua: require would find it in HAProxy's working folder, before
-- the module.

local ianaports = require "ianaports"

core.register_converters("ianaports_service", function(port, protocol)
  if type(port) == "string" then
    port = tonumber(port:match "^%d+$") -- by itself, tonumber also takes "0x35" and "8e1"
  end
  if protocol == "" then -- empty parentheses, which HAProxy takes for no argument
    protocol = nil
  end
  -- What is no port or no protocol raises an error, and HAProxy would log an alert for each.
  local answered, name = pcall(ianaports.service_name, port, protocol or "tcp")
  return answered and name or "-"
end)
