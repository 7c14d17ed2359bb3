---@meta ianaports.xml
-- Types for editors (LuaCATS). `make reference` makes them.

---@class ianaports.xml
local xml = {}

---Reads a registry from a text in pieces.
---@param read_chunk fun(): string?, string? returns the next piece of the text each time, `nil` at the end, or `nil` and a message if it cannot be read
---@param source string what messages and `info().sources` call the text: its path
---@return ianaports.Registry? # the registry, with all contacts and the header, or `nil` if the text cannot be read or anything in it is wrong
---@return string? # what is wrong, as `SOURCE:LINE: MESSAGE`, `SOURCE:LINE:COLUMN: MESSAGE` or, if no line is wrong, `SOURCE: MESSAGE`. It says so if luaexpat is missing
---@return ianaports.ReadError? # the same as fields
function xml.read(read_chunk, source) end

return xml
