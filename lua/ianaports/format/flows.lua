-- A CSV with a port in each row, such as one of flows: finds its delimiter and its header. What
-- comes below is read by the core, in blocks: src/flow/.

local columns = require "ianaports.format.columns"
local csv = require "ianaports.format.csv"
local flow = require "ianaports.flow"
local quote = require("ianaports.base.text").quote

local flows = {}

local find, match, sub = string.find, string.match, string.sub

local NO_HEADER = "no header: the first row must name the columns"

-- How many records may come before the header, such as the title of a report.
local MOST_BEFORE = 20

-- The header ends within so many bytes: a power of two times the first number.
local FIRST_BYTES, LONGEST_RECORD = 65536, 1048576

-- The header ----------------------------------------------------------------------------------

local Header = {}
Header.__index = Header

-- A message about the header.
function Header:complain(message)
  return ("%s; the header is %s, split at each %s"):format(message,
    quote(table.concat(self.names, self.dialect.delimiter)), self.dialect.name)
end

-- The record at a position as a header in one dialect. If it is none, its `problem` says why.
-- Returns nil if its end is still to come.
local function read_header(bytes, position, at_end, options, dialect)
  local bounds = {}
  local last, stop, count = csv.scan(bytes, position, at_end, bounds, dialect)
  if not last then -- then `stop` is the message, and `count` its index
    return stop and { problem = stop, index = count, width = 0 }
  end
  local header = setmetatable({
    dialect = dialect,
    names = csv.cells(bytes, bounds, count),
    width = count,
    index = position,
    last = last,
    stop = stop,
  }, Header)
  local found, message = columns.find(header.names, options)
  header.columns, header.problem = found, message and header:complain(message)
  header.port_cell = found and sub(bytes, bounds[2 * found.port - 1], bounds[2 * found.port])
  return header
end

-- The header in the dialect in which it has the columns; if there are several, or none, in the one
-- with the most cells. Returns nil if its end is still to come.
local function best_header(bytes, position, at_end, options, dialects)
  local best
  for _, dialect in ipairs(dialects) do
    local header = read_header(bytes, position, at_end, options, dialect)
    if not header then
      return nil
    elseif not best or best.problem and not header.problem
      or (not best.problem) == (not header.problem) and header.width > best.width
    then
      best = header
    end
  end
  return best
end

-- The first of the first records that has the columns; otherwise the first record, with its
-- problem. Returns nil if bytes that are still to come decide.
local function search_header(bytes, position, at_end, options, dialects)
  local first, width = nil, 0
  for _ = 1, MOST_BEFORE do
    position = find(bytes, "[^\r\n]", position)
    if not position then
      return at_end and (first or { problem = NO_HEADER, index = #bytes + 1 }) or nil
    end
    local header = best_header(bytes, position, at_end, options, dialects)
    local stop = header and (header.stop or csv.rest_of_line(bytes, header.index, at_end))
    if not stop then
      return nil
    elseif not header.problem and header.width > width then
      header.is_first = first == nil
      return header
    end
    first, width, position = first or header, math.max(width, header.width), stop + 1
  end
  return first
end

-- How long the beginning of a line is that shows whether it is one such as "sep=;", with which
-- Excel names the delimiter.
local SEPARATOR_LENGTH = #'"sep=;'

-- The dialects that may be meant, and where the records begin; nil if that depends on bytes that
-- are still to come; or nil and a message.
local function find_dialects(bytes, at_end, wanted)
  local first = find(bytes, "[^\r\n]") or #bytes + 1
  if not at_end and #bytes < first + SEPARATOR_LENGTH then
    return nil
  end
  local delimiter, after = match(bytes, '^"?[Ss][Ee][Pp]=([^\r\n])()', first)
  local stop = not delimiter and first - 1 or csv.rest_of_line(bytes, after, at_end)
  local dialect, message
  if wanted or delimiter then
    dialect, message = csv.dialect(wanted or delimiter)
  end
  if not stop or message then
    return nil, message
  end
  return dialect and { dialect } or csv.DIALECTS, stop + 1
end

--- Finds the header: the first record with the columns. `options` may have their names, `port` and
-- `protocol`, and the `delimiter`. A record before it, such as a title, must have fewer cells.
-- Returns a table; nil if the header is still to come; or nil, a message and its index.
function flows.find_header(bytes, at_end, options)
  local dialects, position = find_dialects(bytes, at_end, options.delimiter)
  if not dialects then
    return nil, position, 1
  end
  local header = search_header(bytes, position, at_end, options, dialects)
  if header and header.problem then
    return nil, header.problem, header.index
  end
  return header
end

-- The form of a report ------------------------------------------------------------------------

flows.NAME = "a CSV with a header"

function flows.fits(first_line, start)
  return find(first_line, "[,;\t|]") ~= nil or flows.find_header(start, true, {}) ~= nil
end

function flows.is_sure(_, start)
  local header = flows.find_header(start, true, {})
  return header ~= nil and header.width > 1 and header.is_first
end

-- Finds the header in more and more bytes. Returns these, and the results of `find_header`.
local function search_in_more(input, options)
  local size = FIRST_BYTES
  while true do
    local bytes = input:peek(size)
    local header, problem, index = flows.find_header(bytes, #bytes < size, options)
    if header or problem then
      return bytes, header, problem, index
    elseif size == LONGEST_RECORD then
      return bytes, nil, ("no header in the first %d bytes"):format(size), 1
    end
    size = 2 * size
  end
end

-- Passes over the header, and returns it. `options` is as for `find_header`.
local function take_header(input, tally, options)
  local bytes, header, problem, index = search_in_more(input, options)
  tally.line = 1 + csv.count_lines(bytes, 1, header and header.stop or index - 1)
  if not header then
    tally:refuse("%s", problem)
  end
  input:skip(header.stop)
  return header
end

-- What the core must know of a header (src/lua/flow_count.c). How much it keeps is in `limits`.
local function form_of(header, line, limits)
  local dialect, found = header.dialect, header.columns
  return {
    delimiter = dialect.delimiter,
    delimiter_name = dialect.name,
    width = header.width,
    port_cell = header.port_cell,
    port = found.port,
    key = found.key,
    host = found.host,
    own = found.own,
    ignores_zero = found.ignores_zero,
    line = line,
    hosts = limits.hosts,
    all_hosts = limits.all_hosts,
    longest = limits.longest,
  }
end

-- Counts a block; "" is the end. The core asks for the port of each name that it does not know.
local function count_block(counter, block, tally)
  local name, detail, line = flow.count_block(counter, block)
  while name do
    tally.line = line
    name, detail, line = flow.count_name(counter, tally:port_of_name(name, detail))
  end
  if detail then
    tally.line = line
    tally:refuse("%s", detail)
  end
end

--- Counts the ports in a tally. `options` is as for `find_header`.
function flows.read(input, tally, options)
  local header = take_header(input, tally, options)
  local counter = flow.counter(form_of(header, tally.line, tally.LIMITS))
  repeat
    local block = input:read()
    count_block(counter, block, tally)
  until block == ""
  tally:take(flow.counted(counter))
end

return flows
