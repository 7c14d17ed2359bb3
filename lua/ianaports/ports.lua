--- Lists of ports, as Nmap's option `-p` takes them and as people paste them.
--
-- A list is one or more elements with commas or spaces between them:
--
--   - `80`, `6000-6063`; `-100` from port 1, `60000-` up to 65535, `-` both
--   - `http`, or `http*` and `mysql?` with `*` and `?` as in a shell: the ports that the registry
--     has for the name
--   - `[8000-8100]`, brackets around elements: only the ports that the registry assigns
--   - `T:`, `U:`, `S:` before an element: it and all that follow are for TCP, UDP or SCTP; `D:` is
--     for DCCP, which Nmap does not scan. `tcp:` and `TCP 443` mean the same
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
local word = require "ianaports.ports.word"

local fail = word.fail
local ports = {}

local LAST_PORT = 65535

local LETTERS = { T = "tcp", U = "udp", S = "sctp", D = "dccp" }

local NO_PROTOCOL = #protocols.NAMES + 1 -- the rank of ranges without one

-- Words that change nothing: "port 443", "80 and 443", "443 / tcp".
local FILLERS = { port = true, ports = true, ["and"] = true, ["/"] = true }

-- A reader has
--
--   text       the list, with one character for each of its characters
--   position   where it is
--   words      what it has read: each `element`, and the `protocols` for it, if there are any;
--              they are `own` if they are not those of a prefix
--   protocols  those of the last prefix
--   bracket    the position of the bracket that is open, if one is
--   opened     true after a bracket or a prefix: an element must follow; "protocols" after a
--              prefix such as the first word of "tcp 443"
--   comma      true if a comma is before the element that comes next

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

-- The position after an IPv6 address in brackets, as in [::1]:443, or nil.
local function after_address(text, position)
  local inside, after = text:match("^%[([%w:.%%]*)%]()", position)
  return inside and inside:find "^%x*:[%x.]*:" and after
end

local function open_bracket(reader)
  local position = reader.position
  if after_address(reader.text, position) or not next_is(reader, "[") then
    return false
  elseif reader.bracket then
    fail(position, "brackets do not nest")
  end
  reader.bracket = position
  return true
end

-- The protocols of "T:", "tcp:" or "tcp/udp:", none for "port:"; nil if it is no prefix.
local function prefix_protocols(prefix, position)
  if #prefix == 1 then
    return { LETTERS[prefix:upper()] or fail(position,
      "unknown protocol letter %s (known: T, U, S, D)", quote(prefix)) }
  elseif FILLERS[prefix:lower()] then
    return {}
  end
  local element, list = word.read(prefix, position)
  return not element and list or nil
end

local function read_prefix(reader)
  local prefix, after = reader.text:match("^([%a/+&|]+)[:=]()", reader.position)
  if not prefix or reader.text:find("^//", after) then
    return false
  end
  local list = prefix_protocols(prefix, reader.position)
  if list then
    reader.protocols = list[1] and list or reader.protocols
    reader.position = after
    skip_spaces(reader)
  end
  return list
end

-- The next word. It ends at a comma, a space or a bracket; but the brackets of an address and the
-- spaces of "8000 - 8100" belong to it.
local function next_word(reader)
  local text, position = reader.text, reader.position
  local after = text:match("^%d+ *%- *()%d", position) or position
  after = text:match("^[^,%[%] ]*()", after)
  local address = after_address(text, after)
  reader.position = address and text:match("^[^,%[%] ]*()", address) or after
  return text:sub(position, reader.position - 1)
end

-- Whether protocols that stand alone belong to the word before them, as in "443 tcp" and
-- "443/tcp,udp", and not to what follows, as in "tcp 443".
local function are_of_last(reader)
  local last = reader.words[#reader.words]
  if not last or reader.opened then
    return false
  end
  local is_end = not reader.text:find("^[^,%]]", reader.position)
  if reader.comma then
    return is_end and (last.own or not reader.protocols)
  end
  return is_end or not last.protocols
end

local function add_to_last(reader, list)
  local last = reader.words[#reader.words]
  last.protocols = last.own and array.append(last.protocols, list) or list
  last.own = true
end

local function add_word(reader, element, list)
  element.registered = reader.bracket ~= nil
  reader.words[#reader.words + 1] = {
    element = element,
    own = list[1] ~= nil,
    protocols = list[1] and list or reader.protocols,
  }
end

-- Reads what follows an element: a bracket that closes; then a comma, a space or the end.
local function read_end(reader)
  local position = reader.position
  if next_is(reader, "]") then
    if not reader.bracket then
      fail(position, "no bracket is open here")
    end
    reader.bracket = nil
  end
  position = reader.position
  reader.opened, reader.comma = nil, next_is(reader, ",")
  if not reader.comma and reader.text:find("^[^ ][^ ]", position - 1) then
    fail(position, "comma expected")
  end
end

-- Protocols that stand alone hold for all that follows, as T: does.
local function open_protocols(reader, list)
  reader.protocols = reader.opened == "protocols" and array.append(reader.protocols, list) or list
  reader.opened = "protocols"
  next_is(reader, ",")
end

local function read_word(reader)
  local position, text = reader.position, next_word(reader)
  if text == "" then
    fail(position, "port, range or service name expected")
  elseif text:find "^%-" and not reader.comma and not reader.opened and reader.words[1] then
    fail(position, "comma expected")
  end
  skip_spaces(reader)
  if FILLERS[text:lower()] then
    return
  end
  local element, list = word.read(text, position)
  if element then
    add_word(reader, element, list)
  elseif text == reader.text and not list[2] then -- the registry has tcp and udp as services
    add_word(reader, { kind = "name", name = text, position = position }, {})
  elseif are_of_last(reader) then
    add_to_last(reader, list)
  else
    return open_protocols(reader, list)
  end
  read_end(reader)
end

-- The elements of the words: one for each protocol of a word.
local function elements_of(words)
  local list = {}
  for _, read in ipairs(words) do
    for _, protocol in ipairs(array.unique(read.protocols or { false })) do
      local element = read.element
      list[#list + 1] = {
        kind = element.kind, name = element.name, first = element.first, last = element.last,
        protocol = protocol or nil, registered = element.registered, position = element.position,
      }
    end
  end
  return list
end

local function read_all(text)
  local reader = { text = word.plain(text), position = 1, words = {} }
  skip_spaces(reader)
  repeat
    if open_bracket(reader) or read_prefix(reader) then
      reader.opened = true
    else
      read_word(reader)
    end
  until reader.position > #reader.text and not reader.opened
  if reader.bracket then
    fail(reader.bracket, "the bracket is not closed")
  elseif not reader.words[1] then
    fail(reader.position, "port, range or service name expected")
  end
  return elements_of(reader.words)
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
