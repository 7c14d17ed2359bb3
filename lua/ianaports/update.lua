--- Fetches a fresh copy of the registry for this user.
--
-- The copy is IANA's own CSV file and, if luaexpat is installed to check it, IANA's XML
-- file, which alone has the registry's header and all contacts. It lies in
-- `$XDG_DATA_HOME/ianaports`, or `~/.local/share/ianaports`.
--
-- This module needs a POSIX shell and the `curl` command; nothing else in `ianaports`
-- does.
-- @module ianaports.update

local acceptance = require "ianaports.update.acceptance"
local attempt = require "ianaports.base.attempt"
local check = require "ianaports.base.options"
local copy = require "ianaports.update.copy"
local download = require "ianaports.update.download"
local files = require "ianaports.base.files"
local ianaports = require "ianaports"
local staging = require "ianaports.update.staging"

local update = {}

--- The address of the folder in which IANA publishes the registry.
update.BASE = "https://www.iana.org/assignments/service-names-port-numbers/"

-- Options -------------------------------------------------------------------------

local OPTIONS = {
  "base", "folder", "connect_timeout", "timeout", "retries", "max_size", "progress",
}

-- The default of each option, whose type its values must have.
local DEFAULTS = {
  base = update.BASE,
  folder = "", -- stands for the user's folder
  connect_timeout = 15,
  timeout = 120,
  retries = 3,
  max_size = 32 * 1024 * 1024,
  progress = true,
}

-- Numbers that must not be 0.
local TIMES = { connect_timeout = true, timeout = true }

-- What is wrong with the value of an option, or nil.
local function complaint_of(name, value)
  local wrong_type = check.type_complaint(value, type(DEFAULTS[name]))
  if wrong_type then
    return wrong_type
  elseif TIMES[name] and not (value > 0 and value < 2 ^ 31) then
    return "number over 0 and up to 2147483647 expected, got " .. tostring(value)
  elseif type(value) == "number" and not (value >= 0 and value < 2 ^ 31) then
    return "number from 0 to 2147483647 expected, got " .. tostring(value)
  elseif type(value) == "string" and (value == "" or value:find("\0", 1, true)) then
    return "string expected, not empty and without NUL byte"
  end
end

-- All options, with the default of each that is not given.
local function with_defaults(given)
  local options = {}
  for name, default in pairs(DEFAULTS) do
    local value = given and given[name]
    if value == nil then
      value = default
    end
    options[name] = value
  end
  options.retries = math.floor(options.retries)
  options.max_size = math.floor(options.max_size)
  options.base = options.base:gsub("([^/])$", "%1/")
  return options
end

-- Fetching ------------------------------------------------------------------------

-- This user's folder; or nil and a message. The XDG specification says to ignore relative paths.
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

-- Downloads the files that have changed. Returns the copy as it would be with them.
local function download_copy(formats, present, options, stage)
  local new = {}
  for _, format in ipairs(formats) do
    local name, known = copy.NAMES[format], present[format]
    local url, path = options.base .. name, stage .. "/" .. name
    local answer = download.get {
      url = url,
      path = path,
      limits = options,
      validators = known and known.validators,
    }
    new[format] = answer.modified and copy.arrived(format, path, url, answer.validators) or known
  end
  return new
end

-- Compares a copy with the present one or, if there is none, with the bundled registry.
local function check_copy(new, present, base)
  if new.xml then
    acceptance.check_pair(new.csv.registry, new.xml.registry, base)
  end
  acceptance.check(copy.registry(new), copy.registry(present) or ianaports.bundled, base)
end

-- Returns whether the registry has changed.
local function replace(new, present, folder, base)
  local list, changed = copy.replacements(new, present, folder, base)
  if changed and not new.xml then
    os.remove(folder .. "/" .. copy.NAMES.xml) -- it would be older than the CSV
  end
  staging.replace(list)
  return changed
end

local function describe(registry)
  local info = registry:info()
  return {
    rows = info.record_count,
    contacts = info.contact_count,
    last_updated = acceptance.date(registry),
  }
end

local function fetch(options)
  local base = options.base
  download.check_url(base)
  download.check_curl()
  local folder = options.folder ~= "" and options.folder or attempt.check(data_folder())
  return staging.with(folder, function(stage)
    local formats = has_luaexpat() and { "csv", "xml" } or { "csv" }
    local present = copy.present(formats, folder, base)
    local new = download_copy(formats, present, options, stage)
    check_copy(new, present, base)
    local changed = replace(new, present, folder, base)
    local result = describe(copy.registry(new))
    result.status, result.folder = changed and "updated" or "unchanged", folder
    result.previous = copy.registry(present) and describe(copy.registry(present))
    result.note = not new.xml and "the copy has no contacts, as luaexpat is not installed; "
      .. "on Debian: apt-get install lua-expat" or nil
    return result
  end)
end

-- Functions -----------------------------------------------------------------------

--- Downloads the registry if it has changed, checks it, and replaces this user's copy.
-- If anything fails or is interrupted, the files of the present copy stay whole.
--
-- The new registry must load, have today's columns and at least 90 % of the present rows
-- and contacts, and must not be older than the present copy. If there is no copy yet, it is
-- compared with the bundled registry.
--
-- @tparam[opt] table given options:
--
--   - `base`, the URL of the folder with the two files (default: IANA's);
--     `https://`, or `http://` to this machine
--   - `folder`, the folder of the copy (default: this user's, see @{path})
--   - `connect_timeout` (15), how long each attempt may take to connect, and `timeout`
--     (120), how long each file may take with all its attempts and redirects; in seconds
--   - `retries` (3), how often a request is repeated if the server is busy or does not
--     answer in time
--   - `max_size` (32 MiB), in bytes, for each file
--   - `progress` (`true`): show the progress if standard error is a terminal
--
-- @treturn ?table `status` (`updated` or `unchanged`), `rows`, `contacts`, `last_updated`
--   and `folder`; `previous`, a table of `rows`, `contacts` and `last_updated`, if there was
--   a copy; `note`, if luaexpat is missing and so the copy has no contacts. Or `nil`
-- @treturn ?string then what failed, where, and what to do
-- @raise an argument error for an unknown option or a wrong value
-- @usage
-- local update = require "ianaports.update"
-- local result = assert(update.fetch { timeout = 60 })
-- print(result.status, result.rows, result.last_updated)
function update.fetch(given)
  local complaint = check.complaint(given, OPTIONS, "", complaint_of)
  if complaint then
    error(("bad argument #1 to 'fetch' (%s)"):format(complaint), 2)
  end
  return attempt.run(fetch, with_defaults(given))
end

local function check_format(format, name)
  if format ~= nil and not copy.NAMES[format] then
    error(("bad argument #1 to '%s' (csv or xml expected, got %s)"):format(name,
      tostring(format)), 3)
  end
end

-- The path of a file of the copy; or nil and a message.
local function path_of(format, folder)
  local message
  if not folder then
    folder, message = data_folder()
  end
  if not folder then
    return nil, message
  end
  return folder .. "/" .. copy.NAMES[format or "csv"]
end

--- Returns the path of this user's copy, whether or not it exists.
--
-- @tparam[opt="csv"] string format `csv` or `xml`
-- @tparam[opt] string folder instead of this user's
-- @treturn ?string the path of the file, or `nil` if the environment names no folder
-- @treturn ?string then what to do
-- @usage
-- local path = require("ianaports.update").path()
function update.path(format, folder)
  check_format(format, "path")
  return path_of(format, folder)
end

--- Opens this user's copy.
--
-- Without a format it opens the most complete file: the XML if it exists and luaexpat is
-- installed, otherwise the CSV, which has neither header nor contacts. The CSV opens many
-- times faster.
--
-- @tparam[opt] string format `csv` or `xml`
-- @tparam[opt] string folder instead of this user's
-- @treturn ?registry or `nil` if there is no copy, or it is damaged
-- @treturn ?string then what is wrong
-- @usage
-- local registry = require("ianaports.update").load() or ianaports.bundled
function update.load(format, folder)
  check_format(format, "load")
  local path, message = path_of(format, folder)
  if not path then
    return nil, message
  elseif not format and has_luaexpat() then
    local xml = path_of("xml", folder)
    path = files.exists(xml) and xml or path
  end
  if not files.exists(path) then
    return nil, ("%s: there is no copy of the registry; ianaports.update's fetch gets one")
      :format(path)
  end
  return ianaports.load(path)
end

return update
