-- Checks what must be true of every registry and of every error, whatever was read.

local difference = require "spec.support.difference"
local export = require "ianaports.export"
local ianaports = require "ianaports"
local read_error = require "ianaports.base.read_error"

local check = {}

local NAMED_ENTRIES = 40 -- each is searched for by name and port
local LAST_ASSIGNABLE = 49151

local function collect(...)
  local list = {}
  for item in ... do
    list[#list + 1] = item
  end
  return list
end

local function contains(list, entry)
  for _, other in ipairs(list) do
    if not difference.entry(entry, other) then
      return true
    end
  end
  return false
end

-- Fails if two lists of entries differ.
function check.same(expected, list, what)
  local found = difference.list(expected, list)
  if found then
    error(what .. ": " .. found, 0)
  end
end

-- Checks what load, parse or a reader returned: a registry, with its note if lines were passed
-- over; or nil, a message and its fields. Returns the registry.
function check.result(registry, message, fields)
  if registry ~= nil then
    assert(type(registry) == "userdata", "no registry")
    assert(message == nil or message == registry:info().note, "a registry and a message")
    return registry
  end
  assert(type(message) == "string", "no message")
  assert(read_error.message(fields, "text") == message, message)
  assert(fields.source == "text", fields.source)
  assert(not message:find "%.lua:%d", message) -- an internal error of the reader
  assert(not message:find ": not enough memory$", message)
end

local function check_counts(registry, entries)
  assert(#entries == #registry and #entries == registry:count())
  local info = registry:info()
  assert(info.record_count == #entries)
  assert(info.contact_count == #collect(registry:contacts()))
end

-- Each entry with a port once, by first port and then in order.
local function check_range(registry, entries)
  local expected = {}
  for index, entry in ipairs(entries) do
    if entry.port_number then
      expected[#expected + 1] = { entry = entry, index = index }
    end
  end
  table.sort(expected, function(one, other)
    if one.entry.port_number ~= other.entry.port_number then
      return one.entry.port_number < other.entry.port_number
    end
    return one.index < other.index
  end)
  for index, item in ipairs(expected) do
    expected[index] = item.entry
  end
  check.same(expected, collect(registry:range(0, 65535)), "range")
  assert(registry:count { port = true } == #expected)
end

local function check_unassigned(registry, entries)
  local after, runs = 0, {}
  for first, last in registry:unassigned() do
    assert(after <= first and first <= last and last <= LAST_ASSIGNABLE)
    after = last + 2 -- unassigned port ranges are not adjacent
    runs[#runs + 1] = { first, last }
  end
  for _, entry in ipairs(entries) do
    for _, run in ipairs(entry.port_number and entry.status ~= "unassigned" and runs or {}) do
      assert(run[2] < entry.port_number or run[1] > (entry.port_last or entry.port_number))
    end
  end
end

local function check_port(registry, entry, port)
  for _, protocol in ipairs { false, entry.transport_protocol or "udp" } do
    local found = registry:find_all(port, protocol or nil)
    assert(contains(found, entry), "not found by its port")
    assert(not difference.entry(found[1], registry:find(port, protocol or nil)))
    local name
    for _, other in ipairs(found) do
      name = name or other.service_name
    end
    assert(registry:service_name(port, protocol or nil) == name)
  end
end

local function check_name(registry, entry, name)
  local found = registry:find_all(name)
  assert(contains(found, entry), "not found by its name")
  assert(not difference.entry(found[1], registry:find(name:upper())))
  local port, protocol = registry:port_number(name)
  local first = found[1].port_number and found[1] or {}
  assert(port == first.port_number and protocol == first.transport_protocol)
  if name:find "%S" then
    assert(contains(registry:search(name), entry), "not found by a search")
  end
end

local function check_entry(registry, entry)
  assert(entry.service_name or entry.port_number)
  if entry.port_number then
    check_port(registry, entry, entry.port_number)
    check_port(registry, entry, entry.port_last or entry.port_number)
  end
  if entry.service_name and not entry.service_name:find "^%d+$" then
    check_name(registry, entry, entry.service_name)
  end
  for _, reference in ipairs(registry:references(entry)) do
    assert(reference.text and reference.type)
  end
end

local function check_contacts(registry)
  for contact in registry:contacts() do
    assert(registry:contact(contact.id).id == contact.id)
  end
end

-- Fails if the registry contradicts itself. Returns its entries.
function check.registry(registry)
  local entries = collect(registry:entries())
  check_counts(registry, entries)
  check_range(registry, entries)
  check_unassigned(registry, entries)
  check_contacts(registry)
  for index = 1, math.min(#entries, NAMED_ENTRIES) do
    check_entry(registry, entries[index])
  end
  return entries
end

-- Fails if the registry, written as CSV and read again, differs. Its text must be UTF-8.
function check.written_as_csv(registry, entries)
  local pieces = {}
  assert(export.write(registry, "csv", {
    write = function(_, piece)
      pieces[#pieces + 1] = piece
    end,
  }))
  local again = assert(ianaports.parse(table.concat(pieces), "csv"))
  check.same(entries, collect(again:entries()), "written as CSV and read again")
end

return check
