-- Which columns of a CSV of flows hold the port and the protocol.

local quote = require("ianaports.base.text").quote

local columns = {}

-- What the columns are called by those who write flows (NetFlow and IPFIX collectors,
-- firewalls, Zeek, Elastic), the likelier before the others; letters and digits alone.
local USUAL = {
  port = {
    "dstport", "destport", "dport", "destinationport", "destinationtransportport", "dp",
    "idrespp", "respport", "serverport", "localport", "port", "portnumber", "portid",
  },
  protocol = {
    "proto", "protocol", "ipproto", "ipprotocol", "protocolidentifier", "pr", "transport",
    "transportprotocol", "networktransport", "l4proto",
  },
}

local function bare(name)
  return (name:lower():gsub("[^%w]+", ""))
end

local function find_all(header, wanted, form)
  local found = {}
  for number, name in ipairs(header) do
    if form(name) == wanted then
      found[#found + 1] = number
    end
  end
  return found
end

local function as_it_is(name)
  return name
end

-- The column of that name, written as it is or in another case; or nil, message.
local function find_named(header, name)
  local found = find_all(header, name, as_it_is)
  if not found[1] then
    found = find_all(header, name:lower(), string.lower)
  end
  if not found[1] then
    return nil, ("no column %s"):format(quote(name))
  elseif found[2] then
    return nil, ("column %s is there %d times"):format(quote(name), #found)
  end
  return found[1]
end

-- Numbers of columns by bare name; of several with one name, the first.
local function bare_numbers(header)
  local numbers = {}
  for number, name in ipairs(header) do
    local key = bare(name)
    numbers[key] = numbers[key] or number
  end
  return numbers
end

local function find_usual(numbers, kind)
  for _, name in ipairs(USUAL[kind]) do
    if numbers[name] then
      return numbers[name]
    end
  end
end

local function with_header(message, header)
  return ("%s; the header is %s"):format(message, quote(table.concat(header, ",")))
end

--- Finds the columns in a header, an array of names. Names may be nil: then a usual one
-- is looked for. Gives the numbers of the port's and of the protocol's column, the latter
-- nil where none has a usual name; or nil, message.
function columns.find(header, port_name, protocol_name)
  local numbers = bare_numbers(header)
  local port, protocol, message
  if port_name then
    port, message = find_named(header, port_name)
  else
    port, message = find_usual(numbers, "port"), "no column of ports by a usual name"
  end
  if not port then
    return nil, with_header(message, header)
  end
  if protocol_name then
    protocol, message = find_named(header, protocol_name)
    if not protocol then
      return nil, with_header(message, header)
    elseif protocol == port then
      return nil, ("column %s cannot be both port and protocol")
        :format(quote(protocol_name))
    end
  else
    protocol = find_usual(numbers, "protocol")
    protocol = protocol ~= port and protocol or nil
  end
  return port, protocol
end

-- Whether a header has a column of that name, in any case.
function columns.has(header, name)
  return find_all(header, name:lower(), string.lower)[1] ~= nil
end

return columns
