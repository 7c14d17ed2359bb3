-- Calls the Lua API in any order, with good and bad arguments. Registries are built, asked, closed
-- and collected while their iterators are still in use. The bytes of the input are the program.

local difference = require "spec.support.difference"
local ianaports = require "ianaports"

local unpack = table.unpack or unpack -- luacheck: ignore 143

local SLOTS = 4
local MOST_OPERATIONS = 200
local MOST_CALLS = 64 -- of where functions, in one operation

local STRINGS = {
  "", "http", "HTTP", "ab", "a-b", "x*", "?*", "*", "80", "65535", "65536", "tcp", "UDP", "sctp",
  "dccp", "icmp", "system", "dynamic", "assigned", "reserved", "Unassigned", "IANA Reserved",
  "Removed on", "2001", "2001-02", "2001-02-03", "2001-13", "[RFC6335][RFC1]", "[A_B]", "A_B",
  'This entry is an alias to "http"', 'This is a duplicate of the "ab" service', "mailto:a&b",
  "two\nlines", "caf\195\169", "\255", "a\0b", "Reserved", "%n%s", "http ab",
}
local NUMBERS = { 0, 1, 6, 17, 33, 80, 132, 49151, 49152, 65535, 65536, -1, 0.5, 2 ^ 53, -2 ^ 63,
  1 / 0, -1 / 0, 0 / 0 }
local FIRST_ROWS = {
  { service_name = "http", port_number = 80, transport_protocol = "tcp" },
  { service_name = "ab", port_number = 10, port_last = 90, description = "Unassigned" },
  { port_number = 6, port_last = 17, description = "Reserved", transport_protocol = "udp" },
  { service_name = "a-b" },
}
local COLUMNS = { "service_name", "description", "assignee", "contact", "registration_date",
  "modification_date", "reference", "service_code", "unauthorized_use_reported",
  "assignment_notes", "transport_protocol" }
local FILTER_KEYS = { "protocol", "class", "status", "service_name", "text", "assignee", "contact",
  "reference", "assignment_notes", "registered_since", "modified_since",
  "unauthorized_use_reported", "alias", "port", "overlay", "where", "none" }

-- The errors that may occur: a bad argument, Lua's own for a value of the wrong type, a closed
-- registry, and those of the where functions below.
local EXPECTED = { "bad argument #", "a closed registry", "where raises", "called enough",
  "attempt to yield", "calling '.*' on bad self" }

-- The input as numbers, items and values ---------------------------------------------

local Input = {}
Input.__index = Input

function Input:byte()
  self.position = self.position + 1
  return self.text:byte(self.position) or 0
end

function Input:item(list)
  return list[self:byte() % #list + 1]
end

function Input:chance(percent)
  return self:byte() % 100 >= 100 - percent -- never, once the input has ended
end

function Input:string()
  if not self:chance(20) then
    return self:item(STRINGS)
  end
  local length = self:byte() % 24
  self.position = self.position + length
  return self.text:sub(self.position - length + 1, self.position)
end

function Input:port()
  if self:chance(70) then
    return self:byte() % 100
  end
  return (self:byte() * 256 + self:byte()) % 65536
end

local values = {
  function() end, -- nothing
  function(input) return input:chance(50) end,
  function(input) return input:item(NUMBERS) end,
  function(input) return input:port() end,
  function(input) return input:string() end,
  function(input) return { input:string(), input:item(NUMBERS) } end,
  function() return print end,
  function() return coroutine.create(print) end,
  function(_, machine) return machine.registries[1] end,
  function() return io.stdout end,
}

function Input:value(machine)
  return self:item(values)(self, machine)
end

local function port_text(input)
  return tostring(input:port())
end

function Input:key(machine)
  if self:chance(8) then
    return self:value(machine)
  end
  return self:item { Input.port, port_text, Input.string }(self)
end

function Input:protocol(machine)
  if self:chance(8) then
    return self:value(machine)
  end
  return self:item { "tcp", "udp", "sctp", "dccp", 6, 17, 132, 33, "17", 1, "255", false } or nil
end

-- Filters ----------------------------------------------------------------------------

local where = {
  function(entry) return entry.port_number end,
  function(entry) return not entry.service_name end,
  function(entry)
    entry.service_name, entry[1] = nil, entry
    return true
  end,
  function() error "where raises" end,
  function() coroutine.yield() end,
  function() collectgarbage() end,
  function(_, machine) machine:close() end,
  function(_, machine)
    machine:close()
    return true
  end,
  function(_, machine)
    machine:step()
    return true
  end,
  function(entry, machine)
    return machine.registry:find(entry.port_number or entry.service_name)
  end,
}

local function where_function(input, machine)
  local f, calls = input:item(where), 0
  return function(entry)
    calls = calls + 1
    if calls > MOST_CALLS then
      error "called enough"
    end
    return f(entry, machine)
  end
end

local function filter_value(input, machine, key)
  if input:chance(8) then
    return input:value(machine)
  elseif key == "where" then
    return where_function(input, machine)
  elseif key == "alias" or key == "port" or key == "overlay"
    or key == "unauthorized_use_reported" then
    return input:chance(50)
  end
  return input:chance(80) and input:string() or { input:string(), input:string() }
end

function Input:filter(machine)
  if self:chance(30) then
    return self:protocol(machine)
  end
  local filter = {}
  for _ = 1, self:byte() % 4 do
    local key = self:item(FILTER_KEYS)
    filter[key] = filter_value(self, machine, key)
  end
  return filter
end

-- Rows -------------------------------------------------------------------------------

local function row(input, machine)
  local made = { service_name = input:chance(70) and input:string() or nil }
  if input:chance(80) then
    made.port_number = input:port()
    made.port_last = input:chance(30) and math.min(made.port_number + input:byte(), 65535) or nil
  end
  for _ = 1, input:byte() % 4 do
    made[input:item(COLUMNS)] = input:string()
  end
  if input:chance(60) then
    made.transport_protocol = input:item { "tcp", "udp", "sctp", "dccp", 6 }
  end
  if input:chance(4) then
    made[input:string()] = input:value(machine)
  end
  return made
end

local function rows(input, machine)
  local list = {}
  for index = 1, input:byte() % 12 do
    list[index] = row(input, machine)
  end
  if not input:chance(30) then
    return list
  end
  local index = 0
  return function() -- an iterator instead of an array
    index = index + 1
    if input:chance(10) then
      collectgarbage "step"
    end
    return list[index]
  end
end

local function contacts(input)
  local list = {}
  for index = 1, input:byte() % 3 do
    list[index] = { id = input:string(), uri = input:string(), name = input:string() }
  end
  return list
end

-- The machine: registries in slots, of which one is asked, and iterators --------------

local Machine = {}
Machine.__index = Machine

function Machine:close()
  self.registry:close()
end

-- Steps the newest iterator.
function Machine:step()
  local iterator = self.iterators[#self.iterators]
  return iterator and iterator()
end

local function put(machine, registry)
  assert(#registry == registry:count())
  machine.registry = registry
  table.insert(machine.registries, 1, registry)
  machine.registries[SLOTS + 1] = nil
end

local function keep(machine, iterator)
  table.insert(machine.iterators, iterator)
  if #machine.iterators > SLOTS then
    table.remove(machine.iterators, 1)
  end
end

local function check_same_entry(one, other)
  assert(not difference.entry(one, other), "find and find_all differ")
end

local operations = {
  function(input, machine)
    put(machine, ianaports.build {
      rows = rows(input, machine),
      overlay = input:chance(30) and rows(input, machine) or nil,
      contacts = input:chance(30) and contacts(input) or nil,
      info = input:chance(20) and {
        title = input:string(),
        sources = { input:string() },
        lacks = { since = input:string(), columns = { "contact", "reference" }, contacts = true },
      } or nil,
    })
  end,
  function(input, machine)
    local text = input:string() .. " " .. input:port() .. "/tcp\n"
    local registry = ianaports.parse(text, "services")
    if registry then
      put(machine, registry)
    end
  end,
  function(input, machine)
    machine.registry = machine.registries[input:byte() % #machine.registries + 1]
  end,
  function(_, machine)
    machine.registry = ianaports.bundled
  end,
  function(_, machine)
    machine:close()
  end,
  function(_, machine) -- drops what may be the last reference, while iterators remain
    machine.registries = {}
    put(machine, ianaports.build { rows = FIRST_ROWS })
  end,
  function()
    collectgarbage()
  end,
  function(input)
    collectgarbage(input:item { "step", "incremental", "generational" })
  end,
  function(input, machine)
    local key, protocol = input:key(machine), input:protocol(machine)
    check_same_entry(machine.registry:find_all(key, protocol)[1],
      machine.registry:find(key, protocol))
  end,
  function(input, machine)
    machine.registry:service_name(input:key(machine), input:protocol(machine))
  end,
  function(input, machine)
    machine.registry:port_number(input:key(machine), input:protocol(machine))
  end,
  function(input, machine)
    keep(machine, machine.registry:entries(input:filter(machine)))
  end,
  function(input, machine)
    keep(machine, machine.registry:range(input:port(), input:port(), input:filter(machine)))
  end,
  function(input, machine)
    keep(machine, machine.registry:unassigned(input:port(), input:port(), input:protocol(machine)))
  end,
  function(input, machine)
    keep(machine, machine.registry:contacts())
    machine.registry:contact(input:string())
  end,
  function(input, machine)
    for _ = 0, input:byte() % 8 do
      machine:step()
    end
  end,
  function(input, machine)
    local filter = input:filter(machine)
    local count = machine.registry:count(filter)
    assert(count >= 0 and count <= #machine.registry)
  end,
  function(input, machine)
    local found = machine.registry:search(input:string(), input:filter(machine))
    assert(#found <= #machine.registry)
  end,
  function(input, machine)
    local entry = machine.registry:find(input:key(machine)) or { reference = input:string() }
    machine.registry:references(entry)
    machine.registry:references(input:value(machine))
  end,
  function(_, machine)
    assert(machine.registry:info().record_count == #machine.registry)
    assert(type(tostring(machine.registry)) == "string")
  end,
  function(input, machine) -- in a coroutine that may never finish its iterator
    local filter = input:filter(machine)
    coroutine.wrap(function()
      for _ in machine.registry:entries(filter) do
        coroutine.yield()
      end
    end)()
  end,
  function(input, machine) -- any function, with any arguments
    local names = { "find", "find_all", "service_name", "port_number", "entries", "range",
      "unassigned", "count", "search", "contact", "info", "references", "port_class",
      "check_service_name", "registered_name", "common_names", "build", "parse" }
    local arguments = {}
    for index = 1, input:byte() % 4 do
      arguments[index] = input:value(machine)
    end
    ianaports[input:item(names)](unpack(arguments, 1, 3))
  end,
  function(input, machine) -- methods called on other values than registries
    local method = machine.registry[input:item { "find", "count", "close", "info" }]
    method(input:value(machine), input:value(machine))
  end,
}

local function is_expected(message)
  for _, pattern in ipairs(EXPECTED) do
    if message:find(pattern) then
      return true
    end
  end
  return false
end

return function(text)
  local input = setmetatable({ text = text, position = 0 }, Input)
  local machine = setmetatable({ iterators = {}, registries = {} }, Machine)
  put(machine, ianaports.build { rows = FIRST_ROWS })
  for _ = 1, MOST_OPERATIONS do
    if input.position >= #text then
      break
    end
    local done, message = pcall(input:item(operations), input, machine)
    if not done and not (type(message) == "string" and is_expected(message)) then
      error(message, 0)
    end
  end
  pcall(collectgarbage, "incremental") -- as the next input must find it
end
