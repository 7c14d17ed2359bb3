-- Where the cells of a CSV record lie (RFC 4180).

local record = {}

local byte, find, gsub, sub = string.byte, string.find, string.gsub, string.sub

local LF, CR, COMMA, QUOTE = byte("\n\r,\"", 1, 4)

record.BOM = "\239\187\191"

-- Whether a cell may end before the byte at an index. nil where that takes bytes to come.
local function is_cell_end(bytes, index, at_end)
  local code = byte(bytes, index)
  if code == CR then
    local after = byte(bytes, index + 1)
    if not after and not at_end then
      return nil
    end
    return after == LF
  elseif not code then
    return at_end or nil
  end
  return code == COMMA or code == LF
end

local function end_of_quoted(bytes, first, at_end)
  local closing = find(bytes, '"', first + 1, true)
  while closing and byte(bytes, closing + 1) == QUOTE do
    closing = find(bytes, '"', closing + 2, true)
  end
  if not closing then
    return nil, at_end and "quoted cell is not closed", first
  end
  local ends = is_cell_end(bytes, closing + 1, at_end)
  if ends == false then
    return nil, "neither comma nor line end after a quoted cell; a quote inside is doubled",
      closing + 1
  end
  return ends and closing
end

local function end_of_plain(bytes, first, at_end)
  local index = find(bytes, '[,"\r\n]', first) or #bytes + 1
  if byte(bytes, index) == QUOTE then
    return nil, "quote inside a cell that is not quoted as a whole", index
  end
  local ends = is_cell_end(bytes, index, at_end)
  if ends == false then
    return nil, "carriage return without a line feed after it", index
  end
  return ends and index - 1
end

--- Scans the record that begins at an index. `at_end` tells that no bytes will follow.
-- The first and last byte of cell N, with its quotes, are left in bounds[2N - 1] and
-- bounds[2N].
-- Gives the index of the record's last byte, that of its line end's last byte, and the
-- number of its cells; nil where the bytes end before the record does; or nil, message
-- and the index of the trouble.
function record.scan(bytes, first, at_end, bounds)
  local count = 0
  while true do
    local skip = byte(bytes, first) == QUOTE and end_of_quoted or end_of_plain
    local last, message, index = skip(bytes, first, at_end)
    if not last then
      return nil, message or nil, index
    end
    count = count + 1
    bounds[2 * count - 1], bounds[2 * count] = first, last
    local delimiter = byte(bytes, last + 1)
    if delimiter ~= COMMA then
      local line_end = delimiter == CR and 2 or delimiter and 1 or 0
      return last, last + line_end, count
    end
    first = last + 2
  end
end

-- The value of cell N.
function record.cell(bytes, bounds, number)
  local first, last = bounds[2 * number - 1], bounds[2 * number]
  if byte(bytes, first) ~= QUOTE or last < first then
    return sub(bytes, first, last)
  end
  return (gsub(sub(bytes, first + 1, last - 1), '""', '"'))
end

-- The values of all cells.
function record.cells(bytes, bounds, count)
  local cells = {}
  for number = 1, count do
    cells[number] = record.cell(bytes, bounds, number)
  end
  return cells
end

-- A value as a cell.
function record.quote(value)
  return find(value, '[,"\r\n]') and '"' .. gsub(value, '"', '""') .. '"' or value
end

return record
