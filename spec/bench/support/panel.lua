-- A part of the chart: labelled bars on one axis, with marks where a target is.

local svg = require "spec.bench.support.svg"

local panel = {}

panel.ROW = 26

local TICKS = {
  0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000,
}

-- A scale has the position of a value between 0 and 1, and the values to write below the axis.

function panel.linear(low, high, ticks)
  return {
    ticks = ticks,
    share = function(value)
      return (value - low) / (high - low)
    end,
  }
end

-- From the tick below the least value to the one above the greatest. If there is little room, only
-- powers of ten are written.
function panel.logarithmic(least, most, only_powers)
  local first, last = 1, #TICKS
  while first < #TICKS - 1 and TICKS[first + 1] <= least do
    first = first + 1
  end
  while last > first + 1 and TICKS[last - 1] >= most do
    last = last - 1
  end
  local low, high = math.log(TICKS[first]), math.log(TICKS[last])
  local ticks = {}
  for index = first, last do
    local tick = TICKS[index]
    if not only_powers or ("%g"):format(tick):find "^[0.]*10*$" then
      ticks[#ticks + 1] = tick
    end
  end
  return {
    ticks = ticks,
    share = function(value)
      return (math.log(value) - low) / (high - low)
    end,
  }
end

local function vertical(x, top, bottom, class)
  return svg.element("line", { x1 = x, x2 = x, y1 = top, y2 = bottom, class = class })
end

-- Draws a row from y down. `at` returns the position of a value.
local function draw_row(add, row, frame, at, y)
  if frame.label_end then
    add(svg.text(frame.label_end, y + 18, row.label, { ["text-anchor"] = "end" }))
  end
  local last = frame.left
  if row.value then
    local from, to = at(frame.base), at(row.value)
    add(svg.element("rect", {
      x = math.min(from, to), y = y + 4, width = math.max(math.abs(to - from), 2),
      height = panel.ROW - 8, class = row.class,
    }))
    last = math.max(from, to)
  end
  if row.mark then
    last = math.max(last, at(row.mark))
    add(vertical(at(row.mark), y + 1, y + panel.ROW - 1, "target"))
  end
  add(svg.text(last + 8, y + 18, row.text))
end

-- Draws rows of { label, value, text, mark, class } into a frame: left, right, top, label_end,
-- title, scale, base (where bars begin). Returns where it ends.
function panel.draw(add, frame, rows)
  local function at(value)
    local share = math.max(0, math.min(1, frame.scale.share(value)))
    return math.floor(frame.left + share * (frame.right - frame.left) + 0.5)
  end
  local top = frame.top + 16
  local bottom = top + #rows * panel.ROW
  add(svg.text(frame.title_x or frame.left, frame.top, frame.title, { class = "heading" }))
  for _, tick in ipairs(frame.scale.ticks) do
    add(vertical(at(tick), top, bottom, "grid"))
    add(svg.text(at(tick), bottom + 18, ("%g"):format(tick),
      { class = "faint", ["text-anchor"] = "middle" }))
  end
  add(vertical(at(frame.base), top, bottom, "base"))
  for index, row in ipairs(rows) do
    draw_row(add, row, frame, at, top + (index - 1) * panel.ROW)
  end
  return bottom + 24
end

return panel
