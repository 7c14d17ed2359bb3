-- ianaports free [RANGE]

local array = require "ianaports.base.array"
local columns = require "ianaports.cli.columns"
local failure = require "ianaports.cli.failure"
local formats = require "ianaports.cli.formats"
local options = require "ianaports.cli.options"

local free = {
  summary = "List unassigned ports for a new service.",
  description = "Lists port ranges that the registry has as unassigned, or single ports with"
    .. " --count. They are candidates: only IANA assigns a port, on request.",
  arguments = {
    {
      name = "RANGE", target = "range", count = "?",
      help = "Where to look: a range, or a list as for nmap -p. Default: 1024-49151.",
    },
  },
  options = {
    {
      title = "Choice",
      options.PROTOCOL,
      { names = "-n --count", value = "N", help = "Only the first N ports, one on each line." },
      { names = "--contiguous", help = "With --count, N ports in a row." },
    },
    options.ROWS,
    options.GENERAL,
  },
  examples = {
    "ianaports free 8000-9000 --protocol tcp",
    "ianaports free --count 3 --contiguous",
  },
}

local USER_PORTS = "1024-49151"

local CAUTION = "caution: unassigned does not mean unused; have IANA assign a port before you"
  .. " ship it (RFC 6335), one for a service at most (RFC 7605)."

local MAX_HOLDERS = 5 -- that are named if no port is unassigned

-- JSON has the first and the last port as numbers.
local COLUMNS = { json = { "first", "last", "count" } }
COLUMNS.jsonl = COLUMNS.json

-- Rows of ports, and of how many they are.
local function add_range(rows, first, last)
  rows[#rows + 1] = {
    ports = columns.ports(first, last > first and last or nil),
    first = first, last = last, count = last - first + 1,
  }
end

-- Rows of a single `port`, up to `count` of them.
local function add_ports(rows, first, last, count)
  for port = first, math.min(last, first + count - #rows - 1) do
    rows[#rows + 1] = { port = port }
  end
end

-- The same for `count` ports in a row.
local function add_contiguous(rows, first, last, count)
  if last - first + 1 >= count then
    add_ports(rows, first, last, count)
  end
end

-- Calls add(first, last) for the ports of a range that are unassigned for each of its protocols
-- from `index` on; for all protocols if it has none.
local function each_range(registry, range, index, add)
  for first, last in registry:unassigned(range.first, range.last, range.protocols[index]) do
    if range.protocols[index + 1] then
      local part = { first = first, last = last, protocols = range.protocols }
      each_range(registry, part, index + 1, add)
    else
      add(first, last)
    end
  end
end

-- What has the ports of the ranges: "443 https", "1023 reserved".
local function holders_of(registry, ranges)
  local holders = {}
  for _, range in ipairs(ranges) do
    local filter = { protocol = range.protocols[1] and range.protocols }
    for entry in registry:range(range.first, range.last, filter) do
      if entry.status ~= "unassigned" then
        holders[#holders + 1] = columns.cell(entry, "port_number") .. " "
          .. (entry.service_name or entry.description or entry.status)
      end
    end
  end
  return array.unique(holders)
end

-- Why there is no row.
local function reason(registry, ranges, count)
  local runs, holders = {}, holders_of(registry, ranges)
  for _, range in ipairs(ranges) do
    each_range(registry, range, 1, function(first, last)
      add_range(runs, first, last)
    end)
  end
  if runs[1] then
    table.sort(runs, array.by("count", "first"))
    local longest = runs[#runs]
    return ("no %d ports in a row are unassigned there; the most are %d, %s"):format(count,
      longest.count, longest.ports)
  elseif not holders[1] then
    return ("no port is unassigned there (%s)"):format(require("ianaports.cli.notice").DYNAMIC)
  end
  local more = #holders - MAX_HOLDERS
  return ("no port is unassigned there: %s%s"):format(
    table.concat(holders, ", ", 1, math.min(#holders, MAX_HOLDERS)),
    more > 0 and (" and %d more"):format(more) or "")
end

-- The ranges to look in, each with the protocols that count.
local function ranges_of(registry, given)
  local read = require("ianaports.ports").parse
  return array.map(options.ports(read, given.range or USER_PORTS, registry), function(range)
    range.protocols = range.protocol and { range.protocol } or given.protocol or {}
    return range
  end)
end

function free.run(session, given)
  local count = options.number("--count", given.count, "a number over 0")
  if given.contiguous and not count then
    failure.usage "--contiguous requires --count"
  end
  local add = given.contiguous and add_contiguous or count and add_ports or add_range
  local registry, rows = session:registry(), {}
  local ranges = ranges_of(registry, given)
  for _, range in ipairs(ranges) do
    each_range(registry, range, 1, function(first, last)
      add(rows, first, last, count)
    end)
  end
  formats.write(session, count and { "port" } or COLUMNS[session:format()] or { "ports", "count" },
    rows)
  if #rows == 0 then
    session:say("%s", reason(registry, ranges, count))
  else
    session:finish()
    session:say("%s", CAUTION)
  end
  return #rows > 0
end

return free
