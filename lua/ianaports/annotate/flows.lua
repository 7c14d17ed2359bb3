-- Adds the service to each record of a CSV of flows.
--
-- Most records of a file have one of few shapes: which cells are quoted, and the line end. A
-- pattern that is made from one record matches each further record of its shape at once. A record
-- that no pattern matches is scanned cell by cell, and a pattern is made from it.

local columns = require "ianaports.format.columns"
local csv = require "ianaports.format.csv"
local find_header = require("ianaports.format.flows").find_header
local memo = require "ianaports.annotate.memo"
local ports = require "ianaports.format.port"
local quote = require("ianaports.base.text").quote

local flows = {}

local byte, concat, find, sub = string.byte, table.concat, string.find, string.sub

local LONGEST_RECORD = 1048576 -- bytes
local TOO_LONG = ("record is longer than %d bytes; is a quote not closed?"):format(LONGEST_RECORD)
-- Lua's matcher goes no deeper than 200 levels, of which each cell takes one, and two more if
-- blanks are around its quotes.
local MOST_LEVELS = 100
local MOST_SHAPES = 8 -- each is tried on a record before it is scanned
local MOST_WARNINGS = 10

local QUOTE, SPACE, TAB = byte('" \t', 1, 3)

-- The added cells ---------------------------------------------------------------------

local ANY = {} -- in place of the text of the column beside the port if a CSV has no such column

-- How many ports of a protocol are remembered. If there were more, fewer ports would be looked up
-- again, but the garbage collector would have to visit all of them.
local MOST_PORTS = 4096
local LONGEST_PORT = 16 -- bytes, with blanks

local MOST_WORDS = 256 -- words for protocols that are remembered, and their length

-- The name of a record's service; false if it has none, nil if what is in the port's cell is no
-- port.
-- `key` is as for `columns.read`.
local function service_of(registry, found, text, key)
  local word, protocol = columns.read(found, text, key)
  if not word then
    return false
  end
  local port = ports.of(word) or find(word, "%a") and registry:port_number(word, protocol)
  if port then
    return ports.service(registry, port, protocol) or false
  end
end

-- Returns a table: known[key][port] is the cell, after a delimiter and before the line end; false
-- if it is empty, nil if the port is wrong. Key and port are as the CSV has them.
local function new_cells(registry, header, line_end)
  local found, dialect = header.columns, header.dialect
  local function cell_of(text, key)
    local name = service_of(registry, found, text, key)
    return name and dialect.delimiter .. csv.quote(name, dialect) .. line_end or name
  end
  local function cells_of(key)
    return memo.new(MOST_PORTS, LONGEST_PORT, function(text)
      return cell_of(text, key)
    end)
  end
  local by_key = { [ANY] = cells_of(nil) }
  return memo.new(MOST_WORDS, MOST_WORDS, function(text)
    local key = text == ANY and ANY or columns.reduce(found, text)
    if found.own and key ~= ANY and key ~= "" then -- a port, so that the other column is empty
      local cell = cell_of("", key)
      return setmetatable({}, { __index = function() return cell end })
    end
    by_key[key] = by_key[key] or cells_of(key)
    return by_key[key]
  end)
end

local Reader = {}
Reader.__index = Reader

-- The line of a byte. The records from `position` on are still to be read.
function Reader:line_at(position, index)
  return self.line + csv.count_lines(self.bytes, position, index - 1)
end

function Reader:fail(message, line)
  return nil, ("%s:%d: %s"):format(self.stream.source, line or self.line, message)
end

-- Counts a record that is wrong, and keeps the first messages.
function Reader:reject(message, line)
  local counts = self.counts
  counts.rows, counts.blank, counts.wrong = counts.rows + 1, counts.blank + 1, counts.wrong + 1
  if counts.wrong <= MOST_WARNINGS then
    counts.warnings[counts.wrong] = select(2, self:fail(message, line))
  end
end

-- Shapes ------------------------------------------------------------------------------

-- How cell N is written: "q" in quotes, "b" in quotes with blanks around them, "p" plain.
function Reader:mark_of(number)
  local bytes, first, last = self.bytes, self.bounds[2 * number - 1], self.bounds[2 * number]
  local code = byte(bytes, first)
  if code == QUOTE then
    return byte(bytes, last) == QUOTE and "q" or "b"
  elseif code ~= SPACE and code ~= TAB then
    return "p"
  end
  return byte(bytes, find(bytes, self.header.dialect.visible, first)) == QUOTE and "b" or "p"
end

-- Delimiters may stand between quotes; a cell with doubled quotes or line breaks is scanned.
function Reader:cell_pattern(number, mark, plain)
  local content = mark == "p" and plain or '[^"\r\n]*'
  if number == self.port or number == self.key then
    content = "(" .. content .. ")"
  end
  local blanks = mark == "b" and self.header.dialect.blanks or ""
  return mark == "p" and content or blanks .. '"' .. content .. '"' .. blanks
end

function Reader:record_pattern(marks, line_end, plain)
  local patterns = {}
  for number, mark in ipairs(marks) do
    patterns[number] = self:cell_pattern(number, mark, plain)
  end
  return "^(" .. concat(patterns, self.header.dialect.delimiter) .. ")" .. line_end
end

function Reader:cells_of(line_end)
  self.cells[line_end] = self.cells[line_end] or new_cells(self.registry, self.header, line_end)
  return self.cells[line_end]
end

-- Learns the shape of the record just scanned, unless a pattern cannot describe it: a CR is a line
-- end only if no LF follows, and an empty line is no record of one cell. If the bytes hold neither
-- quote nor CR, a simpler pattern will do, which is a sixth faster.
function Reader:learn(line_end)
  local header = self.header
  if line_end == "" or line_end == "\r" or header.width == 1 or header.width > MOST_LEVELS
    or #self.shapes == MOST_SHAPES
  then
    return
  end
  local marks, levels = {}, header.width
  for number = 1, header.width do
    marks[number] = self:mark_of(number)
    levels = levels + (marks[number] == "b" and 2 or 0)
  end
  local key = concat(marks) .. line_end -- shorter than the pattern, and soon made
  if not self.shapes[key] and levels <= MOST_LEVELS then
    self.shapes[key] = true
    self.shapes[#self.shapes + 1] = {
      pattern = self:record_pattern(marks, line_end, header.dialect.plain),
      plain_pattern = self:record_pattern(marks, line_end, header.dialect.simple),
      cells = self:cells_of(line_end),
      blank = header.dialect.delimiter .. line_end,
    }
  end
end

function Reader:set_bytes(bytes)
  self.bytes = bytes
  self.is_plain = not find(bytes, '"', 1, true) and not find(bytes, "\r", 1, true)
end

-- Records -----------------------------------------------------------------------------

-- Appends the records of a shape that follow each other to `out`, up to one whose port is wrong.
-- Returns the position after them and the number of pieces.
function Reader:match_shape(shape, position, out, count)
  local bytes, known, blank = self.bytes, shape.cells, shape.blank
  local pattern = self.is_plain and shape.plain_pattern or shape.pattern
  local is_swapped = self.key and self.key < self.port
  local start, blanks = count, 0
  local _, last, row, port, key = find(bytes, pattern, position)
  while last do
    if is_swapped then
      port, key = key, port
    end
    local cell = known[key or ANY][port]
    if cell == nil then
      break
    elseif not cell then
      cell, blanks = blank, blanks + 1
    end
    out[count + 1], out[count + 2] = row, cell
    count = count + 2
    position = last + 1
    _, last, row, port, key = find(bytes, pattern, position)
  end
  local rows, counts = (count - start) / 2, self.counts
  self.line = self.line + rows
  counts.rows, counts.blank = counts.rows + rows, counts.blank + blanks
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

function Reader:cell_of_record(line_end)
  local port = csv.cell(self.bytes, self.bounds, self.port)
  local key = self.key and csv.cell(self.bytes, self.bounds, self.key)
  self:learn(line_end)
  local cell, counts = self:cells_of(line_end)[key or ANY][port], self.counts
  if cell == nil then
    self:reject(ports.NO_PORT:format(quote(port)))
  else
    counts.rows, counts.blank = counts.rows + 1, counts.blank + (cell and 0 or 1)
  end
  return cell or self.header.dialect.delimiter .. line_end
end

-- What to append to the record just scanned, with its line end.
function Reader:cell_after(count, line_end)
  local kind, message = self.header:kind_of(self.bytes, self.bounds, count)
  if kind == "row" then
    return self:cell_of_record(line_end)
  elseif kind == "wrong" then
    self:reject(message)
  end
  return (kind == "header" and self.name or "") .. line_end
end

-- Copies a line in which the scan of a record failed at an index. Returns as `scan_record` does.
function Reader:copy_line(position, at_end, message, index)
  local stop = csv.rest_of_line(self.bytes, position, at_end)
  if not stop and #self.bytes - position >= LONGEST_RECORD then
    return self:fail(message, self:line_at(position, index))
  elseif not stop then
    return nil
  elseif not self.header.is_over then
    self:reject(message, self:line_at(position, index))
  end
  self.line = self:line_at(position, stop + 1)
  return stop + 1, sub(self.bytes, position, stop)
end

-- Scans one record. Returns the position after it and its text with the new cell; nil if its end
-- is still to come; or nil and a message.
function Reader:scan_record(position, at_end)
  local bytes = self.bytes
  local last, stop, count = csv.scan(bytes, position, at_end, self.bounds, self.header.dialect)
  if last then
    local cell = self:cell_after(count, sub(bytes, last + 1, stop))
    self.line = self:line_at(position, stop + 1)
    return stop + 1, sub(bytes, position, last) .. cell
  elseif stop then -- then it is the message, and `count` its index
    return self:copy_line(position, at_end, stop, count)
  elseif #bytes - position >= LONGEST_RECORD then
    return self:copy_line(position, at_end, TOO_LONG, position)
  end
  return nil
end

-- The same of the header, and all before it.
function Reader:take_header(at_end)
  local bytes, service = self.bytes, csv.quote(self.options.service)
  local header, message, index = find_header(bytes, at_end, self.options)
  if not header and not message then
    if #bytes < LONGEST_RECORD then
      return nil
    end
    message, index = ("no header in the first %d bytes"):format(LONGEST_RECORD), 1
  elseif header and columns.has(header.names, self.options.service) then
    message, index = ('there is a column "%s" already; choose another name for the new one')
      :format(service), header.index
  end
  if message then
    return self:fail(message, self:line_at(1, index))
  end
  self.header, self.port, self.key = header, header.columns.port, header.columns.key
  self.name = header.dialect.delimiter .. csv.quote(self.options.service, header.dialect)
  self.line = self:line_at(1, header.stop + 1)
  return header.stop + 1, sub(bytes, 1, header.last) .. self.name
    .. sub(bytes, header.last + 1, header.stop)
end

-- Appends all complete records to `out`. Returns the position after them, the number of pieces,
-- and a message if something is wrong.
function Reader:take_records(at_end, out)
  local position, count = 1, 0
  while true do
    if self.header and not self.header.is_over then
      position, count = self:match_records(position, out, count)
    end
    if position > #self.bytes and self.header then
      return position, count
    end
    local next_position, piece
    if self.header then
      next_position, piece = self:scan_record(position, at_end)
    else
      next_position, piece = self:take_header(at_end)
    end
    if not next_position then
      return position, count, piece
    end
    position, count = next_position, count + 1
    out[count] = piece
  end
end

local function new_reader(stream, registry, options)
  return setmetatable({
    stream = stream,
    registry = registry,
    options = options,
    bytes = "",
    bounds = {},
    line = 1,
    header = nil, -- once it has been read; and from it:
    port = nil, -- the number of this column
    key = nil, -- the number of the column beside it, if there is one
    name = nil, -- the cell for the name of the added column
    shapes = {}, -- an array; those known are also keys
    shape = 1, -- the one to try first
    is_plain = false,
    cells = {}, -- by line end
    counts = { rows = 0, blank = 0, wrong = 0, warnings = {} },
  }, Reader)
end

-- The counts as users get them.
function Reader:results()
  local counts, header = self.counts, self.header
  local more = counts.wrong - #counts.warnings
  if more > 0 then
    counts.warnings[#counts.warnings + 1] = ("%s: and %d more %s"):format(self.stream.source, more,
      more == 1 and "line" or "lines")
  end
  counts.named = counts.rows - counts.blank
  counts.delimiter = header.dialect.name
  counts.port_column, counts.protocol_column = header.names[self.port], header.names[self.key]
  return counts
end

--- Copies the CSV with the column added. `options` holds the names of the columns: `port` and
-- `protocol`, which may be nil, and `service`; and `delimiter`, which may be nil. Returns true and
-- the counts, or nil and a message.
function flows.annotate(stream, registry, options)
  local reader, out = new_reader(stream, registry, options), {}
  local block, before = stream:read_start(false)
  local message = before
  local skipped, rest = block and #before or 0, ""
  while block do
    reader:set_bytes(rest .. sub(block, skipped + 1))
    local position, count, complaint = reader:take_records(block == "", out)
    local written
    written, message = stream:write(before .. concat(out, "", 1, count))
    if complaint or not written then
      return nil, message or complaint
    elseif block == "" then
      return true, reader:results()
    end
    rest, before, skipped = sub(reader.bytes, position), "", 0
    block, message = stream:read()
  end
  return nil, message
end

return flows
