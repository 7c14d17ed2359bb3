-- ianaports free [RANGE]

local columns = require "ianaports.cli.columns"
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
    },
    options.ROWS,
    options.GENERAL,
  },
  examples = { "ianaports free 8000-9000 --protocol tcp", "ianaports free --count 3" },
}

local USER_PORTS = "1024-49151"

local CAUTION = "caution: unassigned does not mean unused; have IANA assign a port before you"
  .. " ship it (RFC 6335), one for a service at most (RFC 7605)."

-- Rows of `ports` and of their `count`.
local function add_range(rows, first, last)
  rows[#rows + 1] = {
    ports = columns.ports(first, last > first and last or nil),
    count = last - first + 1,
  }
end

-- Rows of a single `port`, up to `count` of them.
local function add_ports(rows, first, last, count)
  for port = first, math.min(last, first + count - #rows - 1) do
    rows[#rows + 1] = { port = port }
  end
end

-- Calls add(first, last) for the ranges of ports that are unassigned for each of the protocols from
-- `index` on; for all protocols if there are none.
local function each_range(registry, first, last, protocols, index, add)
  for low, high in registry:unassigned(first, last, protocols[index]) do
    if protocols[index + 1] then
      each_range(registry, low, high, protocols, index + 1, add)
    else
      add(low, high)
    end
  end
end

function free.run(session, given)
  local count = options.number("--count", given.count, "a number over 0")
  local add = count and add_ports or add_range
  local registry, rows = session:registry(), {}
  local read = require("ianaports.ports").parse
  for _, range in ipairs(options.ports(read, given.range or USER_PORTS, registry)) do
    local protocols = range.protocol and { range.protocol } or given.protocol or {}
    each_range(registry, range.first, range.last, protocols, 1, function(first, last)
      add(rows, first, last, count)
    end)
  end
  formats.write(session, count and { "port" } or { "ports", "count" }, rows)
  if #rows == 0 then
    session:say("no port is unassigned there (%s)", require("ianaports.cli.notice").DYNAMIC)
  else
    session:finish()
    session:say("%s", CAUTION)
  end
  return #rows > 0
end

return free
