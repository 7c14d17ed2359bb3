-- HAProxy converter: names the service of a port.
--
--   http-request set-header X-Service %[dst_port,lua.ianaports_service]
--
-- The argument is a protocol, tcp where none is given. A port without a service
-- gives "-", as HAProxy's logs do for what is missing.

-- This file must not be named ianaports.lua: require would find it in HAProxy's
-- working folder, before the module.

local ianaports = require "ianaports"

core.register_converters("ianaports_service", function(port, protocol)
  local number = tonumber(port)
  if not number or number % 1 ~= 0 or number < 0 or number > 65535 then
    return "-"
  end
  return ianaports.service_name(number, protocol or "tcp") or "-"
end)
