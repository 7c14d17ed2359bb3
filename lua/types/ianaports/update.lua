---@meta ianaports.update
-- Types for editors (LuaCATS). `make reference` makes them.

---A copy of the registry.
---@class ianaports.update.Copy
---@field rows integer how many rows it has
---@field contacts integer how many contacts it has
---@field last_updated? string `YYYY-MM-DD`

---What `fetch` did, and the copy after it.
---@class ianaports.update.Result: ianaports.update.Copy
---@field status "updated"|"unchanged" what was done
---@field folder string where the copy is
---@field previous? ianaports.update.Copy the copy before, if there was one
---@field note? string what is missing if luaexpat is not installed

---@class ianaports.update.FetchOptions
---@field base? string the URL of the folder that has the two files: `https://`, or `http://` to this machine; by default IANA's
---@field folder? string the folder of the copy; by default the user's, see `path`
---@field connect_timeout? number how long each attempt may take to connect, in seconds
---@field timeout? number how long each file may take, with all attempts, in seconds
---@field retries? integer how often a request is repeated if the server is busy or slow
---@field max_size? integer how large each file may be, in bytes
---@field progress? boolean|function whether to show the progress if standard error is a terminal; or a function that is called ten times a second with the URL of a file, how many bytes of it have come, and which share that is, from 0 to 1, if the server says how many there are

---@class ianaports.update
---@field BASE string The URL of the folder in which IANA publishes the registry.
local update = {}

---Downloads the registry if it has changed, checks it, and replaces the user's copy.
---@param given? ianaports.update.FetchOptions options
---@return ianaports.update.Result? # what was done, or `nil` if it failed
---@return string? # what failed, and what to do
function update.fetch(given) end

---Returns the path of a file of the user's copy, whether or not it exists.
---@param format? "csv"|"xml" the form of the file
---@param folder? string the folder of the copy; by default the user's
---@return string? # the path, or `nil` if the system names no folder for the user
---@return string? # what to do
function update.path(format, folder) end

---Opens the user's copy.
---@param format? "csv"|"xml" the form of the file
---@param folder? string the folder of the copy; by default the user's
---@return ianaports.Registry? # the registry, or `nil` if there is no copy or it is damaged
---@return string? # what is wrong
function update.load(format, folder) end

return update
