---@meta ianaports.html

---@class ianaports.PageOptions
---@field ports? ianaports.PortCount[] laid over the map
---@field source? string what the input of these ports is called
---@field old? ianaports.Registry from which changes are shown

---@class ianaports.html
local html = {}

---Renders a page with a map of all ports, a table of all entries, and charts.
---@param registry? ianaports.Registry the bundled one where it is nil
---@param options? ianaports.PageOptions
---@return string? page
---@return string? message
function html.render(registry, options) end

return html
