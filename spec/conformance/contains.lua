-- Whether a cell, which may be absent, holds this part, ASCII case ignored.

-- Most of the oracle's time would go into making the same cells lower-case.
local lowered = {}

local function lower(text)
  lowered[text] = lowered[text] or text:lower()
  return lowered[text]
end

return function(cell, part)
  return lower(cell or ""):find(lower(part), 1, true) ~= nil
end
