--- Lists of ports, as Nmap's option `-p` takes them.
--
-- A list is one or more elements with commas between them:
--
--   - `80`, `6000-6063`; `-100` from port 1, `60000-` up to 65535, `-` both
--   - `http`, or `http*` and `mysql?` with `*` and `?` as in a shell: the ports that the registry
--     has for the name
--   - `[8000-8100]`, brackets around elements: only the ports that the registry assigns
--   - `T:`, `U:`, `S:` before an element: it and all that follow are for TCP, UDP or SCTP; `D:` is
--     for DCCP, which Nmap does not scan
--   - `443/udp`, `http/tcp`: a protocol, by name or number, for one element
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

local ports = {}

local FIRST_PORT = 1 -- of a range whose first port is left out, as in Nmap
local LAST_PORT = 65535
local MAX_PATTERN = 255 -- with ?, as in a filter

local LETTERS = { T = "tcp", U = "udp", S = "sctp", D = "dccp" }

local NO_PROTOCOL = #protocols.NAMES + 1 -- the rank of ranges without one

-- Stops the attempt to read a list with what is wrong at one of its characters.
local function fail(position, message, ...)
  attempt.fail(("character %d: "):format(position) .. message:format(...), position)
end

local function port_number(digits, position, default)
  local number = tonumber(digits) or default
  if number > LAST_PORT then
    fail(position, "port number %s is over %d", digits, LAST_PORT)
  end
  return number
end

-- Reads "80", "6000-6063", "-100", "60000-" or "-"; returns nil for other words.
local function read_range(word, position)
  if not word:find "^[%d%-]+$" then
    return nil
  end
  local digits, dash, last_digits, rest = word:match "^(%d*)(%-?)(%d*)()"
  if rest <= #word then
    fail(position + rest - 1, "a range has one hyphen, as in 6000-6063")
  end
  local first = port_number(digits, position, FIRST_PORT)
  if dash == "" then
    return { kind = "port", first = first, last = first }
  end
  local last = port_number(last_digits, position + #digits + 1, LAST_PORT)
  if last < first then
    fail(position, "range %s runs backwards", word)
  end
  return { kind = "range", first = first, last = last }
end

-- Reads an element without its prefix and brackets.
local function read_word(word, position)
  local head, suffix = word:match "^(.+)/([^/]+)$"
  local protocol = suffix and protocols.of(suffix)
  -- A few names have a slash: cl/1, EtherNet/IP-1.
  if suffix and not protocol and head:find "^[%d%-]+$" then
    fail(position + #head + 1, "unknown transport protocol %s (%s)", quote(suffix),
      protocols.KNOWN)
  end
  local text = protocol and head or word
  local bad = text:find "[^!-~]"
  if bad then
    fail(position + bad - 1, "service names are printable ASCII, without spaces")
  end
  if #text > MAX_PATTERN and text:find("?", 1, true) then
    fail(position, "a pattern with ? has at most %d characters", MAX_PATTERN)
  end
  local element = read_range(text, position)
    or { kind = text:find "[*?]" and "pattern" or "name", name = text }
  element.protocol, element.position = protocol, position
  return element
end

-- A reader has the `text`, the `position` in it, the `protocol` of the last prefix, and the
-- position of the open `bracket`, if there is one.
local function skip_spaces(reader)
  reader.position = reader.text:find("[^ ]", reader.position) or #reader.text + 1
end

local function next_is(reader, character)
  if reader.text:sub(reader.position, reader.position) == character then
    reader.position = reader.position + 1
    skip_spaces(reader)
    return true
  end
end

local function open_bracket(reader)
  local position = reader.position
  if not next_is(reader, "[") then
    return false
  elseif reader.bracket then
    fail(position, "brackets do not nest")
  end
  reader.bracket = position
  return true
end

local function read_prefix(reader)
  local letter = reader.text:match("^(%a):", reader.position)
  if not letter then
    return false
  end
  reader.protocol = LETTERS[letter:upper()] or fail(reader.position,
    "unknown protocol letter %s (known: T, U, S, D)", quote(letter))
  reader.position = reader.position + 2
  skip_spaces(reader)
  return true
end

local function read_element(reader)
  skip_spaces(reader)
  while open_bracket(reader) or read_prefix(reader) do end -- luacheck: ignore 542
  local position = reader.position
  local word = reader.text:match("^[^,%[%] ]*", position)
  if word == "" then
    fail(position, "port, range or service name expected")
  end
  local element = read_word(word, position)
  element.protocol = element.protocol or reader.protocol
  element.registered = reader.bracket ~= nil
  reader.position = position + #word
  skip_spaces(reader)
  local bracket_position = reader.position
  if next_is(reader, "]") then
    if not reader.bracket then
      fail(bracket_position, "no bracket is open here")
    end
    reader.bracket = nil
  end
  return element
end

local function read_all(text)
  local reader, list = { text = text, position = 1 }, {}
  repeat
    list[#list + 1] = read_element(reader)
  until not next_is(reader, ",")
  if reader.position <= #reader.text then
    fail(reader.position, "comma expected")
  elseif reader.bracket then
    fail(reader.bracket, "the bracket is not closed")
  end
  return list
end

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
  return attempt.run(read_all, list)
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

-- Looks up elements that mean the same only once: the registry may have many entries for them.
local function resolve(list, registry)
  local result, known = {}, {}
  for _, element in ipairs(read_all(list)) do
    local name, first, last = element.name, element.first, element.last
    if first and not element.registered then
      result[#result + 1] = copy(element)
    else
      local key = table.concat({ element.protocol or "any", name or first, last }, " ")
      known[key] = known[key] or registered_ranges(registry, element)
      if name and #known[key] == 0 then
        fail(element.position, "no service with a port %s %s",
          element.kind == "pattern" and "matches" or "is called", quote(name))
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
