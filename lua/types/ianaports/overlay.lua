---@meta ianaports.overlay

local overlay = {}

---A registry in which own rows come before all of the base.
---@param base? ianaports.Registry the bundled registry where it is nil
---@param rows ianaports.Row[]|ianaports.Registry|string rows, a registry, or the path of a file
---@param source? string for all own rows
---@return ianaports.Registry? registry
---@return string? message
function overlay.new(base, rows, source) end

return overlay
