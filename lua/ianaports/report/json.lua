-- A summary as JSON, by dkjson.

local escape = require("ianaports.export.json").escape
local repair = require("ianaports.base.text").repair

local json = {}

-- The keys of each object in this order; all others follow, sorted.
local FIRST_KEYS = {
  "subject", "title", "last_updated", "entries", "ports", "seen", "skipped", "port", "protocol",
  "count", "service_name",
}

-- Lists, which are to stay such where they are empty.
local LISTS = { list = true, reserved = true, unassigned = true, unauthorized = true }

local function copy(value, is_list, keys)
  if type(value) ~= "table" then
    return type(value) == "string" and repair(value) or value
  end
  local result = {}
  for key, inner in pairs(value) do
    local name = key
    if type(key) == "string" then
      name = repair(key)
      keys[name] = true
    end
    result[name] = copy(inner, LISTS[name], keys)
  end
  return setmetatable(result, { __jsontype = is_list and "array" or "object" })
end

local function key_order(keys)
  local order, rest = {}, {}
  for index, key in ipairs(FIRST_KEYS) do
    order[index] = key
    keys[key] = nil
  end
  for key in pairs(keys) do
    rest[#rest + 1] = key
  end
  table.sort(rest)
  for _, key in ipairs(rest) do
    order[#order + 1] = key
  end
  return order
end

function json.write(summary, _, put)
  local found, dkjson = pcall(require, "dkjson")
  if not found then
    return nil, "a report in JSON takes the module dkjson (Debian: lua-dkjson; rock: dkjson)"
  end
  local keys = {}
  local value = copy(summary, false, keys)
  local encoded = dkjson.encode(value, { indent = true, keyorder = key_order(keys) })
  put(escape(encoded) .. "\n")
  return true
end

return json
