-- Whether a cell, which may be absent, contains this text, without regard to ASCII case.

-- Without a cache, the oracle would spend most of its time on the lower case of the same cells.
local lowered = {}

local function lower(text)
  lowered[text] = lowered[text] or text:lower()
  return lowered[text]
end

return function(cell, part)
  return lower(cell or ""):find(lower(part), 1, true) ~= nil
end
