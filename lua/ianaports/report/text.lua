-- The parts of a report for a terminal.

local array = require "ianaports.base.array"
local chart = require "ianaports.format.chart"
local display = require "ianaports.base.display"
local trim_right = require("ianaports.base.text").trim_right

local text = {}

local SHORTEST_LABEL = 8
local SHORTEST_BAR = 10

-- How many columns a row has besides label, count and bar.
local BETWEEN = #"  " + #"  " + #"  100.0 %  "

local function clean(value, options)
  return display.line(value, options.ascii)
end

local function fit(value, width)
  return chart.fit(value, width, display.width, "...")
end

local function widest(values)
  local width = 0
  for _, value in ipairs(values) do
    width = math.max(width, display.width(value))
  end
  return width
end

-- The bar of a row, and its note if there is room.
local function bar_of(row, most, width, ascii)
  local bar = row.has_no_bar and "" or chart.bar(row[2], most, width, ascii)
  local noted = bar .. " " .. (row.note or "")
  return display.width(noted) <= width and noted or bar
end

-- Writes a line for each row: label, count, share, bar; or label and note.
function text.put_chart(section, options, put)
  local labels, counts = {}, {}
  for index, row in ipairs(section.rows) do
    labels[index] = clean(row[1], options)
    counts[index] = row[2] and chart.number(row[2]) or ""
  end
  local count_width = widest(counts)
  local room = options.width - count_width - BETWEEN - SHORTEST_BAR
  local label_width = math.min(widest(labels), math.max(SHORTEST_LABEL, room))
  local bar_width = math.max(SHORTEST_BAR, options.width - label_width - count_width - BETWEEN)
  local most = chart.most(section.rows)
  put("\n" .. section.heading .. "\n")
  for index, row in ipairs(section.rows) do
    local line = "  " .. display.pad(fit(labels[index], label_width), label_width) .. "  "
    if row[2] then
      line = ("%s%s%s  %7s  %s"):format(line, (" "):rep(count_width - #counts[index]),
        counts[index], chart.percentage(row[2], section.total),
        bar_of(row, most, bar_width, options.ascii))
    else
      line = line .. row.note
    end
    put(trim_right(line) .. "\n")
  end
end

function text.put_notes(section, options, put)
  put("\n" .. section.heading .. "\n")
  local width = widest(array.map(section.items, function(item)
    return item[1]
  end))
  for _, item in ipairs(section.items) do
    local line = ("  %s  %s"):format(display.pad(item[1], width), clean(item[2], options))
    put(fit(trim_right(line), math.max(options.width, width + SHORTEST_LABEL)) .. "\n")
  end
end

function text.put_head(title, line, options, put)
  for _, paragraph in ipairs { title, line } do
    put(table.concat(display.wrap(clean(paragraph, options), options.width), "\n") .. "\n")
  end
end

return text
