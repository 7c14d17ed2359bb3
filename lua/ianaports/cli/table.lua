-- Tables for reading, fitted to a width; and entries one below the other.

local columns = require "ianaports.cli.columns"
local display = require "ianaports.base.display"
local trim_right = require("ianaports.base.text").trim_right

local layout = {}

local GAP = 2 -- between columns
local NARROWEST = 8 -- what no column is narrowed below, unless the width is too small

-- Control sequences (ECMA-48, select graphic rendition).
local BOLD, DIM, CYAN, GREEN, RESET = "\27[1m", "\27[2m", "\27[36m", "\27[32m", "\27[0m"

local COLORS = { service_name = GREEN, port_number = CYAN, ports = CYAN, port = CYAN }

local function style(styled, sequence, wanted)
  return wanted and sequence and styled ~= "" and sequence .. styled .. RESET or styled
end

-- Entries that name no service are there to be told, but not what is sought.
local function is_faint(row)
  return row.status ~= nil and row.status ~= "assigned"
end

local function natural_widths(cells, names)
  local widths = {}
  for index, name in ipairs(names) do
    widths[index] = display.width(columns.title(name))
  end
  for _, row in ipairs(cells) do
    for index, cell in ipairs(row) do
      widths[index] = math.max(widths[index], display.width(cell))
    end
  end
  return widths
end

local function sum(widths)
  local total = (#widths - 1) * GAP
  for _, width in ipairs(widths) do
    total = total + width
  end
  return total
end

-- Narrows the widest column, and again, until the table fits.
local function fit(widths, available)
  local floor = NARROWEST
  local excess = available and sum(widths) - available or 0
  while excess > 0 do
    local widest = 1
    for index = 2, #widths do
      widest = widths[index] >= widths[widest] and index or widest
    end
    if widths[widest] <= floor then
      if floor == 1 then
        return
      end
      floor = 1
    else
      widths[widest] = widths[widest] - 1
      excess = excess - 1
    end
  end
end

-- The lines of a row whose cells may need several.
local function row_lines(cells, widths)
  local wrapped, height = {}, 1
  for index, cell in ipairs(cells) do
    wrapped[index] = display.width(cell) <= widths[index] and { cell }
      or display.wrap(cell, widths[index])
    height = math.max(height, #wrapped[index])
  end
  return wrapped, height
end

local function last_filled(wrapped, line)
  for index = #wrapped, 1, -1 do
    if (wrapped[index][line] or "") ~= "" then
      return index
    end
  end
  return 0
end

-- Writes one row; `styles` gives the control sequence for a column's index, or nil.
local function write_row(put, cells, widths, styles)
  local wrapped, height = row_lines(cells, widths)
  for line = 1, height do
    local pieces = {}
    local last = last_filled(wrapped, line)
    for index = 1, last do
      local cell = wrapped[index][line] or ""
      local padding = index < last and (" "):rep(widths[index] - display.width(cell) + GAP) or ""
      pieces[index] = style(cell, styles(index), true) .. padding
    end
    put(table.concat(pieces) .. "\n")
  end
end

-- Writes a table with `put`. Of the settings, `width` is nil if any width will do.
function layout.write(put, names, rows, settings)
  local colored = settings.colored
  local cells, titles = {}, {}
  for index, name in ipairs(names) do
    titles[index] = columns.title(name)
  end
  for number, row in ipairs(rows) do
    cells[number] = {}
    for index, name in ipairs(names) do
      cells[number][index] = display.line(columns.cell(row, name), settings.ascii_only)
    end
  end
  local widths = natural_widths(cells, names)
  fit(widths, settings.width)
  write_row(put, titles, widths, function()
    return colored and BOLD
  end)
  for number, row in ipairs(rows) do
    local faint = is_faint(row)
    write_row(put, cells[number], widths, function(index)
      return colored and (faint and DIM or COLORS[names[index]])
    end)
  end
end

-- Writes each row as lines of title and text, the latter wrapped, with an empty line
-- between rows.
function layout.write_records(put, names, rows, settings)
  local width, colored = settings.width, settings.colored
  local margin = 0
  for _, name in ipairs(names) do
    margin = math.max(margin, display.width(columns.title(name)) + GAP)
  end
  local available = width and math.max(width - margin, NARROWEST) or math.huge
  for number, row in ipairs(rows) do
    if number > 1 then
      put "\n"
    end
    for _, name in ipairs(names) do
      local cell = columns.cell(row, name)
      local title = display.pad(columns.title(name), margin)
      local lines = cell ~= "" and display.wrap(cell, available, settings.ascii_only) or {}
      for index, line in ipairs(lines) do
        local label = index == 1 and style(title, BOLD, colored) or (" "):rep(margin)
        put(trim_right(label .. style(line, COLORS[name], colored)) .. "\n")
      end
    end
  end
end

return layout
