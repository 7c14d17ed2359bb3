--- Downloads a fresher copy of the registry for the user who runs the program.
--
-- The copy is IANA's own CSV file and, if luaexpat is installed to check it, IANA's XML file,
-- which alone has the registry's header and all contacts. It is in `$XDG_DATA_HOME/ianaports`, or
-- `~/.local/share/ianaports`.
--
-- This module needs a POSIX shell and the command `curl`. No other module does.
-- @module ianaports.update

--- A copy of the registry.
--
-- @table Copy
-- @tfield int rows how many rows it has
-- @tfield int contacts how many contacts it has
-- @tfield ?string last_updated `YYYY-MM-DD`

--- What @{fetch} did, and the copy that there is now.
--
-- @table Result
-- @is Copy
-- @tfield "updated"|"unchanged" status what was done
-- @tfield string folder where the copy is
-- @tfield ?Copy previous the copy before, if there was one
-- @tfield ?string note what is missing if luaexpat is not installed

local acceptance = require "ianaports.update.acceptance"
local copy = require "ianaports.update.copy"
local download = require "ianaports.update.download"
local ianaports = require "ianaports"
local options = require "ianaports.update.options"
local staging = require "ianaports.update.staging"

local update = {}

--- The URL of the folder in which IANA publishes the registry.
-- @constant BASE
-- @is string
update.BASE = options.BASE

-- This user's folder. The XDG specification has relative paths passed over.
local function data_folder()
  local data, home = os.getenv "XDG_DATA_HOME", os.getenv "HOME"
  if data and data:find "^/" then
    return data .. "/ianaports"
  elseif home and home ~= "" then
    return home .. "/.local/share/ianaports"
  end
  return nil, "no folder for user data: neither XDG_DATA_HOME nor HOME is set"
end

local function has_luaexpat()
  return (pcall(require, "lxp"))
end

-- Downloads what is new. Gives the copy as it would be then, or nil and a message.
local function download_copy(formats, present, limits, stage)
  local new = {}
  for _, format in ipairs(formats) do
    local name, known = copy.NAMES[format], present[format]
    local url, path = limits.base .. name, stage .. "/" .. name
    local answer, message = download.get {
      url = url,
      path = path,
      limits = limits,
      validators = known and known.validators,
    }
    if not answer then
      return nil, message
    end
    new[format] = known
    if answer.modified then
      new[format], message = copy.arrived(format, path, url, answer.validators)
      if not new[format] then
        return nil, message
      end
    end
  end
  return new
end

-- Holds a copy against the present one or, where there is none, the bundled registry.
local function check(new, present)
  if new.xml then
    local paired, message = acceptance.check_pair(new.csv.registry, new.xml.registry)
    if not paired then
      return nil, message
    end
  end
  return acceptance.check(copy.registry(new), copy.registry(present) or ianaports.bundled)
end

local function replace(new, present, folder, base)
  local list, changed = copy.replacements(new, present, folder, base)
  if not list then
    return nil, changed
  elseif changed and not new.xml then
    os.remove(folder .. "/" .. copy.NAMES.xml) -- it would be older than the CSV
  end
  local replaced, message = staging.replace(list)
  if not replaced then
    return nil, message
  end
  return changed and "updated" or "unchanged"
end

local function describe(registry)
  local info = registry:info()
  return {
    rows = info.record_count,
    contacts = info.contact_count,
    last_updated = acceptance.date(registry),
  }
end

local function fetch(stage, checked)
  local folder, base = checked.folder, checked.base
  local formats = has_luaexpat() and { "csv", "xml" } or { "csv" }
  local present = copy.present(formats, folder, base)
  local new, message = download_copy(formats, present, checked, stage)
  if not new then
    return nil, message
  end
  local accepted, refusal = check(new, present)
  if not accepted then
    return nil, ("refused what came from %s: it %s"):format(base, refusal)
  end
  local status, fault = replace(new, present, folder, base)
  if not status then
    return nil, fault
  end
  local result = describe(copy.registry(new))
  result.status, result.folder = status, folder
  result.previous = copy.registry(present) and describe(copy.registry(present))
  result.note = not new.xml and "the copy has no contacts, as luaexpat is not installed; "
    .. "on Debian: apt-get install lua-expat" or nil
  return result
end

-- Functions -----------------------------------------------------------------------

--- Downloads the registry if it has changed, checks it, and replaces the user's copy. If anything
-- fails or interrupts it, the present copy stays whole.
--
-- The new files must load, have today's columns and at least 90 % of the present rows and
-- contacts, and must not be older. If there is no copy yet, they are compared with the bundled
-- registry.
--
-- @function fetch
-- @tparam[opt] table given options
-- @tparam[opt] string given.base the URL of the folder that has the two files: `https://`, or
--   `http://` to this machine; by default IANA's
-- @tparam[opt] string given.folder the folder of the copy; by default the user's, see @{path}
-- @tparam[opt=15] number given.connect_timeout how long each attempt may take to connect, in
--   seconds
-- @tparam[opt=120] number given.timeout how long each file may take, with all attempts, in seconds
-- @tparam[opt=3] int given.retries how often a request is repeated if the server is busy or slow
-- @tparam[opt=33554432] int given.max_size how large each file may be, in bytes
-- @tparam[opt=true] boolean given.progress whether to show the progress if standard error is a
--   terminal
-- @treturn ?Result what was done, or `nil` if it failed
-- @treturn ?string what failed, and what to do
-- @raise an argument error if an option is wrong
-- @usage
-- local update = require "ianaports.update"
-- local result = assert(update.fetch { timeout = 60 })
-- print(result.status, result.rows, result.last_updated)
function update.fetch(given)
  local checked = options.read(given)
  local allowed, message = download.check_url(checked.base)
  if allowed then
    allowed, message = download.check()
  end
  if allowed and not checked.folder then
    checked.folder, message = data_folder()
    allowed = checked.folder
  end
  if not allowed then
    return nil, message
  end
  return staging.with(checked.folder, function(stage)
    return fetch(stage, checked)
  end)
end

local function check_format(format, name)
  if format ~= nil and not copy.NAMES[format] then
    error(("bad argument #1 to '%s' (csv or xml expected, got %s)"):format(name,
      tostring(format)), 3)
  end
end

--- Returns the path of a file of the user's copy, whether or not it exists.
--
-- @function path
-- @tparam[opt="csv"] "csv"|"xml" format the form of the file
-- @tparam[opt] string folder the folder of the copy; by default the user's
-- @treturn ?string the path, or `nil` if the system names no folder for the user
-- @treturn ?string what to do
-- @raise an argument error if the format is not one
-- @usage
-- require("ianaports.update").path("xml", "/srv") --> "/srv/service-names-port-numbers.xml"
function update.path(format, folder)
  check_format(format, "path")
  local message
  if not folder then
    folder, message = data_folder()
  end
  if not folder then
    return nil, message
  end
  return folder .. "/" .. copy.NAMES[format or "csv"]
end

--- Opens the user's copy.
--
-- Without a format it opens the XML if there is one and luaexpat is installed, otherwise the CSV,
-- which has neither header nor contacts but opens many times faster.
--
-- @function load
-- @tparam[opt] "csv"|"xml" format the form of the file
-- @tparam[opt] string folder the folder of the copy; by default the user's
-- @treturn ?Registry the registry, or `nil` if there is no copy or it is damaged
-- @treturn ?string what is wrong
-- @raise an argument error if the format is not one
-- @usage
-- local registry = require("ianaports.update").load() or ianaports.bundled
function update.load(format, folder)
  check_format(format, "load")
  local path, message = update.path(format, folder)
  if path and not format and has_luaexpat() then
    local xml = update.path("xml", folder)
    path = staging.exists(xml) and xml or path
  end
  if path and not staging.exists(path) then
    return nil, ("%s: there is no copy of the registry; ianaports.update's fetch gets one")
      :format(path)
  elseif not path then
    return nil, message
  end
  return ianaports.load(path)
end

return update
