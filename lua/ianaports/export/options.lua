-- The options of write.

local FIELDS = require("ianaports.base.fields").ALL

-- What each format takes besides a filter.
local FURTHER = {
  ["nmap-services"] = { "frequency" },
  ["csv"] = { "columns", "safe_csv" },
  ["json"] = { "columns" },
  ["jsonl"] = { "columns" },
}

local function set_of(list)
  local set = {}
  for _, value in ipairs(list) do
    set[value] = true
  end
  return set
end

local is_field = set_of(FIELDS)

-- Each check gives what is wrong with a value, or nil.
local checks = {}

function checks.columns(columns)
  if type(columns) ~= "table" or #columns == 0 then
    return "array of an entry's fields expected"
  end
  local seen = {}
  for index, column in ipairs(columns) do
    if not is_field[column] then
      return ("[%d]: unknown field '%s'; known: %s"):format(index, tostring(column),
        table.concat(FIELDS, ", "))
    elseif seen[column] then
      return ("[%d]: '%s' stands there twice"):format(index, column)
    end
    seen[column] = true
  end
end

function checks.safe_csv(value)
  return type(value) ~= "boolean" and "boolean expected, got " .. type(value) or nil
end

function checks.frequency(value)
  return type(value) ~= "function" and "function expected, got " .. type(value) or nil
end

-- Has the filter compiled, and none of it run.
function checks.filter(filter, registry)
  local compiled, message = pcall(registry.entries, registry, filter)
  if not compiled then
    message = tostring(message)
    return message:match "^bad argument #%d+ to '[^']*' %((.*)%)$"
      or message:match "^[^(]*%((.*)%)$" or message
  end
end

-- Gives the options, checked; or nil and what is wrong.
return function(registry, format, options)
  if options ~= nil and type(options) ~= "table" then
    return nil, "table expected, got " .. type(options)
  end
  local known = { "filter" }
  for _, name in ipairs(FURTHER[format] or {}) do
    known[#known + 1] = name
  end
  local is_known, checked = set_of(known), {}
  for name, value in pairs(options or {}) do
    if not is_known[name] then
      return nil, ("unknown option '%s'; known for %s: %s"):format(tostring(name), format,
        table.concat(known, ", "))
    end
    local fault = checks[name](value, registry)
    if fault then
      return nil, ("option '%s': %s"):format(name, fault)
    end
    checked[name] = value
  end
  return checked
end
