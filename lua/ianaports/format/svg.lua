-- Charts of a summary as SVG: alone, for documents, or inline, for a page.

local chart = require "ianaports.format.chart"
local element = require "ianaports.format.svg.element"
local resource = require "ianaports.base.resource"

local svg = {}

--- The names of all charts.
svg.charts = chart.DRAWN

-- Classes of the root in chart.css.
local INLINE, ALONE = "chart-svg", "chart-svg chart-alone"

local WIDTH, LEAST_WIDTH = 720, 320
local MARGIN = 20 -- around a chart that stands alone
local TOP = 10 -- how many assignees
local HEADING = 32
local CAPTION_SIZE, CAPTION_LINE, CAPTION_GAP = 12, 18, 6

--- The rules of charts, as the page has them; or nil and a message.
function svg.style()
  return resource.read "format/svg/chart.css"
end

-- The same rules for programs that know no custom properties: before each declaration with a
-- property stands the same declaration with a plain colour.
local function plain_style()
  local css, message = svg.style()
  if not css then
    return nil, message
  end
  return (css:gsub("([%w-]+: )var%(%-%-[%w-]+, ([^()]+)%);", "%1%2; %0"))
end

-- Lines below the chart, from a height on. Returns the elements and the height below them.
local function draw_captions(captions, width, y)
  local pieces = {}
  y = y + CAPTION_GAP
  for _, caption in ipairs(captions) do
    for _, line in ipairs(element.wrap(caption, CAPTION_SIZE, width)) do
      y = y + CAPTION_LINE
      pieces[#pieces + 1] = element.text("chart-small", 0, y, line)
    end
  end
  return pieces, y + CAPTION_GAP
end

local function root(figure, id, class, width, height, content)
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
    element.escape(figure.title)))
  table.insert(content, 2, element.new("desc", { "id", id .. "-description" },
    element.escape(figure.description)))
  return element.new("svg", attributes, content) .. "\n"
end

local function draw_inline(figure, id, width)
  local captions, height = draw_captions({ figure.caption }, width, figure.height)
  return root(figure, id, INLINE, width, height, {
    element.new("g", {}, figure.body),
    element.new("g", {}, captions),
  })
end

local function draw_alone(figure, id, width, source)
  local style, message = plain_style()
  if not style then
    return nil, message
  end
  local captions, height = draw_captions({ figure.caption, source }, width, HEADING + figure.height)
  local outer, outer_height = width + 2 * MARGIN, height + 2 * MARGIN
  local shift = ("translate(%d %d)"):format(MARGIN, MARGIN)
  return root(figure, id, ALONE, outer, outer_height, {
    element.new("style", {}, "\n" .. style),
    element.rectangle("chart-back", 0, 0, outer, outer_height),
    element.new("g", { "transform", shift }, {
      element.text("chart-heading", 0, 16, element.fit(figure.title, 17, width)),
      element.new("g", { "transform", ("translate(0 %d)"):format(HEADING) }, figure.body),
      element.new("g", {}, captions),
    }),
  })
end

-- Title and date of the registry, as far as they are known.
local function source_of(summary)
  return (summary.title or summary.last_updated) and element.clean((chart.head(summary))) or ""
end

--- A chart of a summary as one element `svg`; or nil and a message. Options:
--   - `top`: how many assignees
--   - `inline`: whether it is for a page, which has the rules of charts and a heading of its own
--   - `width`: at least 320, in units; text is 13 units high
--   - `id`: what ids begin with; by default the chart's name
function svg.render(summary, name, options)
  options = options or {}
  local width = math.max(LEAST_WIDTH, math.floor(options.width or WIDTH))
  width = options.inline and width or width - 2 * MARGIN
  local figure, message = require("ianaports.format.svg." .. name).draw(summary, {
    width = width,
    top = options.top or TOP,
  })
  if not figure then
    return nil, message
  end
  local id = options.id or "chart-" .. name
  if options.inline then
    return draw_inline(figure, id, width)
  end
  return draw_alone(figure, id, width, source_of(summary))
end

return svg
