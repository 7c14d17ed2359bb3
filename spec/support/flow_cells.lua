-- What the cells of a flow say, read by patterns: the independent counterpart of src/flow/cell.c.

local protocols = require "ianaports.base.protocol"
local trim = require("ianaports.base.text").trim

local flow_cells = {}

local find, lower, match = string.find, string.lower, string.match

-- What stands in a cell without a value.
local EMPTY = {}
for _, word in ipairs {
  "", "-", "*", "?", ".", "any", "n/a", "na", "nan", "none", "null", "nil", "unknown", "undefined",
  "failed", "(empty)", "(null)",
} do
  EMPTY[word] = true
end

-- Lines of "-" are below the header of a table.
local function is_empty(word)
  return not find(word, "^%d") and (EMPTY[lower(word)] or find(word, "^:?%-+:?$") ~= nil)
end

-- "443.0", as programs write that take a column for floats, is "443".
local function without_fraction(word)
  return match(word, "^(%d+)%.0+$") or word
end

-- Azure has the first letters of tcp and udp.
local LETTERS = { t = "tcp", u = "udp" }

-- The protocol's name in the registry; or nil. It may be written with the version of IP ("tcp6"),
-- or with both name and number ("TCP (6)").
local function protocol_of(text)
  local word = lower(trim(text))
  word = without_fraction(match(word, "^(%w+) *%(") or word)
  return protocols.of(word) or protocols.of(match(word, "^(%a+)[46]+$") or "") or LETTERS[word]
end

local PORT_FIRST = { "^(%d+) */ *(%a+%d?)$", "^(%d+) *%([^()]*%) */ *(%a+%d?)$" }
local PROTOCOL_FIRST = "^(%a+%d?)[/:](%d+)$"

-- A port, and its protocol if the word has it too, as in "443/tcp", "tcp/443" or "443 (https) /
-- tcp".
local function split_port(word)
  for _, pattern in ipairs(PORT_FIRST) do
    local port, protocol = match(word, pattern)
    if protocol and protocol_of(protocol) then
      return port, protocol_of(protocol)
    end
  end
  local protocol, port = match(word, PROTOCOL_FIRST)
  if protocol and protocol_of(protocol) then
    return port, protocol_of(protocol)
  end
  return without_fraction(word)
end

-- Reduces the text of the column `key` to what tells records apart: the name of a protocol; a
-- port, if the column holds ports; "" for anything else.
local function reduce(found, key)
  if not found.own then
    return protocol_of(key) or ""
  end
  local word = trim(key)
  return is_empty(word) and "" or word
end

-- What the cells of a record say. `found` is what columns.find returns; `key` is nil if there is
-- no such column. Returns the port, a word, and its protocol or nil; or nil if the record has no
-- port of the registry's protocols; and the cell that the port is from.
function flow_cells.read(found, text, key)
  local source, of_key = text, key
  key = key and reduce(found, key)
  local protocol = found.own or key
  if found.own and key and key ~= "" then
    source, text, protocol = of_key, key, "tcp"
  end
  local word, other = text, nil
  if not find(text, "^%d+$") then
    word, other = split_port(trim(text))
  end
  protocol = protocol ~= "" and protocol or other
  if key and not protocol or is_empty(word) or found.ignores_zero and find(word, "^0+$") then
    return nil
  end
  return word, protocol, source
end

--- The text of a cell without blanks around it, or nil if it is a word for nothing.
function flow_cells.value(text)
  local word = trim(text)
  return not is_empty(word) and word or nil
end

return flow_cells
