-- A CSV with a port in each row, such as one of flows: finds the columns of the port and the
-- protocol, and counts the ports.

local csv = require "ianaports.format.csv"
local protocols = require "ianaports.base.protocol"
local quote = require("ianaports.base.text").quote

local flows = {}

flows.NAME = "a CSV with a header"

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

local function find_all(header, wanted, form)
  local found = {}
  for number, name in ipairs(header) do
    if form(name) == wanted then
      found[#found + 1] = number
    end
  end
  return found
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

-- The column with a name, which may be in another case if no column has it as it is. Without a
-- name, the column with a usual name, or nil. If `name` fits no column or several, returns nil and
-- a message.
local function find_column(header, kind, name)
  if not name then
    return find_usual(header, kind)
  end
  for _, form in ipairs { tostring, string.lower } do
    local found = find_all(header, form(name), form)
    if found[2] then
      return nil, ("column %s is there %d times"):format(quote(name), #found)
    elseif found[1] then
      return found[1]
    end
  end
  return nil, ("no column %s"):format(quote(name))
end

--- Finds the columns in a header, an array of names. `names` may have the names of the columns
-- `port` and `protocol`; otherwise columns with usual names are found. Returns the numbers of both
-- columns, the second nil if no column has a usual name of a protocol; or nil and a message.
function flows.find_columns(header, names)
  local protocol
  local port, message = find_column(header, "port", names.port)
  if port then
    protocol, message = find_column(header, "protocol", names.protocol)
  end
  if not port or message then
    return nil, ("%s; the header is %s"):format(message or "no column of ports by a usual name",
      quote(table.concat(header, ",")))
  elseif protocol ~= port then
    return port, protocol
  elseif names.protocol then
    return nil, ("column %s cannot be both port and protocol"):format(quote(names.protocol))
  end
  return port
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

-- Whether a line may be a header: it has several names, or is a usual name of a port.
function flows.fits(first_line)
  return first_line:find(",", 1, true) ~= nil or find_usual({ first_line }, "port") ~= nil
end

-- Counts the port of a record. With another protocol, any text may be in the port's column.
local function count_port(digits, word, tally)
  local protocol = word and protocols.of(word)
  if digits == "" or word and not protocol then
    tally:skip()
  elseif not tally:add(digits, protocol) then
    tally:refuse("port %s is no number from 0 to 65535", quote(digits))
  end
end

-- A function that counts the record with these cells. The first call has the names of the columns.
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
    if not last then -- `stop` is the message, `count` its index
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
