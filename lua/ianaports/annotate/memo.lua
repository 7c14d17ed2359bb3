-- Tables that remember what a function returns.

local memo = {}

-- Returns a table in which known[key] is f(key). It remembers this, unless it is nil, for `most`
-- keys that are no longer than `longest`. If there are more, it forgets all of them.
function memo.new(most, longest, f)
  local count = 0
  return setmetatable({}, {
    __index = function(known, key)
      if #key > longest then
        return f(key)
      elseif count == most then
        for other in pairs(known) do
          known[other] = nil
        end
        count = 0
      end
      local value = f(key)
      count, known[key] = count + 1, value
      return value
    end,
  })
end

return memo
