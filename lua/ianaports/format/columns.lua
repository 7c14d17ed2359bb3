-- The columns of tables with a port in each row, such as flows and findings of scanners: which one
-- holds the port and which one the protocol, and what their cells say.

local flow = require "ianaports.flow"
local is_in = require("ianaports.base.options").is_in
local quote = require("ianaports.base.text").quote
local trim = require("ianaports.base.text").trim

local columns = {}

local gsub, lower = string.gsub, string.lower

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
    return { port = udp or tcp, ports = { udp or tcp }, key = udp and tcp,
      own = udp and "udp" or "tcp" }
  end
end

-- The columns of ports with these names, of which none may be there twice; or nil and a message.
local function find_all_named(header, names)
  local ports, known = {}, {}
  for index, name in ipairs(names) do
    local port, message = find_named(header, name)
    if not port or known[port] then
      return nil, message or ("column %s is given twice"):format(quote(name))
    end
    ports[index], known[port] = port, true
  end
  return ports
end

-- The columns of ports and protocol. A name that is not given is found among the usual ones.
local function find_pair(header, numbers, names)
  local ports, protocol, message
  if names.port then
    ports, message = find_all_named(header, type(names.port) == "table" and names.port
      or { names.port })
  else
    ports = { find_usual(numbers, "port") }
  end
  if ports and ports[1] and names.protocol then
    protocol, message = find_named(header, names.protocol)
  elseif ports and ports[1] then
    protocol = find_usual(numbers, "protocol")
  end
  if not ports or not ports[1] or message then
    return nil, message or "no column of ports by a usual name"
  elseif not is_in(ports, protocol) then
    return { port = ports[1], ports = ports, key = protocol }
  elseif names.protocol then
    return nil, ("column %s cannot be both port and protocol"):format(quote(names.protocol))
  end
  return { port = ports[1], ports = ports }
end

--- Finds the columns in a header, an array of names. `names` may have the names of the columns
-- `port`, which may be an array of several, and `protocol`; otherwise columns with usual names are
-- found. Returns nil and a message, or a table of the columns' numbers:
--
--   port     the column of the port; of several the first
--   ports    an array of all of them
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

-- Records -----------------------------------------------------------------------------------

--- What the cells of a record say: `columns.read(found, port, key)`, where `key` is nil if there is
-- no such column. Returns the port, a word, and its protocol or nil; or nil if the record has no
-- port of the registry's protocols. src/flow/cell.h says how they may be written.
columns.read = flow.read_cells

local function value_of(cells, number)
  return number and flow.cell_value(cells[number] or "") or nil
end

--- Counts the port of a record in a tally. `cells` are its cells, by the numbers of the columns.
function columns.count(found, cells, tally)
  local key = found.key and (cells[found.key] or "") or nil
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
