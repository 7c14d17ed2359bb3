-- Registrations by year, as vertical bars.

local array = require "ianaports.base.array"
local element = require "ianaports.format.svg.element"
local chart = require "ianaports.format.chart"

local years = {}

local TOP, HEIGHT, BOTTOM = 18, 200, 24 -- above the bars, of the bars, below for the years
local TICK_SIZE = 12
local MOST_TICKS = 5
local HATCH = 6 -- between hatched lines
local YEAR_ROOM = 40 -- between years that are named
local HALF_YEAR = 16 -- half the width of a year's text, which may be wider than its bar
local MOST_TIES = 3 -- years that are named
local FILLED = 0.76 -- how much of its room a bar fills

-- The least of 1, 2, 5, 10, 20 and so on that reaches `value` if it is multiplied by `most`.
local function round_step(value, most)
  local power = 1
  while true do
    for _, step in ipairs { power, 2 * power, 5 * power } do
      if step * most >= value then
        return step
      end
    end
    power = power * 10
  end
end

-- The rows of years, and those with the most entries: several if they tie, none if there is none.
local function read(summary)
  local rows, most = chart.year_rows(summary), {}
  for _, row in ipairs(rows) do
    local highest = most[1] and most[1][2] or 1
    if row[2] > highest then
      most = { row }
    elseif row[2] == highest then
      most[#most + 1] = row
    end
  end
  return rows, most
end

-- Draws lines at round numbers. Returns the elements, the x at which the bars begin, and the height
-- of one entry.
local function draw_scale(most, width)
  local step = round_step(most, MOST_TICKS)
  local ticks = math.ceil(most / step)
  local left = math.ceil(element.width(chart.number(ticks * step), TICK_SIZE)) + 8
  local unit = HEIGHT / (ticks * step)
  local pieces = {}
  for tick = 0, ticks do
    local y = TOP + HEIGHT - tick * step * unit
    pieces[#pieces + 1] = element.rule(tick == 0 and "chart-axis" or "chart-grid", left, y,
      width - left)
    pieces[#pieces + 1] = element.text("chart-small", left - 8, y + 4,
      chart.number(tick * step), "end")
  end
  return pieces, left, unit
end

-- Hatches the years that are not known, from the day on until which they are. Returns the elements.
local function draw_unknown(rows, left, room, id)
  local from
  for index, row in ipairs(rows) do
    local month, day = (row.known_until or ""):match "^%d+%-(%d+)%-(%d+)$"
    local share = month and (month - 1 + day / 31) / 12 or row.known_until and 1 or 0
    if not from and (row.known_until or row.is_unknown) then
      from = left + (index - 1 + share) * room
    end
  end
  if not from then
    return {}
  end
  local width = left + #rows * room - from
  local pieces = {
    element.new("pattern", {
      "id", id .. "-hatch", "width", HATCH, "height", HATCH,
      "patternUnits", "userSpaceOnUse", "patternTransform", "rotate(45)",
    }, element.new("path", { "class", "chart-hatch", "d", ("M0 0v%d"):format(HATCH) })),
    element.new("rect", {
      "x", from, "y", TOP, "width", width, "height", HEIGHT, "fill", ("url(#%s-hatch)"):format(id),
    }),
  }
  if element.width(chart.UNKNOWN, TICK_SIZE) <= width then
    pieces[3] = element.text("chart-small", from + width / 2, TOP - 6, chart.UNKNOWN, "middle")
  end
  return pieces
end

-- What is shown of a row if the pointer rests on it.
local function tip(row)
  if row.is_unknown and row[2] == 0 then
    return ("%s: %s"):format(row[1], chart.UNKNOWN)
  end
  local year = row.known_until and ("%s until %s"):format(row[1], row.known_until) or row[1]
  return ("%s: %s"):format(year, chart.number(row[2]))
end

local function draw_bar(row, x, room, unit, is_linked)
  local pieces = {
    element.title(tip(row)),
    element.rectangle("chart-hit", x, TOP, room, HEIGHT),
  }
  if row[2] > 0 then
    local height = math.max(1, row[2] * unit)
    pieces[3] = element.rectangle("chart-bar", x + room * (1 - FILLED) / 2,
      TOP + HEIGHT - height, room * FILLED, height)
  end
  local view = is_linked and row[2] > 0 and { "q", "registered:" .. row[1] } or nil
  return element.item("chart-item", view, pieces)
end

local function draw(rows, most, frame)
  local width = frame.width
  local pieces, left, unit = draw_scale(most, width)
  local room = (width - left) / #rows
  room = (width - left - math.max(0, HALF_YEAR - room / 2)) / #rows
  array.append(pieces, draw_unknown(rows, left, room, frame.id))
  local named = round_step(YEAR_ROOM / room, 1)
  for index, row in ipairs(rows) do
    local x = left + (index - 1) * room
    pieces[#pieces + 1] = draw_bar(row, x, room, unit, frame.is_linked)
    if tonumber(row[1]) % named == 0 then
      pieces[#pieces + 1] = element.text("chart-small", x + room / 2, TOP + HEIGHT + 18, row[1],
        "middle")
    end
  end
  return pieces
end

local function describe(summary, most)
  local undated, unknown = summary.year.none or 0, summary.year.unknown or 0
  local one, many = chart.nouns(summary)
  local total = summary.entries or summary.ports
  local sentences = {}
  if #most > MOST_TIES then
    sentences[1] = ("The most in a year: %s, in %d years."):format(chart.number(most[1][2]), #most)
  elseif most[1] then
    sentences[1] = ("The most in %s%s: %s."):format(
      table.concat(array.map(most, function(row)
        return row[1]
      end), " and in "), most[2] and ", each" or "", chart.number(most[1][2]))
  end
  if undated > 0 then
    sentences[#sentences + 1] = ("%s of %s %s no date of registration."):format(
      chart.number(undated), chart.plural(total, one, many), total == 1 and "has" or "have")
  end
  if unknown > 0 then
    sentences[#sentences + 1] = ("Of %s, the date is %s."):format(chart.plural(unknown, one, many),
      chart.UNKNOWN)
  end
  return sentences[1] and table.concat(sentences, " ") or ("No %s."):format(many)
end

function years.draw(summary, frame)
  local rows, most = read(summary)
  local caption = describe(summary, most)
  return {
    title = summary.list and "Ports by year of registration" or "Registrations by year",
    description = most[1] and ("From %s to %s. %s"):format(rows[1][1], rows[#rows][1], caption)
      or caption,
    caption = caption,
    body = most[1] and draw(rows, most[1][2], frame) or {},
    height = most[1] and TOP + HEIGHT + BOTTOM or 0,
  }
end

return years
