-- Runs Lua source in this process and gives what it prints.

local function with_environment(source, name, environment)
  if setfenv then -- luacheck: ignore
    local chunk = assert(loadstring(source, name)) -- luacheck: ignore
    return setfenv(chunk, environment) -- luacheck: ignore
  end
  return assert(load(source, name, "t", environment))
end

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
  with_environment(source, "=" .. name, environment)()
  return table.concat(lines, "\n") .. "\n"
end
