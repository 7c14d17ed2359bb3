-- The condition of --where: a Lua expression of an entry's fields.

local failure = require "ianaports.cli.failure"
local fields = require "ianaports.base.fields"
local is_in = require("ianaports.base.options").is_in

local condition = {}

-- The libraries of Lua that reach nothing outside.
local LIBRARIES = { "string", "math", "tonumber", "tostring", "type" }

local function nothing() end

local function never()
  return false
end

-- What nil does while a condition is evaluated: a field that is absent calculates to nil, is
-- neither less nor more than anything, and has methods that return nil.
local ABSENT = {
  __lt = never,
  __le = never,
  __index = function()
    return nothing
  end,
}

for _, event in ipairs {
  "add", "sub", "mul", "div", "mod", "pow", "unm", "idiv", "band", "bor", "bxor", "shl", "shr",
  "bnot", "concat", "len",
} do
  ABSENT["__" .. event] = nothing
end

local function compile(expression, environment)
  local source = "return " .. expression
  if setfenv then
    local chunk, message = loadstring(source, "=--where")
    return chunk and setfenv(chunk, environment), message
  end
  return load(source, "=--where", "t", environment)
end

-- Calls the chunk while nil can be calculated with.
local function evaluate(chunk)
  local before = debug.getmetatable(nil)
  debug.setmetatable(nil, ABSENT)
  local evaluated, result = pcall(chunk)
  debug.setmetatable(nil, before)
  return evaluated, result
end

-- A function of an entry from an expression, which sees the entry's fields, `entry`, which has the
-- same fields, and the libraries.
function condition.of(expression)
  local entry, unknown, is_absent
  local function field(_, name)
    if not is_in(fields.ALL, name) then
      unknown = ('--where: unknown field "%s"; known: %s'):format(tostring(name),
        table.concat(fields.ALL, ", "))
      error(unknown, 0)
    end
    is_absent = is_absent or entry[name] == nil
    return entry[name]
  end
  local environment = setmetatable({ entry = setmetatable({}, { __index = field }) },
    { __index = field })
  for _, name in ipairs(LIBRARIES) do
    environment[name] = _G[name]
  end
  local chunk, message = compile(expression, environment)
  if not chunk then
    failure.usage("%s", message)
  end
  return function(value)
    entry, is_absent = value, false
    local evaluated, result = evaluate(chunk)
    if evaluated then
      return result
    elseif failure.is_interruption(result) then
      error(result, 0)
    elseif unknown or not is_absent then
      failure.usage("%s", unknown or tostring(result))
    end
    return false -- nil where a library wants a value, or where Lua 5.1 compares it
  end
end

return condition
