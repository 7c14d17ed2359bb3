-- Counts the entries of a registry, or what it knows of given ports.

local NAMES = require("ianaports.format.chart").NAMES
local PROTOCOLS = require("ianaports.base.protocol").NAMES
local describe = require("ianaports.flow").describe
local ianaports = require "ianaports"
local lacks = require "ianaports.base.lacks"

local summary = {}

-- The names under which entries are counted that have no value, or that the registry knows only
-- in part.
local NONE, UNKNOWN = "none", "unknown"

local function add(counts, name)
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

-- Returns a function that counts an entry by assignee and year.
local function counter_of_entries(registry, counts)
  local lacks_assignee = lacks.test(registry, "assignee")
  local lacks_date = lacks.test(registry, "registration_date")
  return function(entry)
    add(counts.assignee, entry.assignee or lacks_assignee(entry) and UNKNOWN or NONE)
    add(counts.year, (entry.registration_date or ""):match "^%d%d%d%d"
      or lacks_date(entry) and UNKNOWN or NONE)
  end
end

--- Counts the entries of a registry.
function summary.of_registry(registry)
  local counts, total = new(registry, "registry"), 0
  local count_entry = counter_of_entries(registry, counts)
  for entry in registry:entries() do
    total = total + 1
    add(counts.class, entry.port_number and ianaports.port_class(entry.port_number) or NONE)
    add(counts.status, entry.status)
    add(counts.protocol, entry.transport_protocol or NONE)
    count_entry(entry)
  end
  counts.entries = total
  return counts
end

local function uses_in(registry, overlay)
  local rows = {}
  local filter = { unauthorized_use_reported = true, port = true, overlay = overlay }
  for entry in registry:entries(filter) do
    rows[#rows + 1] = {
      port_number = entry.port_number,
      port_last = entry.port_last,
      service_name = entry.service_name,
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

--- Counts ports, each once however often it was seen.
function summary.of_ports(registry, ports)
  local counts = new(registry, "ports")
  local count_entry = counter_of_entries(registry, counts)
  local uses = unauthorized_uses(registry)
  local list, in_part = describe(ports, registry, uses, counts.assignee, counts.year)
  uses:close()
  counts.ports, counts.seen, counts.skipped = #list, 0, ports.skipped or 0
  counts.list, counts.reserved, counts.unassigned, counts.unauthorized = list, {}, {}, {}
  for _, item in ipairs(in_part) do
    count_entry(registry:find(item.port, item.protocol))
  end
  for _, item in ipairs(list) do
    local status = item.status
    counts.seen = counts.seen + item.count
    add(counts.class, item.class)
    add(counts.status, status)
    add(counts.protocol, item.protocol or NONE)
    if status == "reserved" or status == "unassigned" then
      local noted = counts[status]
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
