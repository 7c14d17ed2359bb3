-- One word of a list of ports: a port, range, name or pattern, as Nmap takes it or as people paste
-- it. Each form that is pasted is cut down to the part that Nmap takes.

local array = require "ianaports.base.array"
local attempt = require "ianaports.base.attempt"
local protocols = require "ianaports.base.protocol"
local quote = require("ianaports.base.text").quote

local word = {}

local FIRST_PORT = 1 -- of a range whose first port is left out, as in Nmap
local LAST_PORT = 65535
local MAX_PATTERN = 255 -- with ?, as in a filter

-- Characters that stand for another one in a list.
local PLAIN = { [";"] = ",", ["("] = " ", [")"] = " ", ['"'] = " ", ["'"] = " ", ["`"] = " " }

-- The same beyond ASCII: spaces, quotes and a byte order mark; hyphens, dashes and minus; a comma.
local PLAIN_OF_UNICODE = {
  [" "] = { 0xA0, 0x200B, 0x202F, 0x3000, 0x2018, 0x2019, 0x201C, 0x201D, 0xFEFF },
  ["-"] = { 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212 },
  [","] = { 0x3001 },
}

local function utf8_of(code)
  if code < 0x800 then
    return string.char(0xC0 + math.floor(code / 64), 0x80 + code % 64)
  end
  local middle = math.floor(code / 64)
  return string.char(0xE0 + math.floor(middle / 64), 0x80 + middle % 64, 0x80 + code % 64)
end

for plain, codes in pairs(PLAIN_OF_UNICODE) do
  for _, code in ipairs(codes) do
    PLAIN[utf8_of(code)] = plain
  end
end

for byte = 0x21, 0x7E do -- FF01 to FF5E are wide forms of ASCII
  local plain = string.char(byte)
  PLAIN[utf8_of(0xFF00 + byte - 0x20)] = PLAIN[plain] or plain
end

local UNKNOWN = "\127"

-- Stops the attempt to read a list with what is wrong at one of its characters.
function word.fail(position, message, ...)
  attempt.fail(("character %d: "):format(position) .. message:format(...), position)
end

local fail = word.fail

-- The text with one ASCII character for each of its characters; a second time with the line breaks
-- that no comma comes before.
function word.plain(text)
  text = text:gsub("[\194-\244][\128-\191]+", function(character)
    return PLAIN[character] or UNKNOWN
  end)
  text = text:gsub("[%p]", PLAIN)
  local lines = text:gsub(",%s+", function(separator)
    return separator:gsub("\n", " ")
  end)
  return (text:gsub("%s", " ")), lines
end

-- The protocol of this name, in any case; nil for a number.
local function named_protocol(text)
  return not text:find "%d" and protocols.of(text) or nil
end

-- tcp/443, 443/tcp, 443/6, 443/tcp+udp: what is between the protocols, its position, and them. For
-- tcp/udp, what is between them is empty.
local function cut_protocols(text)
  local start, finish, list = 1, #text, {}
  while #list < #protocols.NAMES do
    local name, after = text:match("^(%a+)[/+&|]()", start)
    local protocol = name and protocols.of(name)
    if not protocol then
      break
    end
    start, list[#list + 1] = after, protocol
  end
  while #list < #protocols.NAMES do
    local at = text:sub(1, finish):match("^.*[/+&|]()", start)
    local protocol = at and protocols.of(text:sub(at, finish))
    if not protocol then
      break
    end
    finish = at - 2
    table.insert(list, 1, protocol)
  end
  local rest = text:sub(start, finish)
  if named_protocol(rest) then
    list[#list + 1], rest = protocols.of(rest), ""
  end
  return rest, start, list
end

-- The position after the last colon that is not within the brackets of an address, or nil.
local function after_colon(text)
  local position = text:match "^.*:()"
  return position and not text:find("]", position, true) and position or nil
end

-- https://user@host:8443/path: the port, or else the scheme.
local function cut_url(text, position)
  local colon = text:find("://", 1, true)
  if not colon then
    return nil
  end
  local scheme_at = text:sub(1, colon - 1):match "^.*:()" or 1 -- jdbc:postgresql://host
  local scheme = text:sub(scheme_at, colon - 1)
  local authority_end = text:match("^[^/?#]*()", colon + 3)
  local host_at = text:sub(1, authority_end - 1):match "^.*@()" or colon + 3
  local host = text:sub(host_at, authority_end - 1)
  local protocol, port_at = named_protocol(scheme), after_colon(host)
  if port_at and port_at <= #host then
    return host:sub(port_at), host_at + port_at - 1, { protocol }
  elseif protocol then
    fail(position + authority_end - 1, "port expected, as in %s://host:443", scheme)
  end
  return scheme, scheme_at, {}
end

-- _ipp._tcp.example.com (RFC 6763, section 4.1; RFC 2782), also after the name of an instance.
local function cut_dns_name(text)
  local before, before_at
  for at, label in text:gmatch "()([^.]+)" do
    local protocol = label:match "^_%a+$" and named_protocol(label:sub(2))
    if protocol and before and before:find "^_." then
      return before:sub(2), before_at + 1, { protocol }
    end
    before, before_at = label, at
  end
end

-- localhost:443, [::1]:443, :443, 443:tcp
local function cut_host(text, position)
  if not text:find(":", 1, true) then
    return nil
  end
  local start = after_colon(text)
  local host, port = text:sub(1, (start or 0) - 2), text:sub(start or 1)
  if not start then
    fail(position + #text, "a port after the address expected, as in [::1]:443")
  elseif port == "" then
    fail(position + #text, "port or service name expected")
  elseif named_protocol(port) then
    return host, 1, { named_protocol(port) }
  elseif host:find "^%d+$" then
    fail(position, "%s is neither a range, as 6000-6063, nor a list, as 80,443", quote(text))
  elseif host:find(":", 1, true) and host ~= "::" and host:sub(-1) ~= "]" then
    fail(position, "an address with colons is in brackets, as in [::1]:443")
  end
  return port, start, {}
end

local function port_number(digits, position, default)
  local number = tonumber(digits) or default
  if number > LAST_PORT then
    fail(position, "port number %s is over %d", digits, LAST_PORT)
  end
  return number
end

-- Reads "80", "6000-6063", "-100", "60000-" or "-"; returns nil for other words.
local function read_range(text, position)
  if not text:find "^[%d%- ]+$" then
    return nil
  end
  local digits, dash, last_at, last_digits, rest = text:match "^(%d*) *(%-?) *()(%d*)()"
  if rest <= #text then
    fail(position + rest - 1, "a range has one hyphen, as in 6000-6063")
  end
  local first = port_number(digits, position, FIRST_PORT)
  if dash == "" then
    return { kind = "port", first = first, last = first }
  end
  local last = port_number(last_digits, position + last_at - 1, LAST_PORT)
  if last < first then
    fail(position, "range %s runs backwards", text)
  end
  return { kind = "range", first = first, last = last }
end

-- 0x1bb, as dumps of packets have it.
local function read_hexadecimal(text)
  local digits = text:match "^0[xX]0*(%x%x?%x?%x?)$"
  local port = digits and tonumber(digits, 16)
  return port and { kind = "port", first = port, last = port }
end

local function read_name(text, position)
  local head, suffix = text:match "^([%d%-]+)/(.*)$"
  if head then
    fail(position + #head + 1, "unknown transport protocol %s (%s)", quote(suffix),
      protocols.KNOWN)
  end
  local bad = text:find "[^!-~]"
  if bad then
    fail(position + bad - 1, "service names are printable ASCII, without spaces")
  elseif #text > MAX_PATTERN and text:find("?", 1, true) then
    fail(position, "a pattern with ? has at most %d characters", MAX_PATTERN)
  end
  return { kind = text:find "[*?]" and "pattern" or "name", name = text }
end

local function cut(text, position)
  local rest, at, list = cut_url(text, position)
  if not rest then
    rest, at, list = cut_dns_name(text)
  end
  if rest then
    return rest, at, list
  end
  rest, at, list = cut_protocols(text)
  local port, port_at, after = cut_host(rest, position + at - 1)
  return port or rest, at + (port_at or 1) - 1, array.unique(array.append(list, after or {}))
end

-- Reads the word at this position of a list. Returns an element without its protocol, or nil if the
-- word has only protocols, as tcp/udp; and an array of the protocols in the word.
function word.read(text, position)
  local rest, at, list = cut(text, position)
  local start = position + at - 1
  if rest == "" then
    return nil, list[1] and list or fail(start, "port or service name expected")
  end
  local element = read_range(rest, start) or read_hexadecimal(rest) or read_name(rest, start)
  element.position = start
  return element, list
end

return word
