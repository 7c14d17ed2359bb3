-- How often a port is open, from 0 to 1, as nmap-services has it in the place of the first alias.

local frequency = {}

--- Whether a word is one.
function frequency.is(word)
  return word:find "^0%.%d+$" ~= nil or word:find "^1%.0+$" ~= nil
end

--- A number of 0 or more with six decimals and a point, whatever the locale has in its place.
function frequency.format(value)
  local millionths = math.floor(value * 1000000 + 0.5)
  return ("%d.%06d"):format(math.floor(millionths / 1000000), millionths % 1000000)
end

return frequency
