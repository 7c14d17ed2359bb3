---@meta ianaports.services
-- Types for editors (LuaCATS). `make reference` makes them.

---@class ianaports.services
local services = {}

---Reads a text in this form.
---@param read_chunk fun(): string?, string? returns the next piece of the text each time, `nil` at the end, or `nil` and a message if it cannot be read
---@param source string the file's path, or `text`
---@return ianaports.Registry? # the registry, or `nil` if the text cannot be read
---@return string? # what is wrong, as `SOURCE:LINE: REASON`; with a registry, its note
---@return ianaports.ReadError? # the same as fields
function services.read(read_chunk, source) end

return services
