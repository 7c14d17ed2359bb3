-- A CSV with a port in each row, such as one of flows.

local quote = require("ianaports.base.text").quote
local columns = require "ianaports.annotate.columns"
local record = require "ianaports.annotate.record"
local services = require "ianaports.annotate.services"

local csv = {}

-- A header is several names, or the usual one of a port.
function csv.fits(first_line)
  return first_line:find(",", 1, true) ~= nil or columns.find { first_line } ~= nil
end

local function count_lines(text)
  return (select(2, text:gsub("\n", "")))
end

-- Rows of other protocols may have anything in place of a port.
local function read_row(cells, port_column, protocol_column, tally)
  local word = protocol_column and cells[protocol_column]
  local protocol, digits = word and services.protocol(word), cells[port_column]
  if digits == "" or word and not protocol then
    tally:skip()
  elseif not tally:add(digits, protocol) then
    return nil, ("port %s is no number from 0 to 65535"):format(quote(digits))
  end
  return true
end

local Reader = {}
Reader.__index = Reader

-- Takes the cells of a record: of the first, the names of the columns. Gives nil, message
-- where something is wrong.
function Reader:take(cells)
  if not self.width then
    local port, protocol = columns.find(cells, self.names.port, self.names.protocol)
    self.width, self.port, self.protocol = #cells, port, protocol
    return port, protocol
  elseif #cells ~= self.width then
    return nil, ("record has %d cells where the header has %d"):format(#cells, self.width)
  end
  return read_row(cells, self.port, self.protocol, self.tally)
end

--- Gives true, or nil, message, line.
function csv.read(text, tally, names)
  local reader = setmetatable({ tally = tally, names = names, width = nil }, Reader)
  local position, line, bounds = 1, 1, {}
  while position <= #text do
    local _, empty_last = text:find("^\r?\n", position)
    local last, line_last, count = empty_last, empty_last, 0
    if not empty_last then
      last, line_last, count = record.scan(text, position, true, bounds)
    end
    if not last then -- then these are the message, and where
      return nil, line_last, line + count_lines(text:sub(position, count - 1))
    elseif not empty_last then
      local taken, message = reader:take(record.cells(text, bounds, count))
      if not taken then
        return nil, message, line
      end
    end
    line = line + count_lines(text:sub(position, line_last))
    position = line_last + 1
  end
  return true
end

return csv
