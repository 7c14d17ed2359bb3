--- The registry as one page to look at: a map of all ports, a table, charts.
-- @module ianaports.html

local check = require "ianaports.base.options"
local document = require "ianaports.page.document"
local ianaports = require "ianaports"
local page_data = require "ianaports.page.data"
local report = require "ianaports.report"

local html = {}

local OPTIONS = { { "ports", "table" }, { "source", "string" }, { "old", "registry" } }

local DEFAULT_SOURCE = "input"

local function check_ports(ports)
  local value, expected = check.bad_port(ports)
  if expected then
    check.expected(value, 2, "render", expected, 4)
  end
end

local function all_changes(old, new)
  local list = {}
  for change in require("ianaports.diff").changes(old, new) do
    list[#list + 1] = change
  end
  return list
end

--- Renders a registry as a page of HTML that holds all it needs: it asks nobody for
-- anything, works from a file, and its content security policy allows no script but its own.
--
-- @function render
-- @tparam ?registry registry the bundled one where it is `nil`
-- @tparam[opt] table options
--
--   - `ports`: an array of ports, as `ianaports.report.read_ports` gives it, that the page
--     lays over the map with counts, and flags where they are reserved, unassigned or
--     noted as used without authorization
--   - `source`: what the input of these ports is called, by default `input`
--   - `old`: a registry, from which the page shows what was added, removed and changed
--
-- @treturn ?string the page, in UTF-8, or `nil` where a file of the module is missing
-- @treturn ?string then which
-- @raise an argument error for what is no registry, option or array of ports
-- @usage
-- local html = require "ianaports.html"
-- local file = assert(io.open("ports.html", "wb"))
-- assert(file:write(assert(html.render(ianaports.bundled))))
-- assert(file:close())
function html.render(registry, options)
  registry = registry == nil and ianaports.bundled or registry
  check.registry(registry, 1, "render")
  options = check.options(options, OPTIONS, 2, "render")
  if options.old and options.ports then
    check.expected("both", 2, "render", "ports or old")
  end
  check_ports(options.ports or {})
  local subject = { source = options.source or DEFAULT_SOURCE, old = options.old }
  if options.ports then
    subject.summary = report.summarize(registry, options.ports)
  elseif options.old then
    subject.changes = all_changes(options.old, registry)
  end
  return document.render(page_data.of(registry, subject), report.summarize(registry))
end

return html
