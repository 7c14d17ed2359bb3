-- The page as one document: template, styles, scripts, charts and data.

local escape = require "ianaports.page.escape"
local hashes = require "ianaports.page.hashes"
local ianaports = require "ianaports"
local encode = require("ianaports.format.json").encode
local number = require("ianaports.format.chart").number
local resource = require "ianaports.base.resource"
local svg = require "ianaports.format.svg"

local document = {}

local STYLES = {
  "theme.css", "layout.css", "controls.css", "map.css", "list.css",
}

-- What runs when it is read comes after what it takes.
local SCRIPTS = {
  "element.mjs", "records.mjs", "ports.mjs", "hilbert.mjs", "layers.mjs", "overlay.mjs",
  "registry.mjs", "query.mjs", "sorting.mjs", "address.mjs", "entry.mjs", "choice.mjs",
  "camera.mjs", "painter.mjs", "map.mjs", "tables.mjs", "legend.mjs", "selection.mjs",
  "offsets.mjs", "list.mjs", "subject.mjs", "main.mjs",
}

-- The texts of all, each after a line break; or nil, message.
local function join(names)
  local texts = {}
  for index, name in ipairs(names) do
    local text, message = resource.read("page/" .. name)
    if not text then
      return nil, message
    end
    texts[index] = "\n" .. text
  end
  return table.concat(texts)
end

function document.style()
  local charts, message = svg.style()
  if not charts then
    return nil, message
  end
  local style
  style, message = join(STYLES)
  return style and style .. "\n" .. charts, message
end

--- All modules as one: what they import from each other is there.
function document.script()
  local script, message = join(SCRIPTS)
  if not script then
    return nil, message
  end
  return (script:gsub('\nimport [^;]- from "%./[%w_]+%.mjs";', ""):gsub("\nexport ", "\n"))
end

-- Of which letters are as large as the text around them, where charts stand side by side.
local CHART_WIDTH = 460

local CAPTIONS = {
  years = "Registrations by year",
  assignees = "Largest assignees",
  share = "Share of ports, by class and protocol",
}

-- The figures of all charts, or nil, message.
local function charts(summary)
  local figures = {}
  for index, name in ipairs(svg.charts) do
    local chart, message = svg.render(summary, name, { inline = true, width = CHART_WIDTH })
    if not chart then
      return nil, message
    end
    figures[index] = ("<figure>\n<figcaption>%s</figcaption>\n%s</figure>")
      :format(CAPTIONS[name], chart)
  end
  return table.concat(figures, "\n")
end

local function as_of(of)
  return of.last_updated and ", " .. of.last_updated or ""
end

-- From which registry to which.
local function span(old, new)
  if old.title == new.title and old.last_updated and new.last_updated then
    return ("%s, %s to %s"):format(new.title, old.last_updated, new.last_updated)
  end
  return ("From %s to %s"):format(old.title .. as_of(old), new.title .. as_of(new))
end

-- The title and the line below it.
local function head(data)
  local count = data.entries.length
  if data.input then
    return "Ports of " .. data.input.source, data.title .. as_of(data)
  elseif data.changes then
    return "Changes of the registry", span(data.changes.old, data)
  end
  return data.title, ("%s %s%s"):format(number(count),
    count == 1 and "entry" or "entries", as_of(data))
end

--- The document, or nil, message. `summary` is the registry's, for the charts.
function document.render(data, summary)
  local template, style, script, figures, message
  template, message = resource.read "page/page.html"
  if template then
    style, message = document.style()
  end
  if style then
    script, message = document.script()
  end
  if script then
    figures, message = charts(summary)
  end
  if not figures then
    return nil, message
  end
  local title, subtitle = head(data)
  local values = {
    title = escape(title),
    subtitle = escape(subtitle),
    version = ianaports._VERSION,
    style = style,
    style_hash = hashes.style,
    script = script,
    script_hash = hashes.script,
    charts = figures,
    data = encode(data):gsub("<", "\\u003c"), -- so that no "<" ends the script element
  }
  return (template:gsub("{{([%w_]+)}}", values))
end

return document
