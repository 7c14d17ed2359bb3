-- What each filter key accepts, written as simply as possible.

local contains = require "spec.conformance.contains"

local function class_of(port)
  return port < 1024 and "system" or port < 49152 and "user" or "dynamic"
end

-- "2002-06" as 20020601, so that dates compare as numbers.
local function to_date(text)
  local year, month, day = (text or ""):match "^(%d%d%d%d)%-?(%d*)%-?(%d*)$"
  if not year then
    return nil
  end
  return tonumber(year) * 10000 + (tonumber(month) or 1) * 100 + (tonumber(day) or 1)
end

local function since(cell, wanted)
  local date = to_date(cell)
  return date ~= nil and date >= to_date(wanted)
end

local translations = {}

-- A character of UTF-8.
local CHARACTER = "[%z\1-\127\194-\244][\128-\191]*"

-- A shell's pattern as one of Lua's.
local function translate(pattern)
  if not translations[pattern] then
    local translated = pattern:lower():gsub("[^*?]", function(c)
      return c:find "%w" and c or "%" .. c
    end)
    translated = translated:gsub("%*", ".*"):gsub("%?", (CHARACTER:gsub("%%", "%%%%")))
    translations[pattern] = "^" .. translated .. "$"
  end
  return translations[pattern]
end

local function glob_matches(name, pattern)
  return name ~= nil and name:lower():find(translate(pattern)) ~= nil
end

local function one_of(value, wanted)
  if type(wanted) ~= "table" then
    return value == wanted
  end
  for _, item in ipairs(wanted) do
    if item == value then
      return true
    end
  end
  return false
end

local conditions = {
  protocol = function(row, wanted)
    return row.entry.transport_protocol == nil or one_of(row.entry.transport_protocol, wanted)
  end,
  class = function(row, wanted)
    for port = row.first or 0, row.last or -1 do
      if one_of(class_of(port), wanted) then
        return true
      end
    end
    return false
  end,
  status = function(row, wanted)
    return one_of(row.entry.status, wanted)
  end,
  service_name = function(row, wanted)
    return glob_matches(row.entry.service_name, wanted)
  end,
  text = function(row, wanted)
    return contains(row.entry.service_name, wanted) or contains(row.entry.description, wanted)
  end,
  registered_since = function(row, wanted)
    return since(row.entry.registration_date, wanted)
  end,
  modified_since = function(row, wanted)
    return since(row.entry.modification_date, wanted)
  end,
  unauthorized_use_reported = function(row, wanted)
    return (row.entry.unauthorized_use_reported ~= nil) == wanted
  end,
  alias = function(row, wanted)
    return (row.entry.alias_of ~= nil) == wanted
  end,
  port = function(row, wanted)
    return (row.first ~= nil) == wanted
  end,
  where = function(row, wanted)
    return wanted(row.entry)
  end,
}
for _, column in ipairs { "assignee", "contact", "reference", "assignment_notes" } do
  conditions[column] = function(row, wanted)
    return contains(row.entry[column], wanted)
  end
end

-- Whether a row meets all conditions of a filter, which may be nil.
return function(row, filter)
  for key, wanted in pairs(filter or {}) do
    if not conditions[key](row, wanted) then
      return false
    end
  end
  return true
end

