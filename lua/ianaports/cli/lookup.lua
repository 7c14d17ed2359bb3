-- ianaports [lookup] KEY...

local failure = require "ianaports.cli.failure"
local formats = require "ianaports.cli.formats"
local options = require "ianaports.cli.options"

local lookup = {
  summary = "Look up ports, ranges and service names (what is done without a command).",
  description = "Tells what the IANA registry has for ports and service names.",
  arguments = {
    {
      name = "KEY", target = "keys", count = "+",
      help = "A port, a range, a service name, where * and ? match, each with /PROTOCOL where"
        .. " wanted; or a list of them as for nmap -p, such as T:80,443,U:53,-100,60000-,http*;"
        .. " [8000-8100] in brackets: only assigned ports.",
    },
  },
  options = {
    options.ENTRIES,
    { title = "General", options.PROTOCOL, options.REGISTRY, options.HELP, options.VERSION },
  },
  examples = {
    "ianaports 443",
    "ianaports https/tcp 8000-8100 'mysql*'",
    "ianaports --all --protocol udp 53",
    "ianaports --format json T:22,80,U:53",
    "ianaports lookup info           a service that is called like a command",
  },
}

-- Reads a key; where it is malformed, shows at which character.
local function elements(key)
  local list, message, position = require("ianaports.ports").elements(key)
  if not list then
    local shown = key:gsub("[^ -~]", "?")
    failure.usage("%s\n  %s\n  %s^", message, shown, (" "):rep(position - 1))
  end
  return list
end

-- An element as the user wrote it, but for what is given by the context.
local function describe(element, protocol)
  local text = element.name or tostring(element.first)
  if element.kind == "range" then
    text = ("%d-%d"):format(element.first, element.last)
  end
  return protocol and text .. "/" .. protocol or text
end

local function each(list)
  local index = 0
  return function()
    index = index + 1
    return list[index]
  end
end

-- All entries that an element means, whatever their status but where it is in brackets.
local function matches(registry, element, protocol)
  local filter = { protocol = protocol, status = element.registered and "assigned" or nil }
  if element.kind == "pattern" then
    filter.service_name = element.name
    return registry:entries(filter)
  elseif element.kind == "range" or element.registered and element.first then
    return registry:range(element.first, element.last, filter)
  end
  return each(registry:find_all(element.name or element.first, protocol))
end

local function identity(entry)
  local cells = {}
  for _, name in ipairs(require("ianaports.cli.columns").ALL) do
    cells[#cells + 1] = tostring(entry[name])
  end
  cells[#cells + 1] = tostring(entry.port_last)
  return table.concat(cells, "\0")
end

-- Takes in entries that an earlier key has not given. The registry may hold the same row
-- more than once, and then it is shown so.
local function add_new(rows, seen, entries)
  local here, found = {}, false
  for entry in entries do
    found = true
    local key = identity(entry)
    here[key] = (here[key] or 0) + 1
    if here[key] > (seen[key] or 0) then
      seen[key] = here[key]
      rows[#rows + 1] = entry
    end
  end
  return found
end

function lookup.run(session, given)
  local lists = {}
  for index, key in ipairs(given.keys) do
    lists[index] = elements(key)
  end
  local registry = session:registry()
  local rows, seen, missing = {}, {}, {}
  for _, list in ipairs(lists) do
    for _, element in ipairs(list) do
      local protocol = element.protocol or given.protocol
      if not add_new(rows, seen, matches(registry, element, protocol)) then
        missing[#missing + 1] = { element = element, label = describe(element, protocol) }
      end
    end
  end
  formats.write_entries(session, rows)
  for _, miss in ipairs(missing) do
    require("ianaports.cli.suggestion").tell(session, registry, miss.element, miss.label)
  end
  return #rows > 0 and failure.FOUND or failure.NOTHING
end

return lookup
