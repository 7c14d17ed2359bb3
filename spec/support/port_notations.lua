-- Writes the service after each port in a text, as ianaports.annotate does, but without any of its
-- code: by Lua's patterns, line by line. The notations are those of logs and tools:
--
--   443/tcp, 443/open/tcp          port and protocol, also with a state as Nmap writes them
--   tcp/443                        protocol and port
--   host:443, [2001:db8::1]:443    an address, or a name with a dot
--   192.0.2.1.443                  tcpdump, in a line with " > " or "Flags ["
--   DPT=443                        iptables, nftables and ufw
--   192.0.2.1/443                  Cisco's firewalls, in a line with "%ASA-" or the like
--   eq 443, port 443               access lists, messages
--
-- The last three need a protocol: the one that the line names as a word, such as TCP. A host or
-- tcpdump's port may go without one.

local printable = require("ianaports.base.display").printable

local byte, find, match, sub = string.byte, string.find, string.match, string.sub

local PROTOCOLS = { tcp = true, udp = true, sctp = true, dccp = true }

local LONGEST_PORT = #"65535"
local LONGEST_HOST = 64 -- bytes before a port that are looked at
local LONGEST_LINE = 65536 -- bytes; a longer line is read in pieces, each like a line
local ANY = ""
local SLASH = byte "/"

-- Names with one dot that end like this are files: "main.rs:443" is a line of a file.
local EXTENSIONS = {}
for extension in ("cc cfg conf cpp cs css csv cxx go hpp htm html ini java js json jsx kt log lua "
  .. "md mjs php py rb rs sh sql swift toml ts tsx txt vue xml yaml yml"):gmatch "%l+" do
  EXTENSIONS[extension] = true
end

-- A line --------------------------------------------------------------------------------------

-- The longest end of these characters that the line has before an index, and the character before
-- it. At most LONGEST_HOST bytes are looked at.
local function ending(line, index, set)
  local text = sub(line, index > LONGEST_HOST and index - LONGEST_HOST or 1, index - 1)
  local start = match(text, "^.*[^" .. set .. "]()") or 1
  return sub(text, start), sub(text, start - 1, start - 1)
end

-- What is true of a line as a whole.
local FACTS = {}

-- The only protocol that the line names as a word.
function FACTS.protocol(line)
  local found
  for word in line:gmatch "%f[%w](%a+)%f[^%w]" do
    local protocol = PROTOCOLS[word:lower()] and word:lower()
    if protocol and found and protocol ~= found then
      return nil
    end
    found = found or protocol or nil
  end
  return found
end

function FACTS.has_flags(line)
  return find(line, "Flags [", 1, true)
end

function FACTS.is_of_tcpdump(line)
  return FACTS.has_flags(line) or find(line, " > ", 1, true)
end

function FACTS.is_of_cisco(line)
  return find(line, "%%%u%u%u%-")
end

-- A table of these facts, each found out when it is first asked for.
local function facts_of(line)
  return setmetatable({}, {
    __index = function(facts, name)
      facts[name] = FACTS[name](line) or false
      return facts[name]
    end,
  })
end

local function is_ipv4(text)
  return find(text, "^%d+%.%d+%.%d+%.%d+$") ~= nil
end

local function is_host(text)
  local label = match(text, "%.(%a%a+)$")
  local _, dots = text:gsub("%.", "")
  return text == "localhost" or is_ipv4(text)
    or label ~= nil and not (dots == 1 and EXTENSIONS[label:lower()])
end

-- Notations by the character before the port. Each is called with the line, the index of the port
-- and the facts of the line. It returns a protocol, ANY, or nil or false.

local notations = {}

notations["/"] = function(line, first, facts)
  local word, character = ending(line, first - 1, "%w.")
  if find(character, "[/_-]") then
    return nil
  elseif is_ipv4(word) then
    return facts.is_of_cisco and facts.protocol
  end
  return PROTOCOLS[word:lower()] and word:lower()
end

notations[":"] = function(line, first, facts)
  local host, character = ending(line, first - 1, "%w.-")
  if host == "" and sub(line, first - 2, first - 2) == "]" then
    local address, bracket = ending(line, first - 2, "%w.:%%")
    return bracket == "[" and find(address, ":.*:") and (facts.protocol or ANY)
  end
  local is_path = character == "/" and sub(line, first - #host - 3, first - #host - 3) ~= "/"
  return not is_path and is_host(host) and (facts.protocol or ANY)
end

notations["."] = function(line, first, facts)
  if not facts.is_of_tcpdump then
    return nil
  end
  local address, character = ending(line, first - 1, "%x.:")
  local is_address = is_ipv4(address) or find(address, "^[%x:]+$") and find(address, ":.*:")
  return is_address and (character == " " or character == "")
    and (facts.protocol or facts.has_flags and "tcp" or ANY)
end

notations["="] = function(line, first, facts)
  return find(line, "^%f[%w_]DPT=", first - 4) and facts.protocol
end

notations[" "] = function(line, first, facts)
  return (find(line, "^%f[%w_-][Ee][Qq] ", first - 3)
    or find(line, "^%f[%w_-][Pp][Oo][Rr][Tt] ", first - 5)) and facts.protocol
end

-- Whether a number is the end of a list or a pair, such as "80,443" or "8080:30080".
local function is_part(line, first)
  if find(line, "^%d[,:]", first - 2) then
    local _, character = ending(line, first - 1, "%d")
    return not find(character, "[%w.]")
  end
end

-- The protocol of the notation PORT/PROTOCOL or PORT/open/PROTOCOL, and the index after it. Parts
-- of a list or a pair are left alone.
local function suffix(line, first, after)
  local word, last, rest = match(line, "^/(%a+)()(/?)", after)
  if word == "open" and rest == "/" then
    word, last = match(line, "^/(%a+)()", last)
    rest = ""
  end
  local protocol = word and rest == "" and word:lower()
  return PROTOCOLS[protocol or 1] and not find(line, "^[%w_-]", last)
    and not find(sub(line, first - 1, first - 1), "[%w_/-]") and not is_part(line, first)
    and protocol, last
end

-- The protocol of a port, ANY, or nil or false, and the index at which its service is written.
local function notation(line, first, after, facts)
  if byte(line, after) == SLASH then
    return suffix(line, first, after)
  end
  local read = notations[sub(line, first - 1, first - 1)]
  if not read or find(line, "^[%w_-]", after) or find(line, "^[.,:]%d", after) then
    return nil
  end
  return read(line, first, facts), after
end

-- Appends the line with its services to `pieces`. A service that is there already is not added.
-- Returns how many ports have one.
local function name_line(line, names, pieces)
  local position, named, facts = 1, 0, facts_of(line)
  for first, digits, after in line:gmatch "()(%d+)()" do
    local protocol, index
    if #digits <= LONGEST_PORT then
      protocol, index = notation(line, first, after, facts)
    end
    local name = protocol and names[protocol .. "/" .. digits]
    if name then
      named = named + 1
      if sub(line, index, index + #name - 1) ~= name then
        pieces[#pieces + 1] = sub(line, position, index - 1)
        pieces[#pieces + 1] = name
        position = index
      end
    end
  end
  pieces[#pieces + 1] = sub(line, position)
  return named
end

-- The text ------------------------------------------------------------------------------------

-- A table of the texts that follow ports, such as " (https)" by "tcp/443"; false if there is none.
local function new_names(registry)
  return setmetatable({}, {
    __index = function(names, key)
      local protocol, digits = match(key, "^(%l*)/(%d+)$")
      local port = tonumber(digits)
      local of = protocol ~= ANY and protocol or nil
      local name = port <= 65535 and registry:service_name(port, of)
      names[key] = name and (" (%s)"):format(printable(name)) or false
      return names[key]
    end,
  })
end

-- No notation has other characters, except the blank before some ports.
local AFTER_WORD = "[^%w_/.:,=%-]"

-- The index after the first line, and whether a word goes on there. A line that is longer than
-- LONGEST_LINE ends after the last word that is complete; if there is none, inside the word.
local function line_end(text, position)
  local stop = find(text, "\n", position, true)
  if stop and stop - position < LONGEST_LINE then
    return stop + 1, false
  elseif #text - position < LONGEST_LINE then
    return #text + 1, false
  end
  local piece = sub(text, position, position + LONGEST_LINE - 1)
  local length = match(piece, "^.*" .. AFTER_WORD .. "()")
  return position + (length and length - 1 or LONGEST_LINE), not length
end

-- Returns the text with the services of a registry, and how many ports have one.
return function(text, registry)
  local names, pieces, named, position, in_word = new_names(registry), {}, 0, 1, false
  while position <= #text do
    local after, goes_on = line_end(text, position)
    local line = sub(text, position, after - 1)
    local first = in_word and (find(line, AFTER_WORD) or #line + 1) or 1
    pieces[#pieces + 1] = sub(line, 1, first - 1)
    named = named + name_line(sub(line, first), names, pieces)
    position, in_word = after, goes_on
  end
  return table.concat(pieces), named
end
