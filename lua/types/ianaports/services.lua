---@meta ianaports.services

local services = {}

---Reads a registry from a text that comes in pieces.
---@param read_chunk fun(): string?, string? the next piece; nil at the end, or nil and a message
---@param source string what messages call the text
---@return ianaports.Registry? registry
---@return string? message
function services.read(read_chunk, source) end

return services
