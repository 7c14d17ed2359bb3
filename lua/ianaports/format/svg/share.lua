-- How many ports of each class and protocol are assigned, as horizontal bars of 100 %.

local array = require "ianaports.base.array"
local element = require "ianaports.format.svg.element"
local chart = require "ianaports.format.chart"

local share = {}

local STATUSES = { "assigned", "reserved", "deregistered", "dynamic", "unassigned" }

local CLASSES = {
  system = "System ports, 0\226\128\1471023",
  user = "User ports, 1024\226\128\14749151",
  dynamic = "Dynamic ports, 49152\226\128\14765535",
}

local SIZE = 13 -- of the font
local ROW, BAR = 24, 16 -- heights
local HEADING = 30
local LEGEND, SWATCH = 22, 12
local BETWEEN = 10
local LEAST_ROOM = 240 -- for the bars, if there are counts beside them
local LEAST = 2 -- width of a segment, so that it is visible

local function protocol_of(row)
  return row.protocol == "none" and "any" or row.protocol
end

-- The statuses that occur, in the order of the bars.
local function statuses_of(rows)
  local occurs, list = {}, {}
  for _, row in ipairs(rows) do
    for status in pairs(row.status) do
      occurs[status] = true
    end
  end
  for _, status in ipairs(STATUSES) do
    list[#list + 1] = occurs[status] and status or nil
  end
  return list
end

-- Draws the legend of the colours. Returns the elements and their height.
local function draw_legend(statuses, width)
  local pieces, x, y = {}, 0, 0
  for _, status in ipairs(statuses) do
    local needed = SWATCH + 6 + math.ceil(element.width(status, SIZE)) + 18
    if x > 0 and x + needed > width then
      x, y = 0, y + LEGEND
    end
    array.append(pieces, {
      element.rectangle("chart-" .. status, x + 0.5, y + 3.5, SWATCH - 1, SWATCH - 1),
      element.text("chart-label", x + SWATCH + 6, y + 14, status),
    })
    x = x + needed
  end
  return pieces, y + LEGEND
end

-- The widths of the segments. Each is wide enough to be visible: narrow ones grow, and the widest
-- shrinks.
local function segment_widths(row, statuses, width)
  local widths, widest, taken = {}, nil, 0
  for index, status in ipairs(statuses) do
    local count = row.status[status] or 0
    widths[index] = count > 0 and math.max(LEAST, count / row.ports * width) or 0
    taken = taken + widths[index]
    widest = (not widest or widths[index] > widths[widest]) and index or widest
  end
  widths[widest] = widths[widest] - (taken - width)
  return widths
end

-- The view of the ports of a class and protocol that have a status.
local function view_of(row, status)
  local view = { "class", row.class, "status", status ~= "dynamic" and status or "" }
  if row.protocol ~= "none" then
    array.append(view, { "protocol", row.protocol, "layer", row.protocol })
  end
  return view
end

local function draw_segments(row, statuses, x, y, width, is_linked)
  local pieces = {}
  for index, segment in ipairs(segment_widths(row, statuses, width)) do
    local status = statuses[index]
    if segment > 0 then
      local count, edge = row.status[status], status == "unassigned" and 0.5 or 0
      pieces[#pieces + 1] = element.item("chart-part", is_linked and view_of(row, status) or nil, {
        element.title(("%s: %s of %s %s (%s)"):format(protocol_of(row), chart.number(count),
          chart.number(row.ports), status, chart.percentage(count, row.ports))),
        element.rectangle("chart-" .. status, x + edge, y + edge, segment - 2 * edge,
          BAR - 2 * edge),
      })
      x = x + segment
    end
  end
  return table.concat(pieces, "\n")
end

local function texts_of(rows)
  local protocols, counts, shares = {}, {}, {}
  for index, row in ipairs(rows) do
    local assigned = row.status.assigned or 0
    protocols[index] = protocol_of(row)
    counts[index] = ("%s of %s"):format(chart.number(assigned), chart.number(row.ports))
    shares[index] = chart.percentage(assigned, row.ports)
  end
  return protocols, counts, shares
end

local function draw(rows, frame)
  local width = frame.width
  local statuses = statuses_of(rows)
  local pieces, y = draw_legend(statuses, width)
  local protocols, counts, shares = texts_of(rows)
  local left = element.widest(protocols, SIZE) + BETWEEN
  local right = BETWEEN + element.widest(shares, SIZE)
  local room = width - left - right
  local room_beside_counts = room - BETWEEN - element.widest(counts, SIZE)
  local has_counts = room_beside_counts >= LEAST_ROOM
  room = has_counts and room_beside_counts or room
  for index, row in ipairs(rows) do
    if row.class ~= (rows[index - 1] or {}).class then
      pieces[#pieces + 1] = element.text("chart-group", 0, y + HEADING - 10, CLASSES[row.class])
      pieces[#pieces + 1] = element.text("chart-small", width, y + HEADING - 10, "assigned", "end")
      y = y + HEADING
    end
    local line = y + ROW / 2 + SIZE * 0.36
    pieces[#pieces + 1] = element.text("chart-label", 0, line, protocols[index])
    pieces[#pieces + 1] = draw_segments(row, statuses, left, y + (ROW - BAR) / 2, room,
      frame.is_linked)
    pieces[#pieces + 1] = has_counts and element.text("chart-muted", width - right, line,
      counts[index], "end") or nil
    pieces[#pieces + 1] = element.text("chart-label", width, line, shares[index], "end")
    y = y + ROW
  end
  return pieces, y
end

local function describe(rows)
  local protocols, counts, shares = texts_of(rows)
  local texts = {}
  for index, row in ipairs(rows) do
    texts[index] = ("%s, %s: %s (%s)"):format(row.class, protocols[index], counts[index],
      shares[index])
  end
  return "Assigned of the ports: " .. table.concat(texts, "; ")
end

function share.draw(summary, frame)
  local rows = summary.share
  if not rows then
    return nil, "the chart share takes a summary that ianaports.report.summarize returns"
  end
  local body, height = {}, 0
  if rows[1] then
    body, height = draw(rows, frame)
  end
  return {
    title = summary.list and "Seen ports that are assigned, by class and protocol"
      or "Ports that are assigned, by class and protocol",
    description = rows[1] and describe(rows) or "No ports.",
    caption = rows[1] and "" or "No ports.",
    body = body,
    height = height,
  }
end

return share
