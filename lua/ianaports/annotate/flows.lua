-- Adds the service to each record of a CSV of flows.
--
-- Most records of a file have one of few shapes: which cells are quoted, and the line end. A
-- pattern that is made from one record matches each further record of its shape at once. A record
-- that no pattern matches is scanned cell by cell, and a pattern is made from it.

local columns = require "ianaports.format.flows"
local csv = require "ianaports.format.csv"
local memo = require "ianaports.annotate.memo"
local ports = require "ianaports.format.port"
local protocols = require "ianaports.base.protocol"

local flows = {}

local byte, concat, find, sub = string.byte, table.concat, string.find, string.sub

local LONGEST_RECORD = 1048576 -- bytes
-- Lua's matcher goes no deeper than 200 levels, of which each cell takes one.
local MOST_CELLS_IN_PATTERN = 100
local MOST_SHAPES = 8 -- each is tried on a record before it is scanned

local QUOTE = byte '"'

-- The added cells ---------------------------------------------------------------------

local ANY = {} -- in place of a protocol if a CSV has no column of it

-- How many ports of a protocol are remembered. If there were more, fewer ports would be looked up
-- again, but the garbage collector would have to visit all of them.
local MOST_PORTS = 4096
local LONGEST_PORT = #"65535"

local MOST_WORDS = 256 -- words for protocols that are remembered, and their length

-- Cells by port.
local function cells_of_protocol(registry, protocol, line_end)
  return memo.new(MOST_PORTS, LONGEST_PORT, function(digits)
    local port = ports.of(digits)
    local name = port and ports.service(registry, port, protocol)
    return "," .. (name and csv.quote(name) or "") .. line_end
  end)
end

-- Returns a table: known[protocol][port] is the cell, after a comma and before the line end.
-- Protocol and port are as the CSV has them.
local function new_cells(registry, line_end)
  local by_name = { [ANY] = cells_of_protocol(registry, nil, line_end) }
  for _, name in ipairs(protocols.NAMES) do
    by_name[name] = cells_of_protocol(registry, name, line_end)
  end
  local of_none = setmetatable({}, {
    __index = function()
      return "," .. line_end
    end,
  })
  return memo.new(MOST_WORDS, MOST_WORDS, function(word)
    return by_name[word] or by_name[protocols.of(word)] or of_none
  end)
end

local Reader = {}
Reader.__index = Reader

function Reader:fail(message, line)
  return nil, ("%s:%d: %s"):format(self.stream.source, line or self.line, message)
end

-- Shapes ------------------------------------------------------------------------------

-- Commas may stand between quotes; a cell with doubled quotes or line breaks is scanned.
function Reader:cell_pattern(number, plain)
  local is_quoted = byte(self.bytes, self.bounds[2 * number - 1]) == QUOTE
  local content = is_quoted and '[^"\r\n]*' or plain
  if number == self.port or number == self.protocol then
    content = "(" .. content .. ")"
  end
  return is_quoted and '"' .. content .. '"' or content
end

function Reader:record_pattern(line_end, plain)
  local patterns = {}
  for number = 1, self.width do
    patterns[number] = self:cell_pattern(number, plain)
  end
  return "^(" .. concat(patterns, ",") .. ")" .. line_end
end

function Reader:cells_of(line_end)
  self.cells[line_end] = self.cells[line_end] or new_cells(self.registry, line_end)
  return self.cells[line_end]
end

-- A short name of the record's shape. The pattern would do, but it takes longer to make: a CSV with
-- doubled quotes in every row would take an eighth longer.
function Reader:shape_key(line_end)
  local marks = {}
  for number = 1, self.width do
    marks[number] = byte(self.bytes, self.bounds[2 * number - 1]) == QUOTE and "q" or "p"
  end
  return concat(marks) .. line_end
end

-- Learns the shape of the record just scanned, unless a pattern cannot describe it: a CR is a line
-- end only if no LF follows, and an empty line is no record of one cell. If the bytes hold neither
-- quote nor CR, a simpler pattern will do, which is a sixth faster.
function Reader:learn(line_end)
  if line_end == "" or line_end == "\r" or self.width == 1 or self.width > MOST_CELLS_IN_PATTERN
    or #self.shapes == MOST_SHAPES
  then
    return
  end
  local key = self:shape_key(line_end)
  if not self.shapes[key] then
    self.shapes[key] = true
    self.shapes[#self.shapes + 1] = {
      pattern = self:record_pattern(line_end, '[^,"\r\n]*'),
      plain_pattern = self:record_pattern(line_end, "[^,\n]*"),
      cells = self:cells_of(line_end),
    }
  end
end

function Reader:set_bytes(bytes)
  self.bytes = bytes
  self.is_plain = not find(bytes, '"', 1, true) and not find(bytes, "\r", 1, true)
end

-- Records -----------------------------------------------------------------------------

-- Appends the records of a shape that follow each other to `out`. Returns the position after them
-- and the number of pieces.
function Reader:match_shape(shape, position, out, count)
  local bytes, known = self.bytes, shape.cells
  local pattern = self.is_plain and shape.plain_pattern or shape.pattern
  local is_swapped = self.protocol and self.protocol < self.port
  local start = count
  local _, last, row, port, protocol = find(bytes, pattern, position)
  while last do
    if is_swapped then
      port, protocol = protocol, port
    end
    out[count + 1], out[count + 2] = row, known[protocol or ANY][port]
    count = count + 2
    position = last + 1
    _, last, row, port, protocol = find(bytes, pattern, position)
  end
  self.line = self.line + (count - start) / 2
  return position, count
end

-- The same for all shapes, up to a record that has none of them.
function Reader:match_records(position, out, count)
  local shapes, tried = self.shapes, 0
  while tried < #shapes and position <= #self.bytes do
    local start = position
    position, count = self:match_shape(shapes[self.shape], position, out, count)
    tried = position > start and 1 or tried + 1
    if tried < #shapes then
      self.shape = self.shape % #shapes + 1
    end
  end
  return position, count
end

-- The name of the added column as a cell, from the names of the columns; or nil and a message.
function Reader:read_header(count)
  local header, name = csv.cells(self.bytes, self.bounds, count), csv.quote(self.names.service)
  local port, protocol = columns.find_columns(header, self.names)
  if not port then
    return self:fail(protocol)
  elseif columns.has_column(header, self.names.service) then
    return self:fail(('there is a column "%s" already; choose another name for the new one')
      :format(name))
  end
  self.width, self.port, self.protocol = count, port, protocol
  return "," .. name
end

function Reader:cell_of_record(line_end)
  local port = csv.cell(self.bytes, self.bounds, self.port)
  local protocol = self.protocol and csv.cell(self.bytes, self.bounds, self.protocol)
  self:learn(line_end)
  return self:cells_of(line_end)[protocol or ANY][port]
end

-- What to append to the record just scanned, with its line end; or nil and a message.
function Reader:cell_after(count, line_end)
  local complaint = self.width and count > 0 and columns.width_complaint(count, self.width)
  if complaint then
    return self:fail(complaint)
  elseif count == 0 then
    return line_end
  elseif self.width then
    return self:cell_of_record(line_end)
  end
  local name, message = self:read_header(count)
  return name and name .. line_end, message
end

-- Scans one record. Returns the position after it and its text with the new cell; nil if its end
-- is still to come; or nil and a message.
function Reader:scan_record(position, at_end)
  local bytes = self.bytes
  local last, stop, count = csv.scan(bytes, position, at_end, self.bounds)
  if not last then
    if stop then -- then it is the message, and `count` its index
      return self:fail(stop, self.line + csv.count_lines(bytes, position, count - 1))
    elseif #bytes - position >= LONGEST_RECORD then
      return self:fail(("record is longer than %d bytes; is a quote not closed?")
        :format(LONGEST_RECORD))
    end
    return nil
  end
  local cell, message = self:cell_after(count, sub(bytes, last + 1, stop))
  if not cell then
    return nil, message
  end
  self.line = self.line + csv.count_lines(bytes, position, stop)
  return stop + 1, sub(bytes, position, last) .. cell
end

-- Appends all complete records to `out`. Returns the position after them, the number of pieces,
-- and a message if something is wrong.
function Reader:take_records(at_end, out)
  local position, count = 1, 0
  while true do
    position, count = self:match_records(position, out, count)
    if position > #self.bytes then
      return position, count
    end
    local next_position, piece = self:scan_record(position, at_end)
    if not next_position then
      return position, count, piece
    end
    position, count = next_position, count + 1
    out[count] = piece
  end
end

-- The first bytes, at least as many as a byte order mark has, unless there are fewer; or nil and a
-- message.
local function read_start(stream)
  local bytes = ""
  repeat
    local block, message = stream:read()
    if not block then
      return nil, message
    end
    bytes = bytes .. block
  until #bytes >= #csv.BOM or block == ""
  return bytes
end

local function new_reader(stream, registry, names)
  return setmetatable({
    stream = stream,
    registry = registry,
    names = names,
    bytes = "",
    bounds = {},
    line = 1,
    width = nil, -- the number of columns, once the header has been read
    port = nil, -- the number of its column
    protocol = nil, -- the same, if there is one
    shapes = {}, -- an array; those known are also keys
    shape = 1, -- the one to try first
    is_plain = false,
    cells = {}, -- by line end
  }, Reader)
end

--- Copies the CSV with the column added. `names` holds the names of the columns: `port`
-- and `protocol`, which may be nil, and `service`. Returns true, or nil and a message.
function flows.annotate(stream, registry, names)
  local reader, out = new_reader(stream, registry, names), {}
  local block, message = read_start(stream)
  local before = block and sub(block, 1, #csv.BOM) == csv.BOM and csv.BOM or ""
  local rest = ""
  while block do
    reader:set_bytes(rest .. sub(block, #before + 1))
    local position, count, complaint = reader:take_records(block == "", out)
    local written
    written, message = stream:write(before .. concat(out, "", 1, count))
    if complaint or not written then
      return nil, message or complaint
    elseif block == "" then
      if not reader.width then
        return reader:fail "no header: the first row must name the columns"
      end
      return true
    end
    rest, before = sub(reader.bytes, position), ""
    block, message = stream:read()
  end
  return nil, message
end

return flows
