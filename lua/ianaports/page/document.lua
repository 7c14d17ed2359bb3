-- The page as one document: template, styles, scripts, charts and data. If a file of the module is
-- missing, `attempt.run` in html.lua returns nil and names the file.

local array = require "ianaports.base.array"
local attempt = require "ianaports.base.attempt"
local dated = require("ianaports.base.title").dated
local display = require "ianaports.base.display"
local element = require "ianaports.format.svg.element"
local encode = require("ianaports.format.json").encode
local files = require "ianaports.base.files"
local hashes = require "ianaports.page.hashes"
local ianaports = require "ianaports"
local plural = require("ianaports.format.chart").plural
local repair = require("ianaports.base.text").repair
local svg = require "ianaports.format.svg"

local document = {}

local STYLES = { "theme.css", "layout.css", "controls.css", "map.css", "list.css", "media.css" }

-- The scripts become one, so each comes after those whose values it uses while it is loaded.
local SCRIPTS = {
  "element.mjs", "ports.mjs", "hilbert.mjs", "layers.mjs", "marks.mjs", "records.mjs", "scan.mjs",
  "registry.mjs", "entry.mjs", "words.mjs", "query.mjs", "answer.mjs", "address.mjs",
  "takeaway.mjs", "camera.mjs", "painter.mjs", "scene.mjs", "map.mjs", "tables.mjs", "legend.mjs",
  "selection.mjs", "list.mjs", "subject.mjs", "paper.mjs", "main.mjs",
}

-- One line of text, as the content of an element or of an attribute in quotes.
function document.escape(text)
  return (element.escape(display.line(repair(text))):gsub("'", "&#39;"))
end

local function read(name)
  return attempt.check(files.read_own("page/" .. name))
end

-- The texts of several files, each after a line break.
local function join(names)
  return table.concat(array.map(names, function(name)
    return "\n" .. read(name)
  end))
end

function document.style()
  return join(STYLES) .. "\n" .. attempt.check(svg.style())
end

-- All modules as one script, without their imports and exports.
function document.script()
  return (join(SCRIPTS):gsub('\nimport [^;]- from "%./[%w_]+%.mjs";', "")
    :gsub("\nexport ", "\n"))
end

-- At this width, the letters of a chart are as large as the text around it.
local CHART_WIDTH = 460

local CAPTIONS = {
  years = "Registrations by year",
  assignees = "Largest assignees",
  share = "Share of ports, by class and protocol",
}

-- The people and organizations of a cell, such as "[Stuart_Cheshire][IESG]", by those names that
-- are known.
local function people(cell, contacts)
  return (cell:gsub("%]%s*%[", "], ["):gsub("%[([^%[%]]+)%]", function(id)
    local known = contacts[id] or {}
    return known.name or known.organization or id:gsub("_", " ")
  end))
end

-- Counts of assignees, by name.
local function by_name(counts, contacts)
  local named = {}
  for cell, count in pairs(counts) do
    local name = people(cell, contacts)
    named[name] = (named[name] or 0) + count
  end
  return named
end

local function charts(summary)
  local figures = array.map(svg.charts, function(name)
    local chart = attempt.check(svg.render(summary, name, { inline = true, width = CHART_WIDTH }))
    return ("<figure>\n<figcaption>%s</figcaption>\n%s</figure>"):format(CAPTIONS[name], chart)
  end)
  return table.concat(figures, "\n")
end

-- A registry's file, if it is known, title and date.
local function named(registry, source)
  return source and ("%s (%s)"):format(source, dated(registry)) or dated(registry)
end

-- The title and the line below it.
local function head(data)
  if data.input then
    return "Ports of " .. data.input.source, dated(data)
  elseif data.changes then
    local old = data.changes.old
    return "Changes of the registry", ("From %s to %s"):format(named(old, data.changes.old_source),
      named(data, data.source))
  end
  local count = plural(data.entries.length, "entry", "entries")
  return data.title, dated { title = count, last_updated = data.last_updated }
end

-- What the registry lacks, as a paragraph; "" if it is complete.
local function lacks_note(lacks)
  if not lacks then
    return ""
  end
  local sentence = ("Of what was registered or changed after %s, this snapshot has only name,"
    .. " port, protocol and description%s."):format(lacks.since or "some day",
    lacks.portless_names and ", and no names without a port" or "")
  return ('<p class="hint">%s</p>'):format(document.escape(sentence))
end

-- The document. `summary` is that of the registry, for the charts. `lacks` is what it lacks.
function document.render(data, summary, lacks)
  local title, subtitle = head(data)
  summary.assignee = by_name(summary.assignee, data.contacts)
  local values = {
    title = document.escape(title),
    subtitle = document.escape(subtitle),
    lacks = lacks_note(lacks),
    version = ianaports._VERSION,
    style = document.style(),
    style_hash = hashes.style,
    script = document.script(),
    script_hash = hashes.script,
    charts = charts(summary),
    data = encode(data):gsub("<", "\\u003c"), -- so that no "<" ends the script element
  }
  return (read "page.html":gsub("{{([%w_]+)}}", values))
end

return document
