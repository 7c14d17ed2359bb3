-- The columns of tables with a port in each row, such as flows and findings of scanners: which one
-- holds the port and which one the protocol, and what their cells say.

local protocols = require "ianaports.base.protocol"
local quote = require("ianaports.base.text").quote
local trim = require("ianaports.base.text").trim

local columns = {}

local find, gsub, lower, match = string.find, string.gsub, string.lower, string.match

-- Names -------------------------------------------------------------------------------------

-- Names that programs give to these columns, letters and digits only. An earlier name is preferred:
-- one that says more comes before one that may mean something else.
local USUAL = {
  port = {
    "dstport", "destport", "dport", "dsport", "dstpt", "dpt", "dp", "destinationport",
    "destinationtransportport", "l4dstport", "destinationporticmpcode", "destportd",
    "dstendpointport", "idrespp", "respport", "respp", "responderport",
    "jsonpayloadconnectiondestport", "connectiondestport", "suricataevedestport", "eventdestport",
    "serverport", "srvport", "peerportprotocol", "localport", "serviceport",
    "portnumber", "portnum", "portid", "port", "portprotocol", "protocolport", "remoteport",
  },
  protocol = {
    "l4proto", "l4protocol", "l4protocols", "ipproto", "ipprotocol", "protocolidentifier",
    "transportprotocol", "transportproto", "networktransport", "networkiananumber", "portprotocol",
    "serviceprotocol", "connectioninfoprotocolname", "connectioninfoprotocolnum",
    "jsonpayloadconnectionprotocol", "connectionprotocol", "suricataeveproto", "eventproto",
    "portproto", "protoname", "protonum", "protocolname", "protocolnumber", "protocolid",
    "protocoltype", "transport", "proto", "protocol", "prot", "pro", "pr",
  },
  -- tshark has a column of ports for each protocol, and so has IPFIX.
  tcp = { "tcpdstport", "tcpdestinationport", "tcpdport" },
  udp = { "udpdstport", "udpdestinationport", "udpdport" },
  -- The host that has the port.
  host = {
    "dstaddr", "dstip", "dstipaddr", "dstipaddress", "destip", "destipd", "destaddr", "dstipd",
    "destinationip", "destinationipaddress", "destinationaddress", "destinationipv4address",
    "destinationipv6address", "ipv4dstaddr", "ipv6dstaddr", "ipdst", "ipv6dst", "dip", "da",
    "daddr", "idresph", "resph", "dstendpointip", "jsonpayloadconnectiondestip", "connectiondestip",
    "responderip", "serverip", "localaddress", "ip", "ipaddress", "host", "hostip", "hostname",
    "address",
  },
  -- What was detected there.
  service = { "service", "appproto" },
  -- Scanners for vulnerabilities note by port 0 what they found of a whole host.
  finding = { "pluginid", "plugin", "pluginname", "nvtname", "nvtoid", "qid" },
}

local function bare(name)
  return (gsub(lower(name), "[^%w]+", ""))
end

-- The first column for each name, reduced to letters and digits.
local function numbers_of(header)
  local numbers = {}
  for number, name in ipairs(header) do
    local key = bare(name)
    numbers[key] = numbers[key] or number
  end
  return numbers
end

-- The number of the column with a usual name, or nil.
local function find_usual(numbers, kind)
  for _, name in ipairs(USUAL[kind]) do
    if numbers[name] then
      return numbers[name]
    end
  end
end

-- The column with a name, which may be in another case if no column has it as it is; or nil and a
-- message.
local function find_named(header, name)
  name = trim(name)
  for _, form in ipairs { tostring, lower } do
    local found, count = nil, 0
    for number, other in ipairs(header) do
      if form(trim(other)) == form(name) then
        found, count = found or number, count + 1
      end
    end
    if count > 1 then
      return nil, ("column %s is there %d times"):format(quote(name), count)
    elseif found then
      return found
    end
  end
  return nil, ("no column %s"):format(quote(name))
end

-- The columns of ports that have a protocol in their names: all that there are.
local function find_by_protocol(numbers)
  local tcp, udp = find_usual(numbers, "tcp"), find_usual(numbers, "udp")
  if tcp or udp then
    return { port = udp or tcp, key = udp and tcp, own = udp and "udp" or "tcp" }
  end
end

-- The columns of port and protocol. A name that is not given is found among the usual ones.
local function find_pair(header, numbers, names)
  local port, protocol, message
  if names.port then
    port, message = find_named(header, names.port)
  else
    port = find_usual(numbers, "port")
  end
  if port and names.protocol then
    protocol, message = find_named(header, names.protocol)
  elseif port then
    protocol = find_usual(numbers, "protocol")
  end
  if not port or message then
    return nil, message or "no column of ports by a usual name"
  elseif protocol == port and names.protocol then
    return nil, ("column %s cannot be both port and protocol"):format(quote(names.protocol))
  end
  return { port = port, key = protocol ~= port and protocol or nil }
end

--- Finds the columns in a header, an array of names. `names` may have the names of the columns
-- `port` and `protocol`; otherwise columns with usual names are found. Returns nil and a message,
-- or a table of the columns' numbers:
--
--   port     the column of the port
--   key      the column beside it, or nil: that of the protocol; with `own`, that of tcp's ports
--   own      the protocol of `port`, if its name says it
--   host, service
--            the columns of the host and of what was detected there, or nil
--   ignores_zero
--            whether port 0 stands for a whole host
function columns.find(header, names)
  local numbers, found, message = numbers_of(header), nil, nil
  if not names.port and not names.protocol then
    found = find_by_protocol(numbers)
  end
  if not found then
    found, message = find_pair(header, numbers, names)
  end
  if found then
    found.host, found.service = find_usual(numbers, "host"), find_usual(numbers, "service")
    found.ignores_zero = find_usual(numbers, "finding") ~= nil
  end
  return found, message
end

--- Whether a header has a column of that name, in any case.
function columns.has(header, name)
  local wanted = lower(trim(name))
  for _, other in ipairs(header) do
    if lower(trim(other)) == wanted then
      return true
    end
  end
  return false
end

-- Cells -------------------------------------------------------------------------------------

-- What stands in a cell without a value.
local EMPTY = {}
for _, word in ipairs {
  "", "-", "*", "?", ".", "any", "n/a", "na", "nan", "none", "null", "nil", "unknown", "undefined",
  "failed", "(empty)", "(null)",
} do
  EMPTY[word] = true
end

-- Lines of "-" are below the header of a table.
local function is_empty(word)
  return not find(word, "^%d") and (EMPTY[lower(word)] or find(word, "^:?%-+:?$") ~= nil)
end

-- "443.0", as programs write that take a column for floats, is "443".
local function without_fraction(word)
  return match(word, "^(%d+)%.0+$") or word
end

-- Azure has the first letters of tcp and udp.
local LETTERS = { t = "tcp", u = "udp" }

-- The protocol's name in the registry; or nil. It may be written with the version of IP ("tcp6"),
-- or with both name and number ("TCP (6)").
local function protocol_of(text)
  local word = lower(trim(text))
  word = without_fraction(match(word, "^(%w+) *%(") or word)
  return protocols.of(word) or protocols.of(match(word, "^(%a+)[46]+$") or "") or LETTERS[word]
end

local PORT_FIRST = { "^(%d+) */ *(%a+%d?)$", "^(%d+) *%([^()]*%) */ *(%a+%d?)$" }
local PROTOCOL_FIRST = "^(%a+%d?)[/:](%d+)$"

-- A port, and its protocol if the word has it too, as in "443/tcp", "tcp/443" or "443 (https) /
-- tcp".
local function split_port(word)
  for _, pattern in ipairs(PORT_FIRST) do
    local port, protocol = match(word, pattern)
    if protocol and protocol_of(protocol) then
      return port, protocol_of(protocol)
    end
  end
  local protocol, port = match(word, PROTOCOL_FIRST)
  if protocol and protocol_of(protocol) then
    return port, protocol_of(protocol)
  end
  return without_fraction(word)
end

--- Reduces the text of the column `key` to what tells records apart: the name of a protocol; a
-- port, if the column holds ports; "" for anything else.
function columns.reduce(found, key)
  if not found.own then
    return protocol_of(key) or ""
  end
  local word = trim(key)
  return is_empty(word) and "" or word
end

--- What the cells of a record say. `key` is the text of the column `key`, reduced, or nil if there
-- is no such column. Returns the port, a word, and its protocol or nil; or nil if the record has
-- no port of the registry's protocols.
function columns.read(found, text, key)
  local protocol = found.own or key
  if found.own and key and key ~= "" then
    text, protocol = key, "tcp"
  end
  local word, other = text, nil
  if not find(text, "^%d+$") then
    word, other = split_port(trim(text))
  end
  protocol = protocol ~= "" and protocol or other
  if key and not protocol or is_empty(word) or found.ignores_zero and find(word, "^0+$") then
    return nil
  end
  return word, protocol
end

-- Records -----------------------------------------------------------------------------------

local function value_of(cells, number)
  local word = number and trim(cells[number] or "")
  return word and not is_empty(word) and word or nil
end

--- Counts the port of a record in a tally. `cells` are its cells, by the numbers of the columns.
function columns.count(found, cells, tally)
  local key = found.key and columns.reduce(found, cells[found.key] or "") or nil
  local word, protocol = columns.read(found, cells[found.port] or "", key)
  if not word then
    tally:skip()
  else
    tally:count(word, protocol, {
      host = value_of(cells, found.host),
      service = value_of(cells, found.service),
    })
  end
end

return columns
