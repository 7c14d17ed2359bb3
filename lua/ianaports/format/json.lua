-- JSON, RFC 8259. It is safe to show: characters that steer a terminal are escaped.
--
-- It is read by dkjson. To write the bundled registry's 14,000 entries, dkjson would need 0.25 s
-- instead of 0.07 s, and it writes bytes that are not UTF-8.

local array = require "ianaports.base.array"
local FIELDS = require("ianaports.base.fields").ALL
local steers = require("ianaports.base.display").steers
local text = require "ianaports.base.text"

local json = {}

local find, gsub = string.find, string.gsub

local ESCAPES = {
  ['"'] = '\\"',
  ["\\"] = "\\\\",
  ["\b"] = "\\b",
  ["\f"] = "\\f",
  ["\n"] = "\\n",
  ["\r"] = "\\r",
  ["\t"] = "\\t",
  ["\127"] = "\\u007f",
}
for byte = 1, 31 do
  local character = string.char(byte)
  ESCAPES[character] = ESCAPES[character] or ("\\u%04x"):format(byte)
end

-- A code point beyond U+FFFF is written as the two surrogates of UTF-16 (section 7).
local function escape_code(code)
  if code < 0x10000 then
    return ("\\u%04x"):format(code)
  end
  code = code - 0x10000
  return ("\\u%04x\\u%04x"):format(0xd800 + math.floor(code / 0x400), 0xdc00 + code % 0x400)
end

local function escape_foreign(code)
  return escape_code(code or 0xfffd)
end

local function escape_steering(code, bytes)
  if not code then
    return text.REPLACEMENT
  end
  return steers(code) and escape_code(code) or bytes
end

--- A string in JSON; with `ascii_only`, every character beyond ASCII is escaped.
function json.quote(value, ascii_only)
  if find(value, '[\1-\31"\\\127-\255]') then
    value = gsub(value, '[\1-\31"\\\127]', ESCAPES)
    value = text.replace_foreign(value, ascii_only and escape_foreign or escape_steering)
  end
  return '"' .. value .. '"'
end

local quote = json.quote

local function scalar(value, ascii_only)
  if type(value) == "number" then
    return ("%d"):format(value)
  end
  return type(value) == "boolean" and tostring(value) or quote(value, ascii_only)
end

local NONE = {}

-- The keys of an object: those of the array `first`, then all others, sorted.
local function sorted_keys(object, first)
  local keys, others, is_first = {}, {}, {}
  for _, key in ipairs(first) do
    is_first[key] = true
    keys[#keys + 1] = object[key] ~= nil and key or nil
  end
  for key in pairs(object) do
    others[#others + 1] = not is_first[key] and key or nil
  end
  table.sort(others)
  return array.append(keys, others)
end

-- The same, sorted only once for all objects that have the same keys. `out.shapes` is a tree: each
-- key that `pairs` returns leads to another branch.
local function keys_of(out, object)
  local branch = out.shapes
  for key in pairs(object) do
    branch[key] = branch[key] or {}
    branch = branch[key]
  end
  out.keys[branch] = out.keys[branch] or sorted_keys(object, out.first)
  return out.keys[branch]
end

-- Appends a value to `out`, an array of pieces of text. `line` is a line break and the indentation
-- of the value, or "" to write it on one line.
local function add(out, value, line, key_of_value)
  if type(value) ~= "table" then
    out[#out + 1] = out.texts[value]
    return
  end
  local inner = line == "" and line or line .. "  "
  if value[1] ~= nil or next(value) == nil and not out.objects[key_of_value] then
    for index, item in ipairs(value) do
      out[#out + 1] = index == 1 and "[" or ","
      add(out, item, inner)
    end
    out[#out + 1] = value[1] ~= nil and "]" or "[]"
    return
  end
  local before = out.names["{" .. inner]
  for _, key in ipairs(keys_of(out, value)) do
    out[#out + 1] = before[key]
    add(out, value[key], inner, key)
    before = out.names["," .. inner]
  end
  out[#out + 1] = (next(value) == nil and "{" or "") .. line .. "}"
end

-- A table that keeps what f(key) returns.
local function remembering(f)
  return setmetatable({}, {
    __index = function(known, key)
      known[key] = f(key)
      return known[key]
    end,
  })
end

--- Encodes texts, integers, booleans, arrays and objects; a table with an item 1 is an array. Keys
-- are sorted, so that the same value always has the same text. Options:
--   - `first`: an array of keys that come before others
--   - `objects`: a set of keys; an empty table is an object under these keys, otherwise an array
--   - `indent`: whether each key has a line of its own
--   - `ascii_only`: whether every character beyond ASCII is escaped
function json.encode(value, options)
  options = options or NONE
  local out = {
    objects = options.objects or NONE,
    first = options.first or NONE,
    shapes = {},
    keys = {},
    texts = remembering(function(item) -- each string, number and boolean as it is written
      return scalar(item, options.ascii_only)
    end),
    names = remembering(function(before) -- each key as it is written, by what comes before it
      return remembering(function(key)
        return before .. quote(key, options.ascii_only) .. ":"
      end)
    end),
  }
  add(out, value, options.indent and "\n" or "")
  return table.concat(out)
end

-- A function that encodes an entry as an object on one line.
local function entry_encoder(options)
  local columns, ascii_only = options.columns or FIELDS, options.ascii_only
  local keys, members = {}, {}
  for index, column in ipairs(columns) do
    keys[index] = quote(column) .. ":"
  end
  return function(entry)
    local count = 0
    for index, column in ipairs(columns) do
      local value = entry[column]
      if value then
        count = count + 1
        members[count] = keys[index] .. scalar(value, ascii_only)
      end
    end
    return "{" .. table.concat(members, ",", 1, count) .. "}"
  end
end

--- Writes the entries of a registry, or of what has a method `entries` like one, as an array.
function json.write(registry, options, put)
  local encode_entry = entry_encoder(options)
  local separator = "[\n"
  for entry in registry:entries(options.filter) do
    put(separator .. encode_entry(entry))
    separator = ",\n"
  end
  put(separator == "[\n" and "[]\n" or "\n]\n")
end

--- Writes each entry on a line of its own.
function json.write_lines(registry, options, put)
  local encode_entry = entry_encoder(options)
  for entry in registry:entries(options.filter) do
    put(encode_entry(entry) .. "\n")
  end
end

-- Returns the module dkjson, or nil and what to install.
local function load_dkjson()
  local found, dkjson = pcall(require, "dkjson")
  if found then
    return dkjson
  end
  return nil, "JSON takes the module dkjson (Debian: lua-dkjson; rock: dkjson)"
end

--- Reads a value from a text, from a position on. Returns the value, in which null is nil, and the
-- position after it; or nil and a message. `is_missing` is the third result if dkjson is.
function json.decode(source, position)
  local dkjson, missing = load_dkjson()
  if not dkjson then
    return nil, missing, true
  end
  -- An error: values nest too deep.
  local called, value, after, message = pcall(dkjson.decode, source, position or 1, nil, nil)
  if not called then
    return nil, "values nest too deep"
  elseif message then
    return nil, "malformed JSON: " .. message:gsub("at line 1, column", "at column")
  end
  return value, after
end

return json
