-- Flows as objects in JSON, such as logs of Zeek and Suricata: one on each line, or in an array.
-- Keys are named as the columns of a CSV are.

local columns = require "ianaports.format.columns"
local count_lines = require("ianaports.format.csv").count_lines
local decode = require("ianaports.format.json").decode
local trim = require("ianaports.base.text").trim

local json_flows = {}

json_flows.NAME = "Zeek and Suricata in JSON"

local MOST_LEVELS = 8 -- of objects in a record

-- What programs put around a record.
local WRAPPERS = { _source = true, result = true }

-- Appends the names and the values of an object to two arrays. A name has those of the objects
-- around it before it: "id.resp_p".
local function flatten(object, prefix, names, values, level)
  for name, value in pairs(object) do
    local is_name = type(name) == "string"
    if is_name and type(value) == "table" and level < MOST_LEVELS then
      local inner = WRAPPERS[name] and prefix or prefix .. name .. "."
      flatten(value, inner, names, values, level + 1)
    elseif is_name and type(value) ~= "table" then
      names[#names + 1], values[#values + 1] = prefix .. name, tostring(value)
    end
  end
  return names, values
end

-- Counts the record that begins at a position. Returns the position after it; or nil and a message.
local function read_record(text, position, tally, options)
  local object, after, is_missing = decode(text, position)
  if is_missing then
    tally:refuse("%s", after)
  elseif type(object) ~= "table" then
    return nil, object == nil and after or "no object where a record is expected"
  end
  local names, values = flatten(object, "", {}, {}, 1)
  local found = columns.find(names, options)
  if found then
    columns.count(found, values, tally)
  else
    tally:skip()
  end
  return after
end

-- Where the next record begins: before it are blanks and signs of an array.
local function next_record(text, position)
  return text:find("[^%s,%[%]]", position)
end

-- Counts the records of a line. What follows a record that is wrong is passed over.
local function read_line(line, tally, options)
  local position = next_record(line, 1)
  while position do
    local after, message = read_record(line, position, tally, options)
    if not after then
      return tally:reject("%s", message)
    end
    position = next_record(line, after)
  end
end

-- Whether a listing of ports names them simply "port" or "ports", as scanners do.
local function is_of_scanner(object)
  return type(object.port) == "number" or type(object.port) == "table" or object.ports ~= nil
end

function json_flows.fits(first_line, start)
  local first = first_line:find "^[{%[]" and start:find("{", 1, true)
  if not first then
    return false
  end
  local object, _, is_missing = decode(start, first)
  if is_missing then -- `read` says so
    return start:find '[%l_.]port"%s*:' ~= nil or start:find 'resp_p"%s*:' ~= nil
  end
  return type(object) == "table" and not is_of_scanner(object)
    and columns.find(flatten(object, "", {}, {}, 1), {}) ~= nil
end

--- Counts the ports in a tally. `options` may have the names of the columns `port` and `protocol`.
-- If the first record takes several lines, all must be right: where the next begins is not known
-- otherwise. If it takes one, each of the others does.
function json_flows.read(input, tally, options)
  local text = input:rest()
  local line, position = 1, next_record(text, 1)
  local counted, is_by_line = 1, false
  while position do
    line = line + count_lines(text, counted, position - 1)
    tally.line, counted = line, position
    local stop = text:find("\n", position, true) or #text + 1
    local rest = trim(text:sub(position, stop - 1))
    local after, message
    is_by_line = is_by_line or rest:find "^{" and rest:sub(-3):find "}[%],]*$"
    if is_by_line then -- the last line of a log may be cut off
      read_line(rest, tally, options)
    else
      after, message = read_record(text, position, tally, options)
      if not after then
        tally:refuse("%s", message)
      end
    end
    position = next_record(text, after or stop)
  end
end

return json_flows
