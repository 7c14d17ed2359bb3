-- Runs Lua source in this process and returns what it prints.

local compat = require "spec.support.compat"

return function(source, name)
  local lines = {}
  local environment = setmetatable({
    print = function(...)
      local values = {}
      for index = 1, select("#", ...) do
        values[index] = tostring((select(index, ...)))
      end
      lines[#lines + 1] = table.concat(values, "\t")
    end,
  }, { __index = _G })
  assert(compat.load(source, "=" .. name, environment))()
  return table.concat(lines, "\n") .. "\n"
end
