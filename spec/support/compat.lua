-- What differs for the specs between Lua 5.1, 5.2, 5.3, 5.4, 5.5 and LuaJIT.

-- luacheck: std max
local compat = {}

compat.unpack = table.unpack or unpack

-- Compiles a source, in an environment where one is given.
function compat.load(source, name, environment)
  if not setfenv then
    return load(source, name, "t", environment or _G)
  end
  local chunk, message = loadstring(source, name)
  return chunk and setfenv(chunk, environment or _G), message
end

-- Sets one of the collector's parameters, "pause" or "stepmul", in percent. Returns the value
-- before.
function compat.tune_collector(parameter, percent)
  if _VERSION == "Lua 5.5" then
    return collectgarbage("param", parameter, percent)
  end
  return collectgarbage("set" .. parameter, percent)
end

-- Collects all that is not in use. LuaJIT's machine code keeps what it treats as constant;
-- it goes first.
function compat.collect()
  if jit then
    jit.flush()
  end
  collectgarbage()
  collectgarbage() -- the first one only calls finalizers
end

return compat
