-- A converter for HAProxy that returns the service name of a port.
--
--   http-request set-header X-Service %[dst_port,lua.ianaports_service]
--
-- The argument is a protocol, by its name or its IP protocol number; the default is tcp. What is no
-- port or no protocol, or has no service, becomes "-", as HAProxy logs a missing value.

-- Do not name this file ianaports.lua: require would find it in HAProxy's working folder, before
-- the module.

local ianaports = require "ianaports"

-- An integer, or a text of digits alone: tonumber would also take "0x35" and "8e1".
local function port_of(value)
  local port = tonumber(tostring(value):match "^%d+$")
  return port and port <= 65535 and port or nil
end

core.register_converters("ianaports_service", function(value, protocol)
  local port = port_of(value)
  if not port then
    return "-"
  end
  -- HAProxy logs an alert for each error of a converter. Of a protocol that is none, this is one.
  local answered, name = pcall(ianaports.service_name, port, protocol or "tcp")
  return answered and name or "-"
end)
