---@meta ianaports.update

---@class ianaports.UpdateOptions
---@field base? string the URL of the folder that holds the two files
---@field folder? string where the copy lies
---@field connect_timeout? number seconds
---@field timeout? number seconds, for each file
---@field retries? integer
---@field max_size? integer bytes, for each file
---@field progress? boolean show the progress where standard error is a terminal

---@class ianaports.Copy
---@field rows integer
---@field contacts integer
---@field last_updated? string

---@class ianaports.UpdateResult: ianaports.Copy
---@field status "updated"|"unchanged"
---@field folder string
---@field previous? ianaports.Copy
---@field note? string

---@class ianaports.update
---@field BASE string the URL of the folder in which IANA publishes the registry
local update = {}

---Downloads the registry where it has changed, checks it, and replaces this user's copy.
---@param given? ianaports.UpdateOptions
---@return ianaports.UpdateResult? result
---@return string? message
function update.fetch(given) end

---The path of a file of the copy.
---@param format? "csv"|"xml"
---@param folder? string in place of this user's
---@return string? path
---@return string? message
function update.path(format, folder) end

---Opens this user's copy.
---@param format? "csv"|"xml"
---@param folder? string in place of this user's
---@return ianaports.Registry? registry
---@return string? message
function update.load(format, folder) end

return update
