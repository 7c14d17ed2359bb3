-- Checks of arguments and of tables of options. Messages read like those of the C module.
--
-- A public function must call these checks directly. Only then does the error name the line that
-- called the public function.

local ianaports = require "ianaports"
local text = require "ianaports.base.text"

local check = {}

local registry_metatable = getmetatable(ianaports.bundled)

local function describe(value)
  if type(value) == "string" then
    return text.quote(value)
  end
  return type(value) == "number" and tostring(value) or type(value)
end

function check.is_registry(value)
  return type(value) == "userdata" and getmetatable(value) == registry_metatable
end

-- Whether a value is an open file or another object that has the method.
function check.has_method(value, name)
  if io.type(value) then
    return io.type(value) == "file"
  end
  local indexed, method = pcall(function()
    return value[name]
  end)
  return indexed and method ~= nil and type(value) ~= "string"
end

function check.is_in(list, value)
  for _, item in ipairs(list) do
    if item == value then
      return true
    end
  end
  return false
end

-- The names of an array as "one, two or three".
function check.either(list)
  return table.concat(list, ", ", 1, #list - 1) .. " or " .. list[#list]
end

-- Raises an argument error. `level` is that of `error`, seen from here: by default the error
-- names the line that called the caller of this function.
function check.expected(value, number, name, expected, level)
  error(("bad argument #%d to '%s' (%s expected, got %s)")
    :format(number, name, expected, describe(value)), level or 3)
end

function check.registry(value, number, name)
  if not check.is_registry(value) then
    check.expected(value, number, name, "registry", 4)
  end
end

local function is_array_of_strings(value)
  for _, item in ipairs(type(value) == "table" and value or {}) do
    if type(item) ~= "string" then
      return false
    end
  end
  return type(value) == "table"
end

local function is_of_type(value, wanted)
  if wanted == "registry" then
    return check.is_registry(value)
  elseif wanted == "string or array" then
    return type(value) == "string" or is_array_of_strings(value)
  end
  return type(value) == wanted and value == value -- NaN is no number to work with
end

-- Checks a table of options, and returns it; an empty one for nil. `known` is an array of names
-- and types: { { "csv", "boolean" }, { "registry", "registry" } }. An array holds strings.
function check.options(given, known, number, name, level)
  level = level or 4
  if given == nil then
    return {}
  elseif type(given) ~= "table" then
    check.expected(given, number, name, "table of options", level)
  end
  local names, types = {}, {}
  for index, option in ipairs(known) do
    names[index], types[option[1]] = option[1], option[2]
  end
  for option, value in pairs(given) do
    local wanted = types[option]
    if not wanted then
      check.expected(tostring(option), number, name, "option " .. check.either(names), level)
    elseif not is_of_type(value, wanted) then
      check.expected(value, number, name, ("%s (%s)"):format(option, wanted), level)
    end
  end
  return given
end

-- Returns what is wrong with a table of options, or nil. `known` is an array of names. `whose` is
-- put after "known" in the message about an unknown name. `check_value(name, value)` returns what
-- is wrong with a value, or nil.
function check.complaint(given, known, whose, check_value)
  if given ~= nil and type(given) ~= "table" then
    return "table expected, got " .. type(given)
  end
  for name, value in pairs(given or {}) do
    if not check.is_in(known, name) then
      return ("unknown option '%s'; known%s: %s"):format(tostring(name), whose,
        table.concat(known, ", "))
    end
    local complaint = check_value(name, value)
    if complaint then
      return ("option '%s': %s"):format(name, complaint)
    end
  end
end

-- What is wrong with a value that must be of a type, or nil.
function check.type_complaint(value, wanted)
  return type(value) ~= wanted and ("%s expected, got %s"):format(wanted, type(value)) or nil
end

-- Finds the first item of an array that does not describe a port. Returns the item or its wrong
-- field, and what is expected in its place; or nil if all items are right.
check.bad_port = require("ianaports.flow").bad_port

return check
