-- Tables that fit a width, and entries one below the other.

local array = require "ianaports.base.array"
local columns = require "ianaports.cli.columns"
local display = require "ianaports.base.display"
local UNKNOWN = require("ianaports.base.lacks").TEXT
local trim_right = require("ianaports.base.text").trim_right

local layout = {}

local GAP = 2 -- between columns
local MIN_WIDTH = 8 -- of the texts beside the titles of records

-- A table is narrowed until words of this width would have to be broken, longer ones are broken;
-- if it is still too wide, until shorter ones would. Titles and dates have at most 12 characters.
-- Names of services, which are for copying, are never broken.
local UNBROKEN = { 20, 12 }

-- Control sequences (ECMA-48, select graphic rendition).
local BOLD, DIM, CYAN, GREEN, RESET = "\27[1m", "\27[2m", "\27[36m", "\27[32m", "\27[0m"

local COLORS = { service_name = GREEN, port_number = CYAN, ports = CYAN, port = CYAN }

local function style(text, sequence)
  return sequence and text ~= "" and sequence .. text .. RESET or text
end

-- Entries that name no service are shown faintly, and so are cells that are not known.
local function style_of(row, name)
  if row.status and row.status ~= "assigned" or row[name] == UNKNOWN then
    return DIM
  end
  return COLORS[name]
end

-- The greatest width(cell) of each column. `lines` are arrays of cells.
local function greatest(lines, width)
  local widths = {}
  for _, cells in ipairs(lines) do
    for index, cell in ipairs(cells) do
      widths[index] = math.max(widths[index] or 0, width(cell))
    end
  end
  return widths
end

local function longest_word(cell)
  local longest = 0
  for word in cell:gmatch "[^ ]+" do
    longest = math.max(longest, display.width(word))
  end
  return longest
end

-- Narrows the widest columns until the table fits. Returns whether it does: no column gets narrower
-- than its floor.
local function narrow(widths, floors, available)
  local excess = (#widths - 1) * GAP - available
  for _, width in ipairs(widths) do
    excess = excess + width
  end
  while excess > 0 do
    local widest
    for index, width in ipairs(widths) do
      if width > floors[index] and not (widest and width < widths[widest]) then
        widest = index
      end
    end
    if not widest then
      return false
    end
    widths[widest] = widths[widest] - 1
    excess = excess - 1
  end
  return true
end

-- The widths of the columns, or nil if the table does not fit.
local function fit(lines, names, available)
  local widths = greatest(lines, display.width)
  if not available or narrow(widths, widths, available) then
    return widths
  end
  local words = greatest(lines, longest_word)
  for _, unbroken in ipairs(UNBROKEN) do
    local floors = {}
    for index, word in ipairs(words) do
      floors[index] = names[index] == "service_name" and word or math.min(word, unbroken)
    end
    if narrow(widths, floors, available) then
      return widths
    end
  end
end

-- The cells of a row, each as an array of lines, and the number of lines of the highest one.
local function wrap(cells, widths)
  local wrapped, height = {}, 1
  for index, cell in ipairs(cells) do
    wrapped[index] = display.width(cell) <= widths[index] and { cell }
      or display.wrap(cell, widths[index])
    height = math.max(height, #wrapped[index])
  end
  return wrapped, height
end

-- Writes one row; styles(index) returns the control sequence of a column, or nil.
local function write_row(put, cells, widths, styles)
  local wrapped, height = wrap(cells, widths)
  for line = 1, height do
    local text, gap = "", "" -- the gap is written only before a cell
    for index, lines in ipairs(wrapped) do
      local cell = lines[line] or ""
      if cell ~= "" then
        text = text .. gap .. style(cell, styles(index))
        gap = ""
      end
      gap = gap .. (" "):rep(widths[index] - display.width(cell) + GAP)
    end
    put(text .. "\n")
  end
end

-- Writes a table with put(text); or records, if the table does not fit. `settings` has `width`, or
-- nil for any width; `colored`; and `ascii_only`.
function layout.write(put, names, rows, settings)
  names = columns.in_use(names, rows)
  local lines = { array.map(names, columns.title) }
  for index, row in ipairs(rows) do
    lines[index + 1] = columns.cells(row, names, display.line, settings.ascii_only)
  end
  local widths = fit(lines, names, settings.width)
  if not widths then
    return layout.write_records(put, names, rows, settings)
  end
  for index, cells in ipairs(lines) do
    local row = rows[index - 1]
    write_row(put, cells, widths, function(column)
      return settings.colored and (row and style_of(row, names[column]) or not row and BOLD) or nil
    end)
  end
end

-- Writes lines of text, the first one beside a title. The styles are control sequences, or nil.
function layout.write_item(put, title, lines, margin, title_style, text_style)
  for index, line in ipairs(lines) do
    local label = index == 1 and style(display.pad(title, margin), title_style)
      or (" "):rep(margin)
    put(trim_right(label .. style(line, text_style)) .. "\n")
  end
end

-- Writes the cells of each row one below the other, with an empty line between rows.
function layout.write_records(put, names, rows, settings)
  local margin = GAP
  names = columns.in_use(names, rows)
  for _, name in ipairs(names) do
    margin = math.max(margin, display.width(columns.title(name)) + GAP)
  end
  local width = settings.width and math.max(settings.width - margin, MIN_WIDTH) or math.huge
  for number, row in ipairs(rows) do
    if number > 1 then
      put "\n"
    end
    for _, name in ipairs(names) do
      local cell = columns.cell(row, name)
      local lines = cell ~= "" and display.wrap(cell, width, settings.ascii_only) or {}
      layout.write_item(put, columns.title(name), lines, margin, settings.colored and BOLD or nil,
        settings.colored and (cell == UNKNOWN and DIM or COLORS[name]) or nil)
    end
  end
end

return layout
