-- Random queries, and how to ask the module. A query is a plain table: `method`, the name of a
-- registry's method, and `arguments`, an array with `count` items.

local compat = require "spec.support.compat"
local show = require "spec.model.show"

local queries = {}

local LAST_PORT = 65535
local PROTOCOL_SPELLINGS = { "tcp", "udp", "sctp", "dccp", "TCP", "Udp", 6, 17, 33, 132, "6", "017",
  "132", 1, "47", 255 }
local CLASSES = { "system", "user", "dynamic" }
local STATUSES = { "assigned", "reserved", "unassigned", "deregistered" }
local WORDS = { "", "a", "B", "80", "-", "rfc", "unassigned", "alias to", "two lines", "tcp",
  "so", "1-", "a b", "iana", " b ", '"', "\252" }
local PATTERNS = { "*", "", "?", "a*", "*B", "?-?", "*a*b*", "a**", "[*", "C?", "caf?", "x11" }
local DATES = { "1999", "1999-12", "1999-12-31", "2001-02-04", "2020-01-01", "2020-02" }

-- Functions of an entry. They are source, so that a failure can print them.
local WHERES = {
  "function(entry) return entry.port_last ~= nil end",
  "function(entry) return (entry.port_number or 1) % 2 == 0 end",
  'function(entry) return entry.status ~= "assigned" or nil end',
}

local function some_of(random, list)
  if random:chance(50) then
    return random:item(list)
  end
  local chosen = {}
  for index = 1, random:integer(1, 3) do
    chosen[index] = random:item(list)
  end
  return chosen
end

local function boolean(random)
  return random:chance(50)
end

local function from(list)
  return function(random)
    return random:item(list)
  end
end

local function some_from(list)
  return function(random)
    return some_of(random, list)
  end
end

local VALUES = {
  { "protocol", some_from(PROTOCOL_SPELLINGS) },
  { "class", some_from(CLASSES) },
  { "status", some_from(STATUSES) },
  { "service_name", from(PATTERNS) },
  { "text", from(WORDS) },
  { "assignee", from { "a", "[C]", "\195\188", "x", "" } },
  { "contact", from { "[a_b]", "C", "" } },
  { "reference", from { "rfc1", "[RFC22]", "https", "" } },
  { "assignment_notes", from { "alias", "\n", "LEAVE", "" } },
  { "registered_since", from(DATES) },
  { "modified_since", from(DATES) },
  { "unauthorized_use_reported", boolean },
  { "alias", boolean },
  { "port", boolean },
  { "where", function(random)
    return { source_of_function = random:item(WHERES) }
  end },
}

local function filter(random)
  if random:chance(25) then
    return nil
  elseif random:chance(15) then
    return random:item(PROTOCOL_SPELLINGS)
  end
  local drawn = {}
  for _ = 1, random:integer(1, random:chance(30) and 4 or 1) do
    local pair = random:item(VALUES)
    drawn[pair[1]] = pair[2](random)
  end
  return drawn
end

-- Often an existing port or one beside it: the first or last port of a row, or the next one.
local function port(random, random_registry)
  local rows = random:chance(30) and random_registry.overlay or random_registry.rows
  local row = rows[1] and random:item(rows)
  if row and row.port_number and random:chance(85) then
    local near = random:chance(50) and row.port_last or row.port_number
    return math.max(0, math.min(near + random:integer(-1, 1), LAST_PORT))
  end
  return random:item { 0, 1, 49151, 49152, 65535, random:integer(0, LAST_PORT) }
end

local function spelled(random, number)
  if random:chance(10) then
    return random:item { ("%d"):format(number), ("%05d"):format(number) }
  end
  return number
end

local function name(random, names)
  local name_drawn = random:item(names)
  return random:chance(30) and name_drawn:upper() or name_drawn
end

local function protocol(random)
  return random:chance(70) and random:item(PROTOCOL_SPELLINGS) or nil
end

-- Rarely an invalid value, which both sides must refuse.
local function port_argument(random, random_registry)
  return random:chance(1) and random:item { -1, 65536, 1.5, "65536" }
    or spelled(random, port(random, random_registry))
end

local function protocol_argument(random)
  if random:chance(1) then
    return random:item { "ip", "", "tcp ", 256, "256", -1, 1.5, "1.0" }
  end
  return protocol(random)
end

local function interval(random, random_registry)
  local first, last = port(random, random_registry), port(random, random_registry)
  if random:chance(99) then
    first, last = math.min(first, last), math.max(first, last)
  end
  return spelled(random, first), spelled(random, last)
end

local function of_port(random, random_registry)
  return port_argument(random, random_registry), protocol_argument(random)
end

local function of_name(random, _, names)
  return name(random, names), protocol_argument(random)
end

local function of_key(random, random_registry, names)
  if random:chance(60) then
    return of_port(random, random_registry)
  end
  return of_name(random, random_registry, names)
end

local METHODS = {
  { "service_name", of_port },
  { "service_name", of_port },
  { "port_number", of_name },
  { "port_number", of_name },
  { "find", of_key },
  { "find", of_key },
  { "find_all", of_key },
  { "find_all", of_key },
  { "find_all", of_key },
  { "entries", filter },
  { "count", filter },
  { "range", function(random, random_registry)
    local first, last = interval(random, random_registry)
    return first, last, filter(random)
  end },
  { "unassigned", function(random, random_registry)
    if random:chance(20) then
      return nil, nil, protocol(random)
    end
    local first, last = interval(random, random_registry)
    return first, random:chance(90) and last or nil, protocol_argument(random)
  end },
  { "search", function(random, _, names)
    local text = random:chance(50) and random:item(WORDS) or name(random, names)
    return text, filter(random)
  end },
  { "contact", function(random)
    return random:item { "A_B", "[A_B]", "c", "[C]", "[]", "D", "M\252ller", "" }
  end },
  { "contacts", function() end },
  { "info", function() end },
  { "references", function(random, random_registry)
    local row = random_registry.rows[1] and random:item(random_registry.rows)
    return { reference = row and row.reference }
  end },
}

function queries.draw(random, random_registry, names)
  local method = random:item(METHODS)
  local arguments = { method[2](random, random_registry, names) }
  return { method = method[1], arguments = arguments, count = 3 }
end

-- A filter's function is kept as source while the query is drawn, changed and printed.
local function compiled(argument)
  local where = type(argument) == "table" and argument.where
  if not where then
    return argument
  end
  local filled = {}
  for key, value in pairs(argument) do
    filled[key] = value
  end
  filled.where = assert(compat.load("return " .. where.source_of_function, "=where"))()
  return filled
end

-- The arguments of a query as they are passed.
function queries.arguments(query)
  local arguments = {}
  for index = 1, query.count do
    arguments[index] = compiled(query.arguments[index])
  end
  return arguments
end

local function collect(...)
  local list = {}
  for first, second in ... do
    list[#list + 1] = second and { first, second } or first
  end
  return list
end

-- Functions that turn answers into values that can be compared with the model's. Other answers can
-- be compared as they are.
local SHAPES = {
  entries = collect,
  range = collect,
  unassigned = collect,
  contacts = collect,
  port_number = function(port_number, transport)
    return { port_number, transport }
  end,
  info = function(info)
    return { record_count = info.record_count, contact_count = info.contact_count }
  end,
}

-- The module's answer.
function queries.ask(registry, query)
  local arguments = queries.arguments(query)
  local shape = SHAPES[query.method]
  local function call()
    return registry[query.method](registry, compat.unpack(arguments, 1, query.count))
  end
  if shape then
    return shape(call())
  end
  return (call())
end

-- The call as Lua source.
function queries.show(query)
  local last = query.count
  while last > 0 and query.arguments[last] == nil do
    last = last - 1
  end
  local shown = {}
  for index = 1, last do
    shown[index] = show(query.arguments[index])
  end
  return ("registry:%s(%s)"):format(query.method, table.concat(shown, ", "))
end

return queries
