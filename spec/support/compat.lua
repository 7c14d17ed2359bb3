-- The differences between Lua 5.1, 5.2, 5.3, 5.4, 5.5 and LuaJIT that matter to the specs.

-- luacheck: std max
local compat = {}

compat.unpack = table.unpack or unpack

-- Compiles a source, in an environment if there is one.
function compat.load(source, name, environment)
  if not setfenv then
    return load(source, name, "t", environment or _G)
  end
  local chunk, message = loadstring(source, name)
  return chunk and setfenv(chunk, environment or _G), message
end

-- Sets one of the collector's parameters, "pause" or "stepmul", in percent. Returns the previous
-- value.
function compat.tune_collector(parameter, percent)
  if _VERSION == "Lua 5.5" then
    return collectgarbage("param", parameter, percent)
  end
  return collectgarbage("set" .. parameter, percent)
end

-- Collects all garbage. LuaJIT's machine code refers to objects that it treats as constants, so it
-- is removed first.
function compat.collect()
  if jit then
    jit.flush()
  end
  collectgarbage()
  collectgarbage() -- the first one only calls finalizers
end

return compat
