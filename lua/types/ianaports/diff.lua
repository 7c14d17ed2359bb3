---@meta ianaports.diff

---@class ianaports.Change
---@field kind "added"|"removed"|"changed"
---@field old? ianaports.Entry
---@field new? ianaports.Entry
---@field columns string[] the fields that differ; empty but for a changed entry

---@class ianaports.Summary
---@field added integer
---@field removed integer
---@field changed integer
---@field unchanged integer
---@field columns table<string, integer> how many changed entries differ in each field

local diff = {}

---What is to be done to the entries of one registry to have those of another.
---@param old ianaports.Registry
---@param new ianaports.Registry
---@return fun(): ianaports.Change? iterator
function diff.changes(old, new) end

---Counts what changes gives.
---@param old ianaports.Registry
---@param new ianaports.Registry
---@return ianaports.Summary summary
function diff.summary(old, new) end

return diff
