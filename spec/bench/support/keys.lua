-- Random keys for look-ups, the same in each run: the generator is Park and Miller's.

local ianaports = require "ianaports"

local keys = {}

function keys.generator(seed)
  local state = seed
  return function(count)
    state = state * 16807 % 2147483647
    return state % count + 1
  end
end

-- `count` random values of the list.
function keys.draw(count, list)
  local random, drawn = keys.generator(20260511), {}
  for index = 1, count do
    drawn[index] = list[random(#list)]
  end
  return drawn
end

-- The list in random order.
function keys.shuffle(list)
  local random = keys.generator(20260511)
  for index = #list, 2, -1 do
    local other = random(index)
    list[index], list[other] = list[other], list[index]
  end
  return list
end

-- The ports 0-65535 for which `wanted` returns a true value.
function keys.ports(wanted)
  local list = {}
  for port = 0, 65535 do
    if wanted(port) then
      list[#list + 1] = port
    end
  end
  return list
end

-- The names that have a port of this protocol, each once.
function keys.names(protocol)
  local list, known = {}, {}
  for entry in ianaports.entries { protocol = protocol, port = true } do
    local name = entry.service_name
    if name and not known[name] then
      known[name] = true
      list[#list + 1] = name
    end
  end
  return list
end

return keys
