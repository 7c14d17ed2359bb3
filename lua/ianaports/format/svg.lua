-- Charts of a summary as SVG: alone, for documents, or inline, for a page.

local array = require "ianaports.base.array"
local attempt = require "ianaports.base.attempt"
local chart = require "ianaports.format.chart"
local element = require "ianaports.format.svg.element"
local files = require "ianaports.base.files"

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

--- The style rules of inline charts; or nil and a message.
function svg.style()
  return files.read_own "format/svg/chart.css"
end

-- Draws lines of text below the chart, which ends at height y. Returns the elements and the height
-- at which they end.
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
    "role", class == INLINE and "group" or "img", -- an image has no links
    "aria-labelledby", id .. "-title",
    "aria-describedby", id .. "-description",
    "viewBox", ("0 0 %s %s"):format(element.decimal(width), element.decimal(height)),
  }
  if class ~= INLINE then
    array.append(attributes, { "width", width, "height", height })
  end
  local texts = {
    element.new("title", { "id", id .. "-title" }, element.escape(figure.title)),
    element.new("desc", { "id", id .. "-description" }, element.escape(figure.description)),
  }
  return element.new("svg", attributes, array.append(texts, content)) .. "\n"
end

local function draw_inline(figure, id, width)
  local captions, height = draw_captions({ figure.caption }, width, figure.height)
  return root(figure, id, INLINE, width, height, {
    element.new("g", {}, figure.body),
    element.new("g", {}, captions),
  })
end

local function draw_alone(figure, id, width, source)
  -- For programs that know no custom properties, a declaration with a plain colour comes before
  -- each declaration with a property.
  local style = attempt.check(svg.style())
    :gsub("([%w-]+: )var%(%-%-[%w-]+, ([^()]+)%);", "%1%2; %0")
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

local function render(summary, name, options)
  local width = math.max(LEAST_WIDTH, math.floor(options.width or WIDTH))
  width = options.inline and width or width - 2 * MARGIN
  local id = options.id or "chart-" .. name
  local figure = attempt.check(require("ianaports.format.svg." .. name).draw(summary, {
    width = width,
    top = options.top or TOP,
    id = id,
    is_linked = options.inline,
  }))
  if options.inline then
    return draw_inline(figure, id, width)
  end
  local is_known = summary.title or summary.last_updated
  return draw_alone(figure, id, width, is_known and element.clean((chart.head(summary))) or "")
end

--- A chart of a summary as one element `svg`; or nil and a message. Options:
--   - `top`: how many assignees
--   - `inline`: whether it is part of a page, which has the rules of charts, its own heading, and
--     views to which bars are links
--   - `width`: at least 320, in units; text is 13 units high
--   - `id`: what ids begin with; by default the chart's name
function svg.render(summary, name, options)
  return attempt.run(render, summary, name, options or {})
end

return svg
