-- Records as the page reads them: a text for each field, with the cells of all records.
--
-- Cells stand one after another, parted by commas. One that is as the cell before is left
-- empty. A text is the place of its string in the pool, counted from 1, and a number is
-- itself; "-" is no value. `records.mjs` reads it.

local cells = {}

local NUMBERS = { port_number = true, port_last = true, port = true, count = true }

--- A pool, which holds each distinct string once.
function cells.pool()
  return { strings = {}, places = {} }
end

local function place(pool, value)
  local found = pool.places[value]
  if not found then
    found = #pool.strings + 1
    pool.strings[found] = value
    pool.places[value] = found
  end
  return found
end

local function code(pool, field, value)
  if value == nil then
    return "-"
  end
  return ("%d"):format(NUMBERS[field] and value or place(pool, value))
end

-- The cells of one field, or nil where no record has it.
local function column(pool, records, field)
  local codes, before, used = {}, nil, false
  for index, record in ipairs(records) do
    local cell = code(pool, field, record[field])
    codes[index] = cell == before and "" or cell
    before = cell
    used = used or cell ~= "-"
  end
  return used and table.concat(codes, ",") or nil
end

--- How many records there are, and the cells of each field that any of them has.
function cells.encode(pool, records, fields)
  local encoded = { length = #records, columns = {} }
  for _, field in ipairs(fields) do
    encoded.columns[field] = column(pool, records, field)
  end
  return encoded
end

return cells
