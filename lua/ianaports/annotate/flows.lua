-- Adds the service to each row of a CSV of flows.
--
-- Most records of a file have one of few shapes: which cells are quoted, and the line end.
-- A pattern made from one record takes others of its shape in a single match each; a
-- record that no pattern fits is scanned cell by cell, and a pattern is made from it.

local cells = require "ianaports.annotate.cells"
local columns = require "ianaports.annotate.columns"
local record = require "ianaports.annotate.record"

local flows = {}

local byte, concat, find, sub = string.byte, table.concat, string.find, string.sub

local LONGEST_RECORD = 1048576 -- bytes
-- Lua's matcher goes no deeper than 200 levels, of which each cell takes one.
local MOST_CELLS_IN_PATTERN = 100
local MOST_SHAPES = 8 -- each is tried on a record before it is scanned

local QUOTE = byte '"'

local Reader = {}
Reader.__index = Reader

function Reader:fail(message, line)
  return nil, ("%s:%d: %s"):format(self.stream.source, line or self.line, message)
end

local function count_lines(bytes, first, last)
  return (select(2, sub(bytes, first, last):gsub("\n", "")))
end

-- Reading the columns ---------------------------------------------------------------

-- The first record tells which columns there are. Gives the added column's name as a
-- cell, or nil, message.
function Reader:read_header(count)
  local header = record.cells(self.bytes, self.bounds, count)
  local port, protocol = columns.find(header, self.names.port, self.names.protocol)
  if not port then
    return self:fail(protocol)
  elseif columns.has(header, self.names.service) then
    return self:fail(('there is a column "%s" already; choose another name for the new one')
      :format(record.quote(self.names.service)))
  end
  self.width, self.port, self.protocol = count, port, protocol
  return record.quote(self.names.service)
end

-- The pattern ------------------------------------------------------------------------

function Reader:is_quoted(number)
  return byte(self.bytes, self.bounds[2 * number - 1]) == QUOTE
end

-- Commas may stand between quotes; what else may is left to the scan.
function Reader:cell_pattern(number, plain)
  local is_wanted = number == self.port or number == self.protocol
  local content = self:is_quoted(number) and '[^"\r\n]*' or plain
  if is_wanted then
    content = "(" .. content .. ")"
  end
  return self:is_quoted(number) and '"' .. content .. '"' or content
end

function Reader:record_pattern(line_end, plain)
  local patterns = {}
  for number = 1, self.width do
    patterns[number] = self:cell_pattern(number, plain)
  end
  return "^(" .. concat(patterns, ",") .. ")" .. line_end
end

function Reader:cells_of(line_end)
  self.cells[line_end] = self.cells[line_end] or cells.new(self.registry, line_end)
  return self.cells[line_end]
end

function Reader:shape_key(line_end)
  local marks = {}
  for number = 1, self.width do
    marks[number] = self:is_quoted(number) and "q" or "p"
  end
  return concat(marks) .. line_end
end

-- Learns the shape of the record just scanned, unless there is more to it than a pattern
-- can tell. Where the bytes hold no quote and no carriage return, it need not look for any.
function Reader:learn(line_end)
  -- An empty line is no record of one cell.
  if line_end == "" or self.width == 1 or self.width > MOST_CELLS_IN_PATTERN
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

-- Records ------------------------------------------------------------------------------

-- Takes the records of a shape, as many as follow each other.
function Reader:match_shape(shape, position, out, count)
  local bytes, known = self.bytes, shape.cells
  local pattern = self.is_plain and shape.plain_pattern or shape.pattern
  local is_swapped = self.protocol and self.protocol < self.port
  local any, start = cells.ANY, count
  local _, last, row, port, protocol = find(bytes, pattern, position)
  while last do
    if is_swapped then
      port, protocol = protocol, port
    end
    out[count + 1], out[count + 2] = row, known[protocol or any][port]
    count = count + 2
    position = last + 1
    _, last, row, port, protocol = find(bytes, pattern, position)
  end
  self.line = self.line + (count - start) / 2
  return position, count
end

-- Takes the records of all shapes, up to one that has none of them.
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

function Reader:cell_after(line_end)
  local port = record.cell(self.bytes, self.bounds, self.port)
  local protocol = self.protocol and record.cell(self.bytes, self.bounds, self.protocol)
  return self:cells_of(line_end)[protocol or cells.ANY][port]
end

-- Scans one record. Gives the position after it and its text with the new cell; nil where
-- bytes are missing; or nil, message.
function Reader:scan_record(position, at_end)
  local bytes = self.bytes
  local last, line_last, count = record.scan(bytes, position, at_end, self.bounds)
  if not last then
    if line_last then -- the message, and where
      return self:fail(line_last, self.line + count_lines(bytes, position, count - 1))
    elseif #bytes - position >= LONGEST_RECORD then
      return self:fail(("record is longer than %d bytes; is a quote not closed?")
        :format(LONGEST_RECORD))
    end
    return nil
  elseif self.width and count ~= self.width then
    return self:fail(("record has %d cells where the header has %d"):format(count, self.width))
  end
  local line_end = sub(bytes, last + 1, line_last)
  local cell
  if self.width then
    cell = self:cell_after(line_end)
    self:learn(line_end)
  else
    local name, message = self:read_header(count)
    if not name then
      return nil, message
    end
    cell = "," .. name .. line_end
  end
  self.line = self.line + count_lines(bytes, position, line_last)
  return line_last + 1, sub(bytes, position, last) .. cell
end

-- Annotates the records that are complete. Gives the position after them and how many
-- pieces of output there are, and a message where something is wrong.
function Reader:take_records(at_end, out)
  local position, count, message = 1, 0, nil
  while position <= #self.bytes do
    position, count = self:match_records(position, out, count)
    local _, empty_last = find(self.bytes, "^\r?\n", position)
    local next_position, piece
    if empty_last then
      next_position, piece = empty_last + 1, sub(self.bytes, position, empty_last)
      self.line = self.line + 1
    elseif position <= #self.bytes then
      next_position, piece = self:scan_record(position, at_end)
    end
    if not next_position then
      message = piece
      break
    end
    count = count + 1
    out[count], position = piece, next_position
  end
  return position, count, message
end

function Reader:finish()
  if not self.width then
    return self:fail "no header: the first row must name the columns"
  end
  return true
end

-- The first bytes, as many as a byte order mark has where there are so many; or nil,
-- message.
local function read_start(stream)
  local bytes = ""
  repeat
    local block, message = stream:read()
    if not block then
      return nil, message
    end
    bytes = bytes .. block
  until #bytes >= #record.BOM or block == ""
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
    width = nil, -- how many columns there are, once the header has been read
    port = nil,
    protocol = nil,
    shapes = {}, -- an array; those known are also keys
    shape = 1, -- the one to try first
    is_plain = false,
    cells = {}, -- by line end
  }, Reader)
end

--- Copies the CSV with the column added. `names` holds the names of the columns: `port`
-- and `protocol`, which may be nil, and `service`. Gives true, or nil, message.
function flows.annotate(stream, registry, names)
  local reader, out = new_reader(stream, registry, names), {}
  local block, message = read_start(stream)
  local before = block and sub(block, 1, #record.BOM) == record.BOM and record.BOM or ""
  local rest = ""
  while block do
    reader:set_bytes(rest .. sub(block, #before + 1))
    local position, count, fault = reader:take_records(block == "", out)
    local written
    written, message = stream:write(before .. concat(out, "", 1, count))
    if fault or not written then
      return nil, message or fault
    elseif block == "" then
      return reader:finish()
    end
    rest, before = sub(reader.bytes, position), ""
    block, message = stream:read()
  end
  return nil, message
end

return flows
