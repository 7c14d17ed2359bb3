-- Flows as a router reports them, for specs: the same ones each time.

local files = require "spec.support.files"

local flows = {}

-- What much of the traffic goes to. 6010 and 4250 lie in ranges; 5116 is reserved for tcp.
local COMMON_PORTS = { 443, 80, 53, 123, 22, 25, 5060, 6010, 4250, 5116, 8080, 3389 }

-- 47 is GRE, which has no ports.
local PROTOCOLS = { 6, 6, 6, 17, 17, 132, 33, 1, 47 }

-- The pseudorandom numbers of Park and Miller (1988), which every Lua computes in the same way.
local function new_random(seed)
  local state = seed
  return function(count)
    state = state * 48271 % 2147483647
    return state % count
  end
end

-- ICMP's type and code, 8 and 0, stand in the place of the port, as NetFlow has them.
local function port_of(protocol, random)
  if protocol == 1 then
    return 2048
  elseif random(2) == 0 then
    return COMMON_PORTS[1 + random(#COMMON_PORTS)]
  end
  return random(65536)
end

-- Writes a CSV with the flows of a day.
function flows.write(path, day, count)
  local random = new_random(day)
  local rows = { "day,dst_port,protocol,bytes\n" }
  for index = 2, count + 1 do
    local protocol = PROTOCOLS[1 + random(#PROTOCOLS)]
    rows[index] = ("2026-05-%02d,%d,%d,%d\n"):format(day, port_of(protocol, random), protocol,
      40 + random(1460))
  end
  files.write(path, table.concat(rows))
end

return flows
