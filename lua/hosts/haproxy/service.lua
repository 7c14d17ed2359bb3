-- A converter for HAProxy that returns the service name of a port.
--
--   http-request set-header X-Service %[dst_port,lua.ianaports_service]
--
-- The argument is a protocol; the default is tcp. A port without a service becomes "-", as HAProxy
-- logs a missing value.

-- Do not name this file ianaports.lua: require would find it in HAProxy's working folder, before
-- the module.

local ianaports = require "ianaports"

core.register_converters("ianaports_service", function(port, protocol)
  local number = tonumber(port)
  if not number or number % 1 ~= 0 or number < 0 or number > 65535 then
    return "-"
  end
  return ianaports.service_name(number, protocol or "tcp") or "-"
end)
