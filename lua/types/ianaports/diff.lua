---@meta ianaports.diff
-- Types for editors (LuaCATS). `make reference` makes them.

---A change.
---@class ianaports.diff.Change
---@field kind "added"|"removed"|"changed" what happened
---@field old? ianaports.Entry the entry before; absent if it was added
---@field new? ianaports.Entry the entry after; absent if it was removed
---@field columns string[] the names of the fields that differ, in the order of the entry's fields; empty unless the entry was changed. Derived fields (`status`, `alias_of`) and `source` are not compared

---Counts of changes.
---@class ianaports.diff.Totals
---@field added integer how many entries were added
---@field removed integer how many entries were removed
---@field changed integer how many entries were changed
---@field unchanged integer how many entries are the same
---@field columns table<string, integer> how many changed entries differ in each field, 0 included

---@class ianaports.diff
local diff = {}

---Iterates over the changes that make the entries of one registry those of another.
---@param old ianaports.Registry the registry before
---@param new ianaports.Registry the registry after
---@return fun(): ianaports.diff.Change? # an iterator that returns the next change each time
function diff.changes(old, new) end

---Counts what `changes` returns.
---@param old ianaports.Registry the registry before
---@param new ianaports.Registry the registry after
---@return ianaports.diff.Totals # the counts
function diff.summary(old, new) end

return diff
