-- Checks of arguments for the submodules, told in the words of the C module.
--
-- Each check is called straight from the function whose argument it checks: the
-- error then names the place that called that function.

local ianaports = require "ianaports"

local argument = {}

local registry_metatable = getmetatable(ianaports.bundled)

local EXCERPT_LENGTH = 72

local function escape(byte)
  return ("\\x%02x"):format(byte:byte())
end

-- The beginning of a text in quotes, bytes that are not printable ASCII as \xNN.
function argument.quote(text)
  local excerpt = ""
  for character in text:gmatch "." do
    if #excerpt > EXCERPT_LENGTH then
      return '"' .. excerpt .. '..."'
    end
    excerpt = excerpt .. character:gsub("[^ -~]", escape)
  end
  return '"' .. excerpt .. '"'
end

local function describe(value)
  if type(value) == "string" then
    return argument.quote(value)
  end
  return type(value) == "number" and tostring(value) or type(value)
end

function argument.is_registry(value)
  return type(value) == "userdata" and getmetatable(value) == registry_metatable
end

-- Raises an argument error. `level` is for checks in this file.
function argument.expected(value, number, name, expected, level)
  error(("bad argument #%d to '%s' (%s expected, got %s)")
    :format(number, name, expected, describe(value)), level or 3)
end

function argument.check_registry(value, number, name)
  if not argument.is_registry(value) then
    argument.expected(value, number, name, "registry", 4)
  end
end

-- What an error of `ianaports.build` that was caught by pcall says, whatever row it is about.
function argument.build_fault(caught)
  local message = tostring(caught)
  return message:match "^bad argument #1 to '[^']*' %(%a+%[%d+%]: (.*)%)$" or message
end

return argument
