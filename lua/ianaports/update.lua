--- Fetches a fresher copy of the registry for this user.
--
-- The copy is IANA's own CSV file and, where luaexpat is there to check it, IANA's XML
-- file, which alone has the registry's header and all contacts. It lies in
-- `$XDG_DATA_HOME/ianaports`, or `~/.local/share/ianaports`.
--
-- This module needs a POSIX shell and the `curl` command; nothing else in `ianaports`
-- does.
-- @module ianaports.update

local acceptance = require "ianaports.update.acceptance"
local copy = require "ianaports.update.copy"
local download = require "ianaports.update.download"
local ianaports = require "ianaports"
local options = require "ianaports.update.options"
local staging = require "ianaports.update.staging"

local update = {}

--- The address of the folder in which IANA publishes the registry.
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

--- Downloads the registry where it has changed, checks it, and puts it in the place of
-- this user's copy. Whatever fails, and wherever it is interrupted, the files of the
-- present copy stay whole.
--
-- Before it replaces anything, what has arrived must load, have today's columns and at
-- least 90 % of the present rows and contacts, and must not be older. Where there is no
-- copy yet, it is held against the bundled registry.
--
-- @tparam[opt] table given options:
--
--   - `base`, the URL of the folder that holds the two files (default: IANA's);
--     `https://`, or `http://` to this machine
--   - `folder`, where the copy lies (default: this user's, see @{path})
--   - `connect_timeout` (15), how long each attempt may take to connect, and `timeout`
--     (120), how long each file may take with all its attempts and redirects; in seconds
--   - `retries` (3), how often a request is repeated if the server is busy or does not
--     answer in time
--   - `max_size` (32 MiB), in bytes, for each file
--   - `progress` (`true`): show the progress where standard error is a terminal
--
-- @treturn ?table `status` (`updated` or `unchanged`), `rows`, `contacts`, `last_updated`
--   and `folder`; `previous`, a table of `rows`, `contacts` and `last_updated`, where
--   there was a copy; `note`, where luaexpat is missing and the copy has no contacts. Or
--   `nil`
-- @treturn ?string then what failed, where, and what to do
-- @raise an argument error for what is no option
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

--- Where this user's copy lies, whether or not it is there.
--
-- @tparam[opt="csv"] string format `csv` or `xml`
-- @tparam[opt] string folder in place of this user's
-- @treturn ?string the path of the file, or `nil` where the system tells no folder
-- @treturn ?string then what to do
-- @usage
-- local path = require("ianaports.update").path()
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

--- Opens this user's copy.
--
-- Without a format it is as whole as can be: the XML where there is one and luaexpat is
-- installed, else the CSV, which has neither header nor contacts. The CSV opens many
-- times faster.
--
-- @tparam[opt] string format `csv` or `xml`
-- @tparam[opt] string folder in place of this user's
-- @treturn ?registry or `nil` where there is no copy, or it is damaged
-- @treturn ?string then what is wrong
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
