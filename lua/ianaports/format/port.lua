-- Reads a port from text.

local port = {}

local MOST_DIGITS = 5
local LAST_PORT = 65535

-- A port in decimal digits as a number, or nil.
function port.of(digits)
  if #digits > MOST_DIGITS or not digits:find "^%d+$" then
    return nil
  end
  local number = tonumber(digits)
  return number <= LAST_PORT and number or nil
end

return port
