-- Registrations by year, as vertical bars.

local element = require "ianaports.format.svg.element"
local chart = require "ianaports.format.chart"

local years = {}

local TOP, HEIGHT, BOTTOM = 18, 200, 24 -- above the bars, of the bars, below for the years
local TICK_SIZE = 12
local MOST_TICKS = 5
local YEAR_ROOM = 40 -- between years that are named
local HALF_YEAR = 16 -- half the width of a year's text, which may be wider than its bar
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

-- The rows of years, how many entries have no year, and the row with the most.
local function read(summary)
  local rows, most = chart.year_rows(summary.year), nil
  for _, row in ipairs(rows) do
    if not most or row[2] > most[2] then
      most = row
    end
  end
  return rows, summary.year.none or 0, most
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

local function draw_bar(row, x, room, unit)
  local pieces = {
    element.title(("%s: %s"):format(row[1], chart.number(row[2]))),
    element.rectangle("chart-hit", x, TOP, room, HEIGHT),
  }
  if row[2] > 0 then
    local height = math.max(1, row[2] * unit)
    pieces[3] = element.rectangle("chart-bar", x + room * (1 - FILLED) / 2,
      TOP + HEIGHT - height, room * FILLED, height)
  end
  return element.new("g", { "class", "chart-item" }, pieces)
end

local function draw(rows, most, width)
  local pieces, left, unit = draw_scale(most[2], width)
  local room = (width - left) / #rows
  room = (width - left - math.max(0, HALF_YEAR - room / 2)) / #rows
  local named = round_step(YEAR_ROOM / room, 1)
  for index, row in ipairs(rows) do
    local x = left + (index - 1) * room
    pieces[#pieces + 1] = draw_bar(row, x, room, unit)
    if tonumber(row[1]) % named == 0 then
      pieces[#pieces + 1] = element.text("chart-small", x + room / 2, TOP + HEIGHT + 18, row[1],
        "middle")
    end
  end
  return pieces
end

local function describe(summary, most, undated)
  local one, many = chart.nouns(summary)
  local total = summary.entries or summary.ports
  local sentences = {}
  if most then
    sentences[1] = ("The most in %s: %s."):format(most[1], chart.number(most[2]))
  end
  if undated > 0 then
    sentences[#sentences + 1] = ("%s of %s %s no date of registration."):format(
      chart.number(undated), chart.plural(total, one, many), total == 1 and "has" or "have")
  end
  return sentences[1] and table.concat(sentences, " ") or ("No %s."):format(many)
end

function years.draw(summary, frame)
  local rows, undated, most = read(summary)
  local caption = describe(summary, most, undated)
  return {
    title = summary.list and "Ports by year of registration" or "Registrations by year",
    description = most and ("From %s to %s. %s"):format(rows[1][1], rows[#rows][1], caption)
      or caption,
    caption = caption,
    body = most and draw(rows, most, frame.width) or {},
    height = most and TOP + HEIGHT + BOTTOM or 0,
  }
end

return years
