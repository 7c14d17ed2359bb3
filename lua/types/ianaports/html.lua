---@meta ianaports.html
-- Types for editors (LuaCATS). `make reference` makes them.

---@class ianaports.html.RenderOptions
---@field ports? ianaports.report.PortCount[] ports of an input, as `ianaports.report.read_ports` returns them: the map shows them with their counts, and marks those that are reserved, unassigned or used without authorization
---@field source? string what the page calls that input
---@field old? ianaports.Registry an older registry: the page shows what has changed since

---@class ianaports.html
local html = {}

---Renders a registry as a page.
---@param registry? ianaports.Registry the registry to show; the bundled one if it is `nil`
---@param options? ianaports.html.RenderOptions what else to show
---@return string? # the page, in UTF-8, or `nil` if a file of the module is missing
---@return string? # the missing file
function html.render(registry, options) end

return html
