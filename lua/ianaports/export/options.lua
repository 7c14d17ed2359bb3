-- The options of write.

local FIELDS = require("ianaports.base.fields").ALL
local check = require "ianaports.base.options"
local ianaports = require "ianaports"

-- What each format takes besides a filter.
local FURTHER = {
  ["nmap-services"] = { "frequency" },
  ["csv"] = { "columns", "safe_csv" },
  ["json"] = { "columns" },
  ["jsonl"] = { "columns" },
}

-- Each check returns what is wrong with a value, or nil.
local checks = {}

function checks.columns(columns)
  if type(columns) ~= "table" or #columns == 0 then
    return "array of an entry's fields expected"
  end
  local seen = {}
  for index, column in ipairs(columns) do
    if not check.is_in(FIELDS, column) then
      return ("[%d]: unknown field '%s'; known: %s"):format(index, tostring(column),
        table.concat(FIELDS, ", "))
    elseif seen[column] then
      return ("[%d]: '%s' stands there twice"):format(index, column)
    end
    seen[column] = true
  end
end

function checks.safe_csv(value)
  return check.type_complaint(value, "boolean")
end

function checks.frequency(value)
  return check.type_complaint(value, "function")
end

function checks.filter(filter)
  local _, message, key = ianaports.check_filter(filter)
  return key and ("filter key '%s': %s"):format(key, message) or message
end

-- Returns what is wrong with the options, or nil.
return function(format, options)
  local known = { "filter" }
  for _, name in ipairs(FURTHER[format] or {}) do
    known[#known + 1] = name
  end
  return check.complaint(options, known, " for " .. format, function(name, value)
    return checks[name](value)
  end)
end
