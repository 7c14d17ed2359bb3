-- ianaports free [RANGE]

local failure = require "ianaports.cli.failure"
local formats = require "ianaports.cli.formats"
local options = require "ianaports.cli.options"
local read_number = require "ianaports.cli.number"

local free = {
  summary = "List unassigned ports for a new service.",
  description = "Lists runs of ports that the registry has as unassigned, or single ports with"
    .. " --count. They are candidates: IANA assigns a port on request alone.",
  arguments = {
    {
      name = "RANGE", target = "range", count = "?",
      help = "Where to look: a range, or a list as for nmap -p; 1024-49151 unless given.",
    },
  },
  options = {
    {
      title = "Choice",
      options.PROTOCOL,
      { names = "-n --count", value = "N", help = "Only the first N ports, each on its own." },
    },
    options.ROWS,
    options.GENERAL,
  },
  examples = { "ianaports free 8000-9000 --protocol tcp", "ianaports free --count 3" },
}

local USER_PORTS = "1024-49151"

local CAUTION = "caution: unassigned does not mean unused; have IANA assign a port before you"
  .. " ship it (RFC 6335), one for a service at most (RFC 7605)."

local function read_ranges(text, registry)
  local runs, message, position = require("ianaports.ports").parse(text, registry)
  if not runs then
    local shown = text:gsub("[^ -~]", "?")
    failure.usage("%s\n  %s\n  %s^", message, shown, (" "):rep(position - 1))
  end
  return runs
end

-- Runs as rows of `ports` and how many these are.
local function runs_of(registry, ranges, protocol)
  local rows = {}
  for _, range in ipairs(ranges) do
    for first, last in registry:unassigned(range.first, range.last, range.protocol or protocol) do
      local ports = first == last and ("%d"):format(first) or ("%d-%d"):format(first, last)
      rows[#rows + 1] = { ports = ports, count = last - first + 1 }
    end
  end
  return rows
end

-- Up to `count` single ports as rows of `port`.
local function ports_of(registry, ranges, protocol, count)
  local rows = {}
  for _, range in ipairs(ranges) do
    for first, last in registry:unassigned(range.first, range.last, range.protocol or protocol) do
      for port = first, math.min(last, first + count - #rows - 1) do
        rows[#rows + 1] = { port = port }
      end
    end
  end
  return rows
end

function free.run(session, given)
  local count = read_number("--count", given.count, "a number over 0")
  local registry = session:registry()
  local ranges = read_ranges(given.range or USER_PORTS, registry)
  local rows = count and ports_of(registry, ranges, given.protocol, count)
    or runs_of(registry, ranges, given.protocol)
  formats.write(session, session:format(), count and { "port" } or { "ports", "count" }, rows)
  if #rows == 0 then
    session:say("no port is unassigned there (ports over 49151 are dynamic, and never assigned)")
    return failure.NOTHING
  end
  session:finish()
  session:say("%s", CAUTION)
  return failure.FOUND
end

return free
