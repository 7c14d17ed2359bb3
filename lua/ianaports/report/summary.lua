-- Counts the entries of a registry, or what it knows of given ports.

local NAMES = require("ianaports.format.chart").NAMES
local PROTOCOLS = require("ianaports.base.protocol").NAMES
local ianaports = require "ianaports"
local lacks = require "ianaports.base.lacks"

local summary = {}

-- The names under which entries are counted that have no value, or that the registry knows only
-- in part.
local NONE, UNKNOWN = "none", "unknown"

local function add(counts, name)
  name = name or NONE
  counts[name] = (counts[name] or 0) + 1
end

local function new(registry, subject)
  local info = registry:info()
  return {
    subject = subject,
    title = info.title,
    last_updated = info.last_updated,
    known_until = info.lacks and info.lacks.since,
    class = {},
    status = {},
    protocol = {},
    assignee = {},
    year = {},
  }
end

-- Returns a function that counts an entry, or a port by its primary entry, which may be nil.
local function counter(registry, counts)
  local lacks_assignee = lacks.test(registry, "assignee")
  local lacks_date = lacks.test(registry, "registration_date")
  return function(entry, class, status, protocol)
    entry = entry or {}
    add(counts.class, class)
    add(counts.status, status)
    add(counts.protocol, protocol)
    add(counts.assignee, entry.assignee or lacks_assignee(entry) and UNKNOWN)
    add(counts.year, (entry.registration_date or ""):match "^%d%d%d%d"
      or lacks_date(entry) and UNKNOWN)
  end
end

--- Counts the entries of a registry.
function summary.of_registry(registry)
  local counts, total = new(registry, "registry"), 0
  local count = counter(registry, counts)
  for entry in registry:entries() do
    total = total + 1
    local class = entry.port_number and ianaports.port_class(entry.port_number)
    count(entry, class, entry.status, entry.transport_protocol)
  end
  counts.entries = total
  return counts
end

local function uses_in(registry, overlay)
  local rows = {}
  local filter = { unauthorized_use_reported = true, port = true, overlay = overlay }
  for entry in registry:entries(filter) do
    rows[#rows + 1] = {
      service_name = entry.service_name,
      port_number = entry.port_number,
      port_last = entry.port_last,
      transport_protocol = entry.transport_protocol,
      unauthorized_use_reported = entry.unauthorized_use_reported,
    }
  end
  return rows
end

-- A registry of only the entries that report unauthorized use: a look-up finds one at once, though
-- other entries of the port come before it.
local function unauthorized_uses(registry)
  return ianaports.build { overlay = uses_in(registry, true), rows = uses_in(registry, false) }
end

-- Returns a port with what the registry knows of it, and its primary entry. Fields that few ports
-- have are added last: a table that has room for all of them is twice as large.
local function describe(registry, uses, record)
  local port, protocol = record.port, record.protocol
  local entry, class = registry:find(port, protocol), ianaports.port_class(port)
  local use = uses:find(port, protocol)
  local item = {
    port = port,
    protocol = protocol,
    count = record.count or 1,
    hosts = record.hosts,
    class = class,
    status = entry and entry.status or class == "dynamic" and "dynamic" or "unassigned",
  }
  item.services = record.services
  if entry then
    item.service_name = entry.service_name or registry:service_name(port, protocol)
    item.description = entry.description
    item.unauthorized_use_reported = use and use.unauthorized_use_reported
  end
  return item, entry
end

-- By name; none is 0.
local RANKS, RANK_COUNT = { dccp = 1, sctp = 2, tcp = 3, udp = 4 }, 5
local MOST_ITEMS = 2 ^ 32

-- A number by which items of the same count are sorted: port, protocol, index in the list.
local function key_of(item, index)
  return (item.port * RANK_COUNT + (RANKS[item.protocol] or 0)) * MOST_ITEMS + index
end

-- The items by count, the highest first, then by port and protocol. Sorting numbers takes a fifth
-- of the time that it takes to sort items by a function that compares them.
local function most_frequent_first(list)
  local counts, keys, sorted = {}, {}, {}
  for index, item in ipairs(list) do
    local group = keys[item.count]
    if not group then
      group = {}
      keys[item.count], counts[#counts + 1] = group, item.count
    end
    group[#group + 1] = key_of(item, index)
  end
  table.sort(counts)
  for number = #counts, 1, -1 do
    local group = keys[counts[number]]
    table.sort(group)
    for _, key in ipairs(group) do
      sorted[#sorted + 1] = list[key % MOST_ITEMS]
    end
  end
  return sorted
end

--- Counts ports, each once however often it was seen.
function summary.of_ports(registry, ports)
  local counts, seen, list = new(registry, "ports"), 0, {}
  local count = counter(registry, counts)
  local uses = unauthorized_uses(registry)
  for index, record in ipairs(ports) do
    local item, entry = describe(registry, uses, record)
    list[index] = item
    seen = seen + item.count
    count(entry, item.class, item.status, item.protocol)
  end
  uses:close()
  list = most_frequent_first(list)
  counts.ports, counts.seen, counts.skipped = #list, seen, ports.skipped or 0
  counts.list, counts.reserved, counts.unassigned, counts.unauthorized = list, {}, {}, {}
  for _, item in ipairs(list) do
    local noted = counts[item.status]
    if item.status == "reserved" or item.status == "unassigned" then
      noted[#noted + 1] = item
    end
    if item.unauthorized_use_reported then
      table.insert(counts.unauthorized, item)
    end
  end
  return counts
end

-- The share of ports ----------------------------------------------------------------------

-- Dynamic ports are never assigned.
local CLASSES = { { "system", 0, 1023 }, { "user", 1024, 49151 } }

local function count_statuses(registry, first, last, protocol)
  local counts = {}
  for port = first, last do
    local entry = registry:find(port, protocol)
    add(counts, entry and entry.status or "unassigned")
  end
  return counts
end

-- All ports of a registry, by their primary entries.
local function share_of_registry(registry)
  local rows = {}
  for _, class in ipairs(CLASSES) do
    local name, first, last = class[1], class[2], class[3]
    for _, protocol in ipairs(PROTOCOLS) do
      rows[#rows + 1] = {
        class = name,
        protocol = protocol,
        ports = last - first + 1,
        status = count_statuses(registry, first, last, protocol),
      }
    end
  end
  return rows
end

-- The ports of an input, by their class and protocol.
local function share_of_list(list)
  local known, rows = {}, {}
  for _, item in ipairs(list) do
    local class, protocol = item.class, item.protocol or NONE
    local row = known[class .. protocol]
      or { class = class, protocol = protocol, ports = 0, status = {} }
    known[class .. protocol] = row
    row.ports = row.ports + 1
    add(row.status, item.status)
  end
  for _, class in ipairs(NAMES.class) do
    for _, protocol in ipairs(NAMES.protocol) do
      rows[#rows + 1] = known[class .. protocol]
    end
  end
  return rows
end

--- Adds the field `share` to a summary. Counting it takes 200,000 look-ups, so that happens only
-- when the field is first read.
function summary.add_share(counts, registry)
  local counted
  return setmetatable(counts, {
    __index = function(_, key)
      if key == "share" then
        counted = counted
          or counts.list and share_of_list(counts.list) or share_of_registry(registry)
        return counted
      end
    end,
  })
end

return summary
