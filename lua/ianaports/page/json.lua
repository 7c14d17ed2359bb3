-- Values as JSON that may stand in a script element: no "<" can end it or begin a comment.

local quote = require("ianaports.export.json").quote

local json = {}

local function text(value)
  return (quote(value):gsub("<", "\\u003c"))
end

local function is_array(value)
  return #value > 0 or next(value) == nil
end

local encode

local function array(value)
  local items = {}
  for index, item in ipairs(value) do
    items[index] = encode(item)
  end
  return "[" .. table.concat(items, ",") .. "]"
end

-- Keys in order, so that the same registry gives the same page.
local function object(value)
  local keys, members = {}, {}
  for key in pairs(value) do
    keys[#keys + 1] = key
  end
  table.sort(keys)
  for index, key in ipairs(keys) do
    members[index] = text(key) .. ":" .. encode(value[key])
  end
  return "{" .. table.concat(members, ",") .. "}"
end

function encode(value)
  local kind = type(value)
  if kind == "table" then
    return is_array(value) and array(value) or object(value)
  elseif kind == "number" then
    return ("%d"):format(value)
  elseif kind == "boolean" then
    return tostring(value)
  end
  return text(value)
end

--- Encodes texts, integers, booleans, arrays and objects; an empty table is an array.
json.encode = encode

return json
