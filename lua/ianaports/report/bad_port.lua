-- Checks an array of ports that a caller gives.

local RANKS = require("ianaports.base.protocol").RANKS

local LAST_PORT = 65535
local MOST_COUNT = 2 ^ 40 -- the sum of millions of these is still exact in every number of Lua

-- The first of an array that is no record of a port, and what is expected of it.
return function(ports)
  for index, record in ipairs(ports) do
    local place = ("ports[%d]"):format(index)
    if type(record) ~= "table" then
      return record, place .. " (table)"
    end
    local port, protocol, count = record.port, record.protocol, record.count
    if type(port) ~= "number" or port % 1 ~= 0 or port < 0 or port > LAST_PORT then
      return port, place .. ".port (0 to 65535)"
    elseif protocol ~= nil and not RANKS[protocol] then
      return protocol, place .. ".protocol (tcp, udp, sctp or dccp)"
    elseif count ~= nil and (type(count) ~= "number" or count % 1 ~= 0 or count < 0) then
      return count, place .. ".count (integer)"
    elseif count and count > MOST_COUNT then
      return count, place .. ".count (up to 1099511627776)"
    end
  end
end
