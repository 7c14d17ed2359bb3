--- The registry as one page of HTML: a map of all ports, a table, charts.
-- @module ianaports.html

local array = require "ianaports.base.array"
local attempt = require "ianaports.base.attempt"
local check = require "ianaports.base.options"
local document = require "ianaports.page.document"
local ianaports = require "ianaports"
local page_data = require "ianaports.page.data"
local report = require "ianaports.report"

local html = {}

local OPTIONS = {
  { "ports", "table" }, { "source", "string" }, { "old", "registry" }, { "old_source", "string" },
}

--- Renders a registry as a page. The page holds all it needs: it works from a file and makes no
-- requests. Its content security policy allows no script but its own.
--
-- @function render
-- @tparam ?Registry registry the registry to show; the bundled one if it is `nil`
-- @tparam[opt] table options what else to show
-- @tparam[opt] {ianaports.report.PortCount,...} options.ports ports of an input, as
--   @{ianaports.report.read_ports} returns them: the page shows them with their hosts and
--   services, and flags those that the registry assigns to no service or to another one
-- @tparam[opt] string options.source what the page calls that input, by default `input`; or, beside
--   `old`, the newer registry
-- @tparam[opt] Registry options.old an older registry: the page shows what has changed since
-- @tparam[opt] string options.old_source what the page calls the older registry, such as its file
-- @treturn ?string the page, in UTF-8, or `nil` if a file of the module is missing
-- @treturn ?string the missing file
-- @raise an argument error if the registry, an option or a port is wrong
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
  local value, expected = check.bad_port(options.ports or {})
  if expected then
    check.expected(value, 2, "render", expected)
  end
  local subject = { source = options.source, old = options.old, old_source = options.old_source }
  if options.ports then
    subject.source = subject.source or "input"
    subject.summary = report.summarize(registry, options.ports)
  elseif options.old then
    subject.changes = array.collect(require("ianaports.diff").changes(options.old, registry))
  end
  return attempt.run(document.render, page_data.of(registry, subject), report.summarize(registry),
    registry:info().lacks)
end

return html
