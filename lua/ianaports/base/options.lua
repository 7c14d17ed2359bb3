-- Checks of arguments and of tables of options. Messages read like those of the C module.
--
-- A public function must call these checks directly. Only then does the error name the line that
-- called the public function.

local RANKS = require("ianaports.base.protocol").RANKS
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

local LAST_PORT = 65535
local MOST_COUNT = 2 ^ 40 -- the sum of millions of these is still exact in every Lua

-- The wrong field of an item and what is expected there; or nil.
local function bad_field(record)
  local port, protocol, count = record.port, record.protocol, record.count
  if type(port) ~= "number" or port % 1 ~= 0 or port < 0 or port > LAST_PORT then
    return "port", "0 to 65535"
  elseif protocol ~= nil and not RANKS[protocol] then
    return "protocol", "tcp, udp, sctp or dccp"
  elseif count ~= nil and (type(count) ~= "number" or count % 1 ~= 0 or count < 0) then
    return "count", "integer"
  elseif count and count > MOST_COUNT then
    return "count", "up to 1099511627776"
  end
  if record.hosts ~= nil and not is_array_of_strings(record.hosts) then
    return "hosts", "array of strings"
  elseif record.services ~= nil and not is_array_of_strings(record.services) then
    return "services", "array of strings"
  end
end

-- Finds the first item of an array that does not describe a port. Returns the item or its wrong
-- field, and what is expected in its place; or nil if all items are right.
function check.bad_port(ports)
  for index, record in ipairs(ports) do
    if type(record) ~= "table" then
      return record, ("ports[%d] (table)"):format(index)
    end
    local field, expected = bad_field(record)
    if field then
      return record[field], ("ports[%d].%s (%s)"):format(index, field, expected)
    end
  end
end

return check
