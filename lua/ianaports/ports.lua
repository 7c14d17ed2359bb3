--- Lists of ports, as Nmap's option `-p` takes them and as people paste them.
--
-- A list is one or more elements with commas or spaces between them:
--
--   - `80`, `6000-6063`; `-100` from port 1, `60000-` up to 65535, `-` both
--   - `http`, or `http*` and `mysql?` with `*` and `?` as in a shell: the ports that the registry
--     has for the name
--   - `[8000-8100]`, brackets around elements: only the ports that the registry assigns
--   - `T:`, `U:`, `S:` before an element: it and all that follow are for TCP, UDP or SCTP; `D:` is
--     for DCCP, which Nmap does not scan. `tcp:` and `TCP 443` mean the same. In a list of several
--     lines, they hold to the end of their line, unless they are alone on it
--   - `443/udp`, `http/tcp`: a protocol, by name or number, for one element; also `443/tcp,udp`,
--     `443 tcp`, `443:tcp` and `tcp/443`
--   - `localhost:443`, `192.0.2.1:443`, `[::1]:443`, `:443`, `https://example.com:8443/path`: the
--     port; `https://example.com`: the scheme, as a service name
--   - `_ipp._tcp`, `_ipp._tcp.example.com`: a service as the DNS has it (RFC 6763, RFC 2782)
--   - `0x1bb`: a port in hexadecimal
--
-- `port`, `and`, quotes and parentheses change nothing. A dash is a hyphen, a semicolon a comma.
-- `8000:8100`, which is a range to some programs and two ports to others, is an error.
-- @module ianaports.ports

--- An element of a list.
--
-- @table Element
-- @tfield "port"|"range"|"name"|"pattern" kind what it is
-- @tfield ?int first the port, or the first port of a range
-- @tfield ?int last the last port
-- @tfield ?string name the name or the pattern
-- @tfield ?"tcp"|"udp"|"sctp"|"dccp" protocol the protocol, if the list names one
-- @tfield ?boolean registered whether it is in brackets
-- @tfield int position the character at which it begins, from 1

--- Ports that a list means.
--
-- @table PortRange
-- @tfield int first the first port
-- @tfield int last the last port
-- @tfield ?"tcp"|"udp"|"sctp"|"dccp" protocol absent if neither the list nor the registry names one

local array = require "ianaports.base.array"
local attempt = require "ianaports.base.attempt"
local check = require "ianaports.base.options"
local ianaports = require "ianaports"
local protocols = require "ianaports.base.protocol"
local quote = require("ianaports.base.text").quote
local read_list = require "ianaports.ports.list"
local word = require "ianaports.ports.word"

local ports = {}

local LAST_PORT = 65535

local NO_PROTOCOL = #protocols.NAMES + 1 -- the rank of ranges without one

local function check_list(list, name)
  if type(list) ~= "string" then
    check.expected(list, 1, name, "string", 4)
  end
end

--- Reads a list and looks nothing up.
--
-- @function elements
-- @tparam string list the list
-- @treturn ?{Element,...} the elements in the order written, or `nil` if the list is malformed
-- @treturn ?string what is wrong, and at which character
-- @treturn ?int the position of that character
-- @raise an argument error if the list is not a string
-- @usage
-- require("ianaports.ports").elements("U:53")[1].protocol --> "udp"
function ports.elements(list)
  check_list(list, "elements")
  return attempt.run(read_list, list)
end

-- The entries that an element means. Those of a name or pattern may have no port.
local function entries_of(registry, element)
  local filter = { protocol = element.protocol }
  if element.kind == "pattern" then
    filter.service_name = element.name
    return registry:entries(filter)
  elseif element.kind ~= "name" then
    filter.status = "assigned"
    return registry:range(element.first, element.last, filter)
  end
  return array.each(registry:find_all(element.name, element.protocol))
end

local comes_before = array.by("rank", "first")

-- Merges port ranges of one protocol that touch or overlap.
local function merge(ranges)
  table.sort(ranges, comes_before)
  local merged = {}
  for _, range in ipairs(ranges) do
    local last = merged[#merged]
    if last and last.protocol == range.protocol and range.first <= last.last + 1 then
      last.last = math.max(last.last, range.last)
    else
      merged[#merged + 1] = range
    end
  end
  return merged
end

local function registered_ranges(registry, element)
  local ranges = {}
  for entry in entries_of(registry, element) do
    local first, protocol = entry.port_number, entry.transport_protocol or element.protocol
    ranges[#ranges + 1] = first and {
      first = math.max(first, element.first or 0),
      last = math.min(entry.port_last or first, element.last or LAST_PORT),
      protocol = protocol,
      rank = protocols.RANKS[protocol] or NO_PROTOCOL,
    }
  end
  return merge(ranges)
end

-- A copy, which the caller may change.
local function copy(range)
  return { first = range.first, last = range.last, protocol = range.protocol }
end

-- The registry has no port for a name or pattern.
local function fail_to_find(element)
  local verb = element.kind == "pattern" and "matches" or "is called"
  local registered = ianaports.registered_name(element.name)
  word.fail(element.position, "no service with a port %s %s%s", verb, quote(element.name),
    registered and "; IANA's name is " .. registered or "")
end

-- Looks up elements that mean the same only once: the registry may have many entries for them.
local function resolve(list, registry)
  local result, known = {}, {}
  for _, element in ipairs(read_list(list)) do
    local name, first, last = element.name, element.first, element.last
    if first and not element.registered then
      result[#result + 1] = copy(element)
    else
      local key = table.concat({ element.protocol or "any", name or first, last }, " ")
      known[key] = known[key] or registered_ranges(registry, element)
      if name and #known[key] == 0 then
        fail_to_find(element)
      end
      array.append(result, array.map(known[key], copy))
    end
  end
  return result
end

--- Returns the ports that a list means.
--
-- @function parse
-- @tparam string list the list
-- @tparam[opt] Registry registry the registry that knows the names; by default the bundled one
-- @treturn ?{PortRange,...} port ranges in the order written; those of a name or a bracket come by
--   protocol, then by port. `nil` if the list is malformed or the registry does not have a name
-- @treturn ?string what is wrong, and at which character
-- @treturn ?int the position of that character
-- @raise an argument error if the list is not a string or the registry is not one
-- @usage
-- local ports = require "ianaports.ports"
-- local ranges = assert(ports.parse "T:80,443,U:53,-100,60000-,http*,[8000-8100]")
-- ranges[3].first, ranges[3].last, ranges[3].protocol --> 53, 53, "udp"
function ports.parse(list, registry)
  check_list(list, "parse")
  registry = registry == nil and ianaports.bundled or registry
  check.registry(registry, 2, "parse")
  return attempt.run(resolve, list, registry)
end

return ports
