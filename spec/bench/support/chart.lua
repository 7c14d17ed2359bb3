-- The results as a chart: each figure's ratio to its floor as a bar, with its target; then what
-- peers take; then how look-ups and loading grow.

local panel = require "spec.bench.support.panel"
local printed = require "spec.bench.support.printed"
local svg = require "spec.bench.support.svg"

local chart = {}

local WIDTH, MARGIN, LABEL_END = 1160, 24, 560
local FIGURES = 70 -- room for the text after a bar

local STYLE = [[
text { font: 15px sans-serif; fill: #1f2933 }
.heading { font-size: 18px; font-weight: bold }
.faint { fill: #52606d }
.ground { fill: #ffffff }
.grid { stroke: #d2d9e0 }
.base { stroke: #1f2933 }
.met { fill: #6aaede }
.missed { fill: #ec8f6e }
.plain { fill: #b9c4cf }
.own { fill: #6aaede }
.target { stroke: #1f2933; stroke-width: 3 }
]]

local verdicts = { [true] = "met", [false] = "missed" }

local function range_of(rows, least, most)
  for _, row in ipairs(rows) do
    for _, key in ipairs { "value", "mark" } do
      if row[key] then
        least, most = math.min(least, row[key]), math.max(most, row[key])
      end
    end
  end
  return least, most
end

local function draw_comparisons(add, list, top)
  local rows = {}
  for index, row in ipairs(list) do
    rows[index] = {
      label = row.what .. " / " .. row.floor_name,
      value = row.ratio and row.ratio.median,
      mark = row.target_ratio,
      class = verdicts[row.meets] or "plain",
      text = row.ratio and printed.number(row.ratio.median) or "not installed",
    }
  end
  return panel.draw(add, {
    title = "Times the floor; the mark is the target, orange misses it",
    title_x = MARGIN, top = top, left = LABEL_END + 12, right = WIDTH - FIGURES,
    label_end = LABEL_END, base = 1, scale = panel.logarithmic(range_of(rows, 0.5, 2)),
  }, rows)
end

local columns = {
  { "first answer, ms", "first", least = 1 },
  { "a look-up, us", "lookup", least = 0.05 },
  { "peak memory, MiB", "memory", least = 1 },
  { "rows, %", "share" },
}

-- Logarithmic from `least`, or of percents.
local function scale_of(rows, least)
  if not least then
    return panel.linear(0, 100, { 0, 50, 100 })
  end
  local low, high = range_of(rows, least, least * 10)
  return panel.logarithmic(low, high, true)
end

local function draw_peers(add, list, top)
  local label_end, width = 260, 212
  local bottom
  for column, definition in ipairs(columns) do
    local title, key, rows = definition[1], definition[2], {}
    for index, peer in ipairs(list) do
      local summary = peer[key]
      rows[index] = {
        label = peer.name,
        value = summary and summary.median,
        class = index == 1 and "own" or "plain",
        text = summary and printed.number(summary.median) or "not installed",
      }
    end
    local left = label_end + 12 + (column - 1) * width
    bottom = panel.draw(add, {
      title = title, top = top, left = left, right = left + width - FIGURES - 12,
      label_end = column == 1 and label_end or nil, base = definition.least or 0,
      scale = scale_of(rows, definition.least),
    }, rows)
  end
  return bottom
end

local function draw_growth(add, list, top)
  local rows = {}
  for index, row in ipairs(list) do
    rows[index] = {
      label = row.what,
      value = row.slope.median,
      mark = row.target_slope,
      class = verdicts[row.meets] or "plain",
      text = printed.exponent(row.slope.median),
    }
  end
  return panel.draw(add, {
    title = "Growth with the rows: exponent, 0 is flat and 1 is linear; the mark is the target",
    title_x = MARGIN, top = top, left = LABEL_END + 12, right = WIDTH - FIGURES,
    label_end = LABEL_END, base = 0, scale = panel.linear(-0.25, 1.25, { 0, 0.5, 1 }),
  }, rows)
end

local panels = {
  { "comparisons", draw_comparisons },
  { "peers", draw_peers },
  { "growth", draw_growth },
}

-- The text of an SVG file.
function chart.svg(results)
  local elements = {}
  local function add(element)
    elements[#elements + 1] = element
  end
  local y = MARGIN + 12
  for _, definition in ipairs(panels) do
    local kind, draw = definition[1], definition[2]
    if #results[kind] > 0 then
      y = draw(add, results[kind], y) + MARGIN + 12
    end
  end
  return svg.document(WIDTH, y, STYLE, elements)
end

return chart
