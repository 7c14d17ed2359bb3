-- The parts of a report for a terminal.

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

-- Thousands of ports may be unassigned; these have no notes.
function text.put_notes(section, options, put)
  put("\n" .. section.heading .. "\n")
  local labels, notes = section.labels, section.notes
  if not notes then
    put("  " .. table.concat(labels, "\n  ") .. "\n")
    return
  end
  local width = widest(labels)
  local most = math.max(options.width, width + SHORTEST_LABEL)
  for index, label in ipairs(labels) do
    local line = ("  %s  %s"):format(display.pad(label, width), clean(notes[index], options))
    put(fit(trim_right(line), most) .. "\n")
  end
end

function text.put_head(title, line, options, put)
  for _, paragraph in ipairs { title, line } do
    put(table.concat(display.wrap(clean(paragraph, options), options.width), "\n") .. "\n")
  end
end

return text
