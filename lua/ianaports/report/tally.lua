-- What a form has read of an input: its ports and how often each occurs, how many records have no
-- port, and what is wrong with its lines.

local array = require "ianaports.base.array"
local RANKS = require("ianaports.base.protocol").RANKS
local ianaports = require "ianaports"
local plural = require("ianaports.format.chart").plural
local port_of = require("ianaports.format.port").of
local quote = require("ianaports.base.text").quote
local read_error = require "ianaports.base.read_error"

local Tally = {}
Tally.__index = Tally

local tally = {}

local no_port = require("ianaports.flow").no_port
local SEVERAL = "service %s has several ports: %s; most programs write numbers if called with -n"

local MOST_WARNINGS = 10
local MOST_COUNT = 1099511627776 -- 2^40
local MOST = { hosts = 256, services = 16 } -- of a port
local MOST_KEPT = 1000000 -- hosts and services of all ports together
local LONGEST = 255 -- bytes of a host (RFC 1035, section 2.3.4) or of a service

--- How much is kept of hosts, for what counts ports itself.
Tally.LIMITS = { hosts = MOST.hosts, all_hosts = MOST_KEPT, longest = LONGEST }
local MOST_NAMES = 4096 -- whose ports are remembered

local function key_of(port, protocol)
  return (protocol or "") .. port
end

--- A tally of nothing. The registry resolves names of services.
function tally.new(registry)
  return setmetatable({
    line = 1,
    before = 0, -- how many lines of the input come before those that are read
    list = {}, -- records of ports
    known = {}, -- the same by protocol and port
    names = {}, -- the ports of names
    name_count = 0,
    sets = {}, -- the values of `hosts` and `services` of each record
    kept = 0, -- how many hosts and services all records have together
    skipped = 0,
    warnings = {},
    registry = registry,
  }, Tally)
end

--- Refuses the whole input, because of the current line.
function Tally:refuse(message, ...)
  error(read_error.new(message:format(...), self.line), 0)
end

--- The current line is wrong. It becomes a warning, and the lines after it are still read.
function Tally:reject(message, ...)
  local warnings = self.warnings
  warnings.count = (warnings.count or 0) + 1
  if warnings.count <= MOST_WARNINGS then
    warnings[#warnings + 1] = { self.before + self.line, message:format(...) }
  end
end

--- Counts a record that has no port of the registry's protocols.
function Tally:skip()
  self.skipped = self.skipped + 1
end

-- The ports of a service. If the registry has none of that name, it is the port where a service of
-- that name usually is: systems have names that are not IANA's.
local function ports_of(registry, name, protocol)
  local list = {}
  for _, entry in ipairs(registry:find_all(name, protocol)) do
    list[#list + 1], list[#list + 2] = entry.port_number, entry.port_last
  end
  list[1] = list[1] or select(2, ianaports.registered_name(name))
  return array.unique(list)
end

-- The port of a service; or nil and its ports, of which there are none or several.
function Tally:resolve(name, protocol)
  local key = name .. "/" .. (protocol or "")
  local list = self.names[key]
  if not list then
    if self.name_count == MOST_NAMES then
      self.names, self.name_count = {}, 0
    end
    list = ports_of(self.registry, name, protocol)
    self.names[key], self.name_count = list, self.name_count + 1
  end
  return not list[2] and list[1] or nil, list
end

local function set_of(list)
  local set = {}
  for _, value in ipairs(list) do
    set[value] = true
  end
  return set
end

-- Adds a value to a field of a record, unless the value is there, or there is no room for it.
function Tally:keep(record, field, value)
  local list = record[field] or {}
  local set = self.sets[list] or set_of(list)
  if set[value] or #list == MOST[field] or #value > LONGEST then
    return
  elseif self.kept == MOST_KEPT then
    self.is_full = true
    return
  end
  record[field], self.sets[list], self.kept = list, set, self.kept + 1
  list[#list + 1], set[value] = value, true
end

-- Adds to the count of a port. Returns its record.
function Tally:increase(port, protocol, count)
  local key = key_of(port, protocol)
  local record = self.known[key]
  if not record then
    record = { port = port, protocol = protocol, count = 0 }
    self.known[key], self.list[#self.list + 1] = record, record
  end
  record.count = math.min((record.count or 1) + count, MOST_COUNT)
  return record
end

-- What is wrong with a word that is no port, but may be the name of several.
local function complaint(word, others)
  return others[1] and SEVERAL:format(quote(word), table.concat(others, ", "))
    or no_port(word)
end

--- The port of a service that the registry knows; or nil, and the line is rejected.
function Tally:port_of_name(name, protocol)
  local port, others = self:resolve(name, protocol)
  if not port then
    self:reject("%s", complaint(name, others))
  end
  return port
end

--- Counts a port: digits, or the name of a service that the registry knows. The protocol is its
-- name in the registry, or nil. `found` may have the `host` that has the port, and the `service`
-- that was detected there. Returns true; or nil and what is wrong if the word is no port.
function Tally:add(word, protocol, found)
  local port, others = port_of(word), {}
  if not port and word:find "%a" then
    port, others = self:resolve(word, protocol)
  end
  if not port then
    return nil, complaint(word, others)
  end
  local record = self:increase(port, protocol, 1)
  if found and found.host then
    self:keep(record, "hosts", found.host)
  end
  if found and found.service then
    self:keep(record, "services", found.service)
  end
  return true
end

--- Counts a port, or rejects the line if the word is none.
function Tally:count(word, protocol, found)
  local added, message = self:add(word, protocol, found)
  if not added then
    self:reject("%s", message)
  end
end

--- Takes what the core has counted of the whole input, in order (src/lua/flow_count.c). Messages
-- that are empty there are those of `port_of_name`.
function Tally:take(counted)
  local own, index = self.warnings, 0
  self.list, self.skipped, self.is_full = counted, counted.skipped, counted.is_full
  self.is_sorted = true
  self.warnings = array.map(counted.errors, function(message)
    index = index + (message[2] == "" and 1 or 0)
    return message[2] == "" and own[index] or message
  end)
  self.warnings.count = counted.wrong
end

--- Adds a record of a port as a whole.
function Tally:merge(record)
  local own = self:increase(record.port, record.protocol, record.count)
  for field in pairs(MOST) do
    for _, value in ipairs(record[field] or {}) do
      self:keep(own, field, value)
    end
  end
end

-- The results ---------------------------------------------------------------------------------

-- Messages about an input that was read in a form.
local function messages_of(self, form, source)
  local messages = {}
  for index, warning in ipairs(self.warnings) do
    messages[index] = ("%s:%d: %s"):format(source, warning[1], warning[2])
  end
  local more = (self.warnings.count or 0) - #messages
  if more > 0 then
    messages[#messages + 1] = ("%s: and %s"):format(source, plural(more, "more line", "more lines"))
  end
  if not self.list[1] then
    messages[#messages + 1] = ("%s: no port was found; looked for %s, as these write them: %s")
      :format(source, form.COUNTED or "ports", form.NAME)
  end
  return messages
end

local function comes_before(one, other)
  if one.port ~= other.port then
    return one.port < other.port
  end
  return (RANKS[one.protocol] or 0) < (RANKS[other.protocol] or 0)
end

-- Adds the records to those of a list. Returns whether all their hosts and services are kept.
local function merge(records, list)
  local whole = tally.new()
  whole.list = list
  for _, record in ipairs(list) do
    whole.known[key_of(record.port, record.protocol)] = record
    whole.kept = whole.kept + #(record.hosts or {}) + #(record.services or {})
  end
  for _, record in ipairs(records) do
    whole:merge(record)
  end
  return not whole.is_full
end

--- Adds what was read to a list of records, which may be empty, and returns the list. Its field
-- `skipped` counts records without a port; `warnings` are messages about what is wrong.
function Tally:add_to(list, form, source)
  local is_sorted = self.is_sorted and not list[1]
  if not list[1] then
    array.append(list, self.list)
  elseif not merge(self.list, list) then
    self.is_full = true
  end
  local messages = messages_of(self, form, source)
  if self.is_full then
    messages[#messages + 1] = ("%s: %d hosts are kept; more are left out"):format(source, MOST_KEPT)
  end
  if not is_sorted then
    table.sort(list, comes_before)
  end
  list.skipped = (list.skipped or 0) + self.skipped
  list.warnings = array.append(list.warnings or {}, messages)
  list.warnings = list.warnings[1] and list.warnings or nil
  return list
end

return tally
