---@meta ianaports.overlay
-- Types for editors (LuaCATS). `make reference` makes them.

---@class ianaports.overlay
local overlay = {}

---Makes a registry in which a site's own rows come before all of the base, in every look-up and in the registry's order.
---@param base? ianaports.Registry the registry below, which is not changed; the bundled one if it is `nil`
---@param rows ianaports.Row[]|ianaports.Registry|string an array of rows, as for `ianaports.build`; or a registry, whose entries are the rows; or the path of a file that `ianaports.load` reads
---@param source? string the source of all own rows; by default a row keeps its own, and the others have `site`, or the path
---@return ianaports.Registry? # the registry, with the base's header and contacts, and the sources of both in `info().sources`; `nil` if the file cannot be read or anything in it is wrong
---@return string? # what is wrong; with a registry, the note on lines of the file that were passed over, as `ianaports.load` returns it
function overlay.new(base, rows, source) end

return overlay
