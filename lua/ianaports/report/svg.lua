-- Charts as SVG: alone, for documents, or inline, for a page.

local element = require "ianaports.report.svg.element"
local files = require "ianaports.page.files"
local label = require "ianaports.report.svg.label"
local names = require "ianaports.report.names"
local sections = require "ianaports.report.sections"

local svg = {}

--- The names of all charts.
svg.charts = names.chart

-- What the root is for the rules of chart.css.
local INLINE, ALONE = "chart-svg", "chart-svg chart-alone"

local WIDTH, LEAST_WIDTH = 720, 320
local MARGIN = 20 -- around a chart that stands alone
local TOP = 10 -- how many assignees
local HEADING = 32
local CAPTION_SIZE, CAPTION_LINE, CAPTION_GAP = 12, 18, 6

-- The rules of the page's charts, as programs take them too that know no custom properties:
-- before each declaration with one stands the same without.
local function read_style()
  local css, message = files.read "chart.css"
  if not css then
    return nil, message
  end
  return (css:gsub("([%w-]+: )var%(%-%-[%w-]+, ([^()]+)%);", "%1%2; %0"))
end

-- Lines below the chart, from a height on. Gives the elements and the height below them.
local function draw_captions(captions, width, y)
  local pieces = {}
  y = y + CAPTION_GAP
  for _, caption in ipairs(captions) do
    for _, line in ipairs(label.wrap(caption, CAPTION_SIZE, width)) do
      y = y + CAPTION_LINE
      pieces[#pieces + 1] = element.text("chart-small", 0, y, line)
    end
  end
  return pieces, y + CAPTION_GAP
end

local function root(chart, id, class, width, height, content)
  local attributes = {
    "xmlns", "http://www.w3.org/2000/svg",
    "class", class,
    "role", "img",
    "aria-labelledby", id .. "-title",
    "aria-describedby", id .. "-description",
    "viewBox", ("0 0 %s %s"):format(element.decimal(width), element.decimal(height)),
  }
  if class ~= INLINE then
    attributes[#attributes + 1], attributes[#attributes + 2] = "width", width
    attributes[#attributes + 1], attributes[#attributes + 2] = "height", height
  end
  table.insert(content, 1, element.new("title", { "id", id .. "-title" },
    element.escape(chart.title)))
  table.insert(content, 2, element.new("desc", { "id", id .. "-description" },
    element.escape(chart.description)))
  return element.new("svg", attributes, content) .. "\n"
end

local function draw_inline(chart, id, width)
  local captions, height = draw_captions({ chart.caption }, width, chart.height)
  return root(chart, id, INLINE, width, height, {
    element.new("g", {}, chart.body),
    element.new("g", {}, captions),
  })
end

local function draw_alone(chart, id, width, source)
  local style, message = read_style()
  if not style then
    return nil, message
  end
  local captions, height = draw_captions({ chart.caption, source }, width, HEADING + chart.height)
  local outer, outer_height = width + 2 * MARGIN, height + 2 * MARGIN
  local place = ("translate(%d %d)"):format(MARGIN, MARGIN)
  return root(chart, id, ALONE, outer, outer_height, {
    element.new("style", {}, "\n" .. style),
    element.rectangle("chart-back", 0, 0, outer, outer_height),
    element.new("g", { "transform", place }, {
      element.text("chart-heading", 0, 16, label.fit(chart.title, 17, width)),
      element.new("g", { "transform", ("translate(0 %d)"):format(HEADING) }, chart.body),
      element.new("g", {}, captions),
    }),
  })
end

-- Which registry it is of, as far as that is known.
local function source_of(summary)
  return (summary.title or summary.last_updated) and element.clean((sections.head(summary))) or ""
end

--- A chart of a summary, as one element `svg`; nil and a message where that cannot be.
-- Options: `top`, how many assignees; `inline`, whether for a page, which has the rules of
-- chart.css and a heading of its own; `width` in units of which text is 13 high, from 320 on;
-- `id`, what ids begin with, the chart's name where it is absent.
function svg.render(summary, name, options)
  options = options or {}
  local width = math.max(LEAST_WIDTH, math.floor(options.width or WIDTH))
  width = options.inline and width or width - 2 * MARGIN
  local chart, message = require("ianaports.report.svg." .. name).draw(summary, {
    width = width,
    top = options.top or TOP,
  })
  if not chart then
    return nil, message
  end
  local id = options.id or "chart-" .. name
  if options.inline then
    return draw_inline(chart, id, width)
  end
  return draw_alone(chart, id, width, source_of(summary))
end

function svg.write(summary, options, put)
  local text, message = svg.render(summary, options.chart, { top = options.top })
  if not text then
    return nil, message
  end
  put(text)
  return true
end

return svg
