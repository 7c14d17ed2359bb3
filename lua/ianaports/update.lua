--- Downloads a fresher copy of the registry for the user who runs the program.
--
-- The copy is IANA's own CSV file and, if luaexpat is installed to check it, IANA's XML file,
-- which alone has the registry's header and all contacts. It is in `$XDG_DATA_HOME/ianaports`, or
-- `~/.local/share/ianaports`.
--
-- This module needs the command `curl`. No other module does.
-- @module ianaports.update

--- A copy of the registry.
--
-- @table Copy
-- @tfield int rows how many rows it has
-- @tfield int contacts how many contacts it has
-- @tfield ?string last_updated `YYYY-MM-DD`

--- What @{fetch} did, and the copy after it.
--
-- @table Result
-- @is Copy
-- @tfield "updated"|"unchanged" status what was done
-- @tfield string folder where the copy is
-- @tfield ?Copy previous the copy before, if there was one
-- @tfield ?string note what is missing if luaexpat is not installed

local acceptance = require "ianaports.update.acceptance"
local attempt = require "ianaports.base.attempt"
local check = require "ianaports.base.options"
local copy = require "ianaports.update.copy"
local download = require "ianaports.update.download"
local expat = require "ianaports.base.expat"
local files = require "ianaports.base.files"
local ianaports = require "ianaports"
local system = require "ianaports.system"
local user_copy = require "ianaports.base.user_copy"

local update = {}

--- The URL of the folder in which IANA publishes the registry.
-- @constant BASE
-- @is string
update.BASE = "https://www.iana.org/assignments/service-names-port-numbers/"

-- Options -------------------------------------------------------------------------

local OPTIONS = {
  "base", "folder", "connect_timeout", "timeout", "retries", "max_size", "progress",
}

-- The default of each option. Values must have its type.
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
  if name == "progress" and type(value) == "function" then
    return nil
  end
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

-- All options: those given, and the defaults of the others.
local function with_defaults(given)
  local options = setmetatable({}, { __index = DEFAULTS })
  for name, value in pairs(given or {}) do
    options[name] = value
  end
  options.retries = math.floor(options.retries)
  options.max_size = math.floor(options.max_size)
  options.base = options.base:gsub("([^/])$", "%1/")
  return options
end

-- Fetching ------------------------------------------------------------------------

-- Downloads the files that have changed. Returns the copy with them.
local function download_copy(formats, present, options)
  local new = {}
  for _, format in ipairs(formats) do
    local url, known = options.base .. copy.NAMES[format], present[format]
    local validators, text = download.get {
      url = url,
      limits = options,
      validators = known and known.validators,
    }
    new[format] = validators and copy.arrived(format, text, url, validators) or known
  end
  return new
end

-- Replaces the files that have changed. Returns whether the registry has changed.
local function replace(new, present, folder, base)
  local list, changed = copy.replacements(new, present, folder, base)
  if changed and not new.xml then
    os.remove(folder .. "/" .. copy.NAMES.xml) -- it would be older than the CSV
  end
  copy.write(list)
  return changed
end

local function make_folder(folder)
  local made, message = system.make_folder(folder)
  if not made then
    attempt.fail(("cannot write to the folder %s: %s"):format(folder, message))
  end
end

local function describe(registry)
  local info = registry:info()
  return {
    rows = info.record_count,
    contacts = info.contact_count,
    last_updated = user_copy.date(registry),
  }
end

local function fetch(options)
  local base = options.base
  download.check_url(base)
  local folder = options.folder ~= "" and options.folder or attempt.check(user_copy.folder())
  make_folder(folder)
  local formats = expat.load() and { "csv", "xml" } or { "csv" }
  local present = copy.present(formats, folder, base)
  local new = download_copy(formats, present, options)
  local old = copy.registry(present)
  if new.xml then
    acceptance.check_pair(new.csv.registry, new.xml.registry, base)
  end
  acceptance.check(copy.registry(new), old or ianaports.bundled, base)
  local changed = replace(new, present, folder, base)
  local result = describe(copy.registry(new))
  result.status, result.folder = changed and "updated" or "unchanged", folder
  result.previous = old and describe(old)
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
-- @tparam[opt=true] boolean|function given.progress whether to show the progress if standard error
--   is a terminal; or a function that is called ten times a second with the URL of a file, how many
--   bytes of it have come, and which share that is, from 0 to 1, if the server says how many there
--   are
-- @treturn ?Result what was done, or `nil` if it failed
-- @treturn ?string what failed, and what to do
-- @raise an argument error if an option is wrong
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

--- Returns the path of a file of the user's copy, whether or not it exists.
--
-- @function path
-- @tparam[opt="csv"] "csv"|"xml" format the form of the file
-- @tparam[opt] string folder the folder of the copy; by default the user's
-- @treturn ?string the path, or `nil` if the system names no folder for the user
-- @treturn ?string what to do
-- @raise an argument error if the format is unknown
-- @usage
-- require("ianaports.update").path("xml", "/srv") --> "/srv/service-names-port-numbers.xml"
function update.path(format, folder)
  check_format(format, "path")
  return user_copy.path(format or "csv", folder)
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
-- @raise an argument error if the format is unknown
-- @usage
-- local registry = require("ianaports.update").load() or ianaports.bundled
function update.load(format, folder)
  check_format(format, "load")
  local path, message = user_copy.path(format or "csv", folder)
  if not path then
    return nil, message
  elseif not format and expat.load() then
    local xml = user_copy.path("xml", folder)
    path = files.exists(xml) and xml or path
  end
  if not files.exists(path) then
    return nil, ("%s: there is no copy of the registry; ianaports.update's fetch gets one")
      :format(path)
  end
  return ianaports.load(path)
end

return update
