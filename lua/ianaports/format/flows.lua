-- A CSV with a port in each row, such as one of flows: which columns hold the port and the
-- protocol, and how often each port is there.

local csv = require "ianaports.format.csv"
local protocols = require "ianaports.base.protocol"
local quote = require("ianaports.base.text").quote

local flows = {}

-- The columns -----------------------------------------------------------------------------

-- Names that writers of flows (NetFlow and IPFIX collectors, firewalls, Zeek, Elastic) give to the
-- columns, letters and digits only. An earlier name is preferred.
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

local function as_it_is(name)
  return name
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

-- The column of that name, as it is or else in any case; or nil and a message.
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

-- The column with a usual name, or nil. If several columns have that name, it is the first.
local function find_usual(header, kind)
  local numbers = {}
  for number, name in ipairs(header) do
    local bare = name:lower():gsub("[^%w]+", "")
    numbers[bare] = numbers[bare] or number
  end
  for _, name in ipairs(USUAL[kind]) do
    if numbers[name] then
      return numbers[name]
    end
  end
end

local function with_header(message, header)
  return ("%s; the header is %s"):format(message, quote(table.concat(header, ",")))
end

--- Finds the columns in a header, an array of names. `names` may have the names of the columns
-- `port` and `protocol`; otherwise a usual name is looked for. Returns the numbers of both
-- columns, the second nil if no column has a usual name of a protocol; or nil and a message.
function flows.find_columns(header, names)
  local port, protocol, message
  if names.port then
    port, message = find_named(header, names.port)
  else
    port, message = find_usual(header, "port"), "no column of ports by a usual name"
  end
  if not port then
    return nil, with_header(message, header)
  elseif not names.protocol then
    protocol = find_usual(header, "protocol")
    return port, protocol ~= port and protocol or nil
  end
  protocol, message = find_named(header, names.protocol)
  if not protocol then
    return nil, with_header(message, header)
  elseif protocol == port then
    return nil, ("column %s cannot be both port and protocol"):format(quote(names.protocol))
  end
  return port, protocol
end

-- Whether a header has a column of that name, in any case.
function flows.has_column(header, name)
  return find_all(header, name:lower(), string.lower)[1] ~= nil
end

-- What is wrong with the number of cells of a record, or nil.
function flows.width_complaint(count, width)
  return count ~= width
    and ("record has %d cells where the header has %d"):format(count, width) or nil
end

-- The ports ---------------------------------------------------------------------------------

-- A header has several names, or the usual one of a port.
function flows.fits(first_line)
  return first_line:find(",", 1, true) ~= nil or find_usual({ first_line }, "port") ~= nil
end

-- Counts the port of a record. Records of other protocols may have anything in place of a port.
local function count_port(digits, word, tally)
  local protocol = word and protocols.of(word)
  if digits == "" or word and not protocol then
    tally:skip()
  elseif not tally:add(digits, protocol) then
    tally:refuse("port %s is no number from 0 to 65535", quote(digits))
  end
end

-- A function that takes the cells of each record in turn, the names of the columns first.
local function taker(tally, names)
  local width, port, protocol
  return function(cells)
    if not width then
      width, port, protocol = #cells, flows.find_columns(cells, names)
      if not port then
        tally:refuse("%s", protocol)
      end
      return
    end
    local complaint = flows.width_complaint(#cells, width)
    if complaint then
      tally:refuse("%s", complaint)
    end
    count_port(cells[port], protocol and cells[protocol], tally)
  end
end

--- Counts the ports in a tally. `names` is as for `find_columns`.
function flows.read(text, tally, names)
  local take, bounds, position = taker(tally, names), {}, 1
  while position <= #text do
    local last, stop, count = csv.scan(text, position, true, bounds)
    if not last then -- then these are the message and its index
      tally.line = tally.line + csv.count_lines(text, position, count - 1)
      tally:refuse("%s", stop)
    elseif count > 0 then
      take(csv.cells(text, bounds, count))
    end
    tally.line = tally.line + csv.count_lines(text, position, stop)
    position = stop + 1
  end
end

return flows
