---@meta ianaports.html
-- Types for editors (LuaCATS). `make reference` makes them.

---@class ianaports.html.RenderOptions
---@field ports? ianaports.report.PortCount[] ports of an input, as `ianaports.report.read_ports` returns them: the page shows them with their hosts and services, and flags those that the registry assigns to no service or to another one
---@field source? string what the page calls that input, by default `input`; or, beside `old`, the newer registry
---@field old? ianaports.Registry an older registry: the page shows what has changed since
---@field old_source? string what the page calls the older registry, such as its file

---@class ianaports.html
local html = {}

---Renders a registry as a page.
---@param registry? ianaports.Registry the registry to show; the bundled one if it is `nil`
---@param options? ianaports.html.RenderOptions what else to show
---@return string? # the page, in UTF-8, or `nil` if a file of the module is missing
---@return string? # the missing file
function html.render(registry, options) end

return html
