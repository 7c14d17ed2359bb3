-- Entries as JSON, RFC 8259.

local FIELDS = require("ianaports.base.fields").ALL
local base = require "ianaports.base.text"
local steers = require("ianaports.base.display").steers

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
}
for byte = 1, 127 do
  if byte < 32 or byte == 127 then
    local character = string.char(byte)
    ESCAPES[character] = ESCAPES[character] or ("\\u%04x"):format(byte)
  end
end

-- RFC 8259, section 7: beyond U+FFFF as the two surrogates of UTF-16.
local function escape_code(code)
  if code < 0x10000 then
    return ("\\u%04x"):format(code)
  end
  code = code - 0x10000
  return ("\\u%04x\\u%04x"):format(0xd800 + math.floor(code / 0x400), 0xdc00 + code % 0x400)
end

local function escape_run(run, ascii_only)
  local pieces = {}
  base.each_character(base.repair(run), function(code, bytes)
    pieces[#pieces + 1] = (ascii_only or steers(code)) and escape_code(code) or bytes
  end)
  return table.concat(pieces)
end

--- JSON in which what steers a terminal is escaped, for people look at JSON, too; with
-- `ascii_only` all that is beyond ASCII.
function json.escape(text, ascii_only)
  return (gsub(text, "[\128-\255]+", function(run)
    return escape_run(run, ascii_only)
  end))
end

--- A string as JSON has it.
-- dkjson's quotestring takes nearly twice as long, and lets bytes pass that are no UTF-8.
function json.quote(value, ascii_only)
  if find(value, '[\1-\31"\\\127-\255]') then
    value = json.escape(gsub(value, '[\1-\31"\\\127]', ESCAPES), ascii_only)
  end
  return '"' .. value .. '"'
end

local quote = json.quote

-- A function that gives an entry as an object on one line.
local function encoder(options)
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
        members[count] = keys[index]
          .. (type(value) == "number" and ("%d"):format(value) or quote(value, ascii_only))
      end
    end
    return "{" .. table.concat(members, ",", 1, count) .. "}"
  end
end

function json.write_array(registry, options, put)
  local encode = encoder(options)
  local separator = "[\n"
  for entry in registry:entries(options.filter) do
    put(separator .. encode(entry))
    separator = ",\n"
  end
  put(separator == "[\n" and "[]\n" or "\n]\n")
end

function json.write_lines(registry, options, put)
  local encode = encoder(options)
  for entry in registry:entries(options.filter) do
    put(encode(entry) .. "\n")
  end
end

return json
