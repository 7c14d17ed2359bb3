-- Checks how the time of a function grows with the size of its input.

local growth = {}

-- The least processor time of several calls: other processes affect it least.
local function least_time(action, input, calls)
  local least = math.huge
  for _ = 1, calls do
    collectgarbage()
    local began = os.clock()
    action(input)
    least = math.min(least, os.clock() - began)
  end
  return least
end

local SHORT = 0.002 -- seconds; shorter times are too inexact for a ratio

-- Asserts that the action takes about four times as long for the second input, which is four times
-- as large as the first. An action in quadratic time would take sixteen times as long.
function growth.assert_linear(action, input, larger, calls)
  local first = math.max(least_time(action, input, calls or 5), SHORT)
  local second = least_time(action, larger, calls or 5)
  assert(second < 9 * first, ("%.4f s, and %.4f s for four times as much"):format(first, second))
end

return growth
