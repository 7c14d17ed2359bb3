-- The largest assignees, as horizontal bars.

local array = require "ianaports.base.array"
local chart = require "ianaports.format.chart"
local element = require "ianaports.format.svg.element"

local assignees = {}

local ROW, BAR = 24, 16 -- heights
local SIZE = 13 -- of the font
local BETWEEN = 8
local LONGEST_LISTED = 60 -- of a name in the description, in parts of the size
local LONGEST_NAME = 0.42 -- of the width

-- The rows with bars, and the rows that sum up the rest, all with clean names.
local function read(summary, top)
  local rows, rest = {}, {}
  for _, row in ipairs(chart.top_rows(summary.assignee, "assignee", top)) do
    local list = row.has_no_bar and rest or rows
    list[#list + 1] = { name = element.clean(row[1]), cell = row[1], count = row[2] }
  end
  return rows, rest
end

-- The view of an assignee's entries; nil if a query cannot have the name.
local function view_of(row)
  return not row.cell:find '"' and { "q", ('assignee:"%s"'):format(row.cell) } or nil
end

local function draw(rows, frame)
  local width = frame.width
  local names, counts = {}, {}
  for index, row in ipairs(rows) do
    names[index] = element.fit(row.name, SIZE, width * LONGEST_NAME)
    counts[index] = chart.number(row.count)
  end
  local left = element.widest(names, SIZE) + BETWEEN
  local room = width - left - BETWEEN - element.widest(counts, SIZE)
  local pieces = {}
  for index, row in ipairs(rows) do
    local y = (index - 1) * ROW
    local bar = math.max(1, row.count / rows[1].count * room)
    local line = y + ROW / 2 + SIZE * 0.36
    pieces[index] = element.item("chart-item", frame.is_linked and view_of(row) or nil, {
      element.title(("%s: %s"):format(row.name, counts[index])),
      element.rectangle("chart-hit", 0, y, width, ROW),
      element.text("chart-label", left - BETWEEN, line, names[index], "end"),
      element.rectangle("chart-bar", left, y + (ROW - BAR) / 2, bar, BAR),
      element.text("chart-label", left + bar + BETWEEN, line, counts[index]),
    })
  end
  return pieces
end

local function list(rows, one, many)
  return table.concat(array.map(rows, function(row)
    return ("%s: %s"):format(element.fit(row.name, 1, LONGEST_LISTED),
      chart.plural(row.count, one, many))
  end), "; ")
end

function assignees.draw(summary, frame)
  local rows, rest = read(summary, frame.top)
  local one, many = chart.nouns(summary)
  local caption = list(rest, one, many)
  if not rows[1] and not rest[1] then
    caption = ("No %s."):format(many)
  end
  return {
    title = summary.list and "Largest assignees of the ports" or "Largest assignees",
    description = list(rows, one, many) .. (rows[1] and rest[1] and "; " or "") .. caption,
    caption = caption,
    body = rows[1] and draw(rows, frame) or {},
    height = #rows * ROW,
  }
end

return assignees
