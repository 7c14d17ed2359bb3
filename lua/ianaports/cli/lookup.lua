-- ianaports [lookup] KEY...

local array = require "ianaports.base.array"
local fields = require "ianaports.base.fields"
local formats = require "ianaports.cli.formats"
local options = require "ianaports.cli.options"

local lookup = {
  summary = "Look up ports, ranges and service names (the default command).",
  description = "Shows what the IANA registry has for ports and service names.",
  arguments = {
    {
      name = "KEY", target = "keys", count = "+",
      help = "A port, a range, or a service name, in which * and ? match; each may end in"
        .. " /PROTOCOL. Or a list of them as for nmap -p, such as"
        .. " T:80,443,U:53,-100,60000-,http*; brackets as in [8000-8100] mean assigned ports only."
        .. " Addresses and URLs with a port, and names as _ipp._tcp, may be pasted as they are."
        .. " A protocol before a port, as T: or TCP, holds for the rest of its KEY; alone, for all"
        .. " KEYs that follow: TCP 22 80.",
    },
  },
  options = {
    options.ENTRIES,
    { title = "General", options.PROTOCOL, options.REGISTRY, options.OVERLAY,
      options.HELP, options.VERSION },
  },
  examples = {
    "ianaports 443",
    "ianaports https/tcp 8000-8100 'mysql*'",
    "ianaports --all --protocol udp 53",
    "ianaports --format json T:22,80,U:53",
    "ianaports https://example.com:8443/ [::1]:443 _ipp._tcp.example.com",
    "ianaports lookup info           a service that is called like a command",
  },
}

-- An element as the user may have written it, with its protocol.
local function describe(element, protocol)
  local ports = element.kind == "range" and "%d-%d" or "%d"
  local text = element.name or ports:format(element.first, element.last)
  return protocol and text .. "/" .. protocol or text
end

-- All entries that an element means, whatever their status; in brackets only assigned ones.
local function matches(registry, element, protocol)
  local filter = { protocol = protocol, status = element.registered and "assigned" or nil }
  if element.kind == "pattern" then
    filter.service_name = element.name
    return registry:entries(filter)
  elseif element.kind == "range" or element.registered and element.first then
    return registry:range(element.first, element.last, filter)
  end
  return array.each(registry:find_all(element.name or element.first, protocol))
end

local function identity(entry)
  return table.concat(array.map(fields.ALL, function(name)
    return tostring(entry[name])
  end), "\0")
end

-- Adds the entries that no earlier key has added. If the registry has the same row twice, it is
-- shown twice. Returns whether there are any entries.
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
  local ports = require "ianaports.ports"
  local elements = options.ports(ports.elements, table.concat(given.keys, "\n"))
  local registry = session:registry()
  local rows, seen, found = {}, {}, {}
  for index, element in ipairs(elements) do
    local protocol = element.protocol or given.protocol
    found[index] = add_new(rows, seen, matches(registry, element, protocol))
  end
  formats.write_entries(session, registry, rows)
  local notice = require "ianaports.cli.notice"
  for index, element in ipairs(elements) do
    if not found[index] then
      local label = describe(element, element.protocol or given.protocol)
      notice.not_registered(session, registry, element, label)
    elseif element.name then
      notice.registered(session, registry, element.name)
    end
  end
  return #rows > 0
end

return lookup
