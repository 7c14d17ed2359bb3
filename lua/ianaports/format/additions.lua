-- What is added to a CSV: the fields of each port, and the server's side.

local array = require "ianaports.base.array"
local either = require("ianaports.base.options").either
local is_in = require("ianaports.base.options").is_in
local trim = require("ianaports.base.text").trim

local additions = {}

--- The names of what can be added for a port.
additions.FIELDS = { "service", "description", "status", "class" }

-- An option that may be a string or an array of them, as an array.
local function list_of(value)
  return type(value) == "table" and value or { value }
end

local function words_of(value)
  if type(value) == "table" then
    return value
  end
  return array.collect(((value or additions.FIELDS[1]) .. ","):gmatch "([^,]*),")
end

-- The fields that an option names, in its order; or nil and what is wrong.
local function read_fields(value)
  local fields, words = {}, words_of(value)
  for index = 1, math.max(#words, 1) do
    local word = trim(words[index] or "")
    local field = word:lower()
    local is_known = is_in(additions.FIELDS, field)
    if not is_known or is_in(fields, field) then
      return nil, {
        option = "add",
        expected = is_known and "each name once" or either(additions.FIELDS),
        got = word,
      }
    end
    fields[index] = field
  end
  return fields
end

--- Reads the options of `annotate.run` for a CSV: returns those of `flows.annotate`; or nil and a
-- table of the `option` that is wrong, what is `expected`, and what it `got`.
function additions.read(options)
  local fields, problem = read_fields(options.add)
  if not fields then
    return nil, problem
  end
  local ports, columns = list_of(options.port_column), list_of(options.column)
  local count = math.max(#ports, 1) * #fields + (options.side and 1 or 0)
  if options.side and #ports ~= 2 then
    problem = { option = "side", expected = "two columns of ports", got = #ports }
  elseif columns[1] and #columns ~= count then
    problem = {
      option = "column",
      expected = count == 1 and "1 name for the new column"
        or ("%d names for the new columns"):format(count),
      got = #columns,
    }
  end
  if problem then
    return nil, problem
  end
  return {
    port = ports[1] and ports or nil,
    protocol = options.protocol_column,
    delimiter = options.delimiter,
    fields = fields,
    unknown = options.unknown,
    side = options.side,
    columns = columns[1] and columns or nil,
  }
end

return additions
