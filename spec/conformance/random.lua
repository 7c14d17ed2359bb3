-- Lehmer's random generator, with a seed. It draws the same numbers in every Lua, because its
-- products stay below 2^53.

local Random = {}
Random.__index = Random

local function new(seed)
  return setmetatable({ state = seed }, Random)
end

-- An integer from low to high.
function Random:integer(low, high)
  self.state = (self.state * 48271) % 2147483647
  return low + self.state % (high - low + 1)
end

function Random:item(list)
  return list[self:integer(1, #list)]
end

function Random:chance(percent)
  return self:integer(1, 100) <= percent
end

return new
