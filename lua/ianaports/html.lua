--- The registry as one page of HTML: a map of all ports, a table, charts.
-- @module ianaports.html

local argument = require "ianaports.argument"
local document = require "ianaports.page.document"
local find_bad_port = require "ianaports.report.bad_port"
local ianaports = require "ianaports"
local page_data = require "ianaports.page.data"
local report = require "ianaports.report"

local html = {}

local OPTIONS = { ports = "table", source = "string", old = "userdata" }

local DEFAULT_SOURCE = "input"

local function check_options(options)
  if type(options) ~= "table" then
    argument.expected(options, 2, "render", "table of options", 4)
  end
  for name, value in pairs(options) do
    if not OPTIONS[name] then
      argument.expected(tostring(name), 2, "render", "option ports, source or old", 4)
    elseif type(value) ~= OPTIONS[name] then
      argument.expected(value, 2, "render", ("%s (%s)"):format(name,
        name == "old" and "registry" or OPTIONS[name]), 4)
    end
  end
  if options.old and not argument.is_registry(options.old) then
    argument.expected(options.old, 2, "render", "old (registry)", 4)
  elseif options.old and options.ports then
    argument.expected("both", 2, "render", "ports or old", 4)
  end
  local value, expected = find_bad_port(options.ports or {})
  if expected then
    argument.expected(value, 2, "render", expected, 4)
  end
end

local function all_changes(old, new)
  local list = {}
  for change in require("ianaports.diff").changes(old, new) do
    list[#list + 1] = change
  end
  return list
end

--- Renders a registry as a page. The page holds all it needs: it works from a file and makes no
-- requests. Its content security policy allows no script but its own.
--
-- @function render
-- @tparam ?Registry registry the registry to show; the bundled one if it is `nil`
-- @tparam[opt] table options what else to show
-- @tparam[opt] {ianaports.report.PortCount,...} options.ports ports of an input, as
--   @{ianaports.report.read_ports} returns them: the map shows them with their counts, and marks those that are reserved,
--   unassigned or used without authorization
-- @tparam[opt="input"] string options.source what the page calls that input
-- @tparam[opt] Registry options.old an older registry: the page shows what has changed since
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
  argument.check_registry(registry, 1, "render")
  options = options or {}
  check_options(options)
  local subject = { source = options.source or DEFAULT_SOURCE, old = options.old }
  if options.ports then
    subject.summary = report.summarize(registry, options.ports)
  elseif options.old then
    subject.changes = all_changes(options.old, registry)
  end
  return document.render(page_data.of(registry, subject), report.summarize(registry))
end

return html
