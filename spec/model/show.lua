-- Writes values as Lua source, so that the report of a failure can be run.

local BREAK_FROM = 90 -- characters; a longer table has a line for each item

local function show_string(text)
  local escaped = text:gsub('[%c"\\\127-\255]', function(c)
    return ("\\%03d"):format(c:byte())
  end)
  return '"' .. escaped:gsub("\\034", '\\"'):gsub("\\092", "\\\\") .. '"'
end

local function by_text(a, b)
  return tostring(a) < tostring(b)
end

local show

-- The items of a table as source: those of an array first, then by the names of the keys.
local function items_of(value, indent)
  local items, keys, length = {}, {}, #value
  for index = 1, length do
    items[index] = show(value[index], indent)
  end
  for key in pairs(value) do
    if type(key) ~= "number" or key < 1 or key > length then
      keys[#keys + 1] = key
    end
  end
  table.sort(keys, by_text)
  for _, key in ipairs(keys) do
    local name = type(key) == "string" and key or "[" .. tostring(key) .. "]"
    items[#items + 1] = name .. " = " .. show(value[key], indent)
  end
  return items
end

function show(value, indent)
  indent = indent or ""
  if type(value) == "string" then
    return show_string(value)
  elseif type(value) ~= "table" then
    return tostring(value)
  elseif value.source_of_function then
    return value.source_of_function
  end
  local deeper = indent .. "  "
  local items = items_of(value, deeper)
  local line = table.concat(items, ", ")
  if not items[1] then
    return "{}"
  elseif #indent + #line < BREAK_FROM and not line:find "\n" then
    return "{ " .. line .. " }"
  end
  return "{\n" .. deeper .. table.concat(items, ",\n" .. deeper) .. ",\n" .. indent .. "}"
end

return show
