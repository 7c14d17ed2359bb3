-- The options of fetch.

local check = require "ianaports.base.options"

local options = {}

options.BASE = "https://www.iana.org/assignments/service-names-port-numbers/"

-- Each option's default; a value must have its type.
local DEFAULTS = {
  base = options.BASE,
  folder = "", -- the environment says which
  connect_timeout = 15,
  timeout = 120,
  retries = 3,
  max_size = 32 * 1024 * 1024,
  progress = true,
}

-- Numbers that must not be 0.
local TIMES = { connect_timeout = true, timeout = true }

local KNOWN = {
  "base", "folder", "connect_timeout", "timeout", "retries", "max_size", "progress",
}

-- What is wrong with the value of a known option, or nil.
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

-- Returns all options, with the default of each that is not given; `folder` has none. Raises an
-- argument error that names the line which called fetch.
function options.read(given)
  local complaint = check.complaint(given, KNOWN, "", complaint_of)
  if complaint then
    error(("bad argument #1 to 'fetch' (%s)"):format(complaint), 3)
  end
  local all = {}
  for name, default in pairs(DEFAULTS) do
    all[name] = default
  end
  for name, value in pairs(given or {}) do
    all[name] = value
  end
  all.folder = all.folder ~= "" and all.folder or nil
  all.retries = math.floor(all.retries)
  all.max_size = math.floor(all.max_size)
  all.base = all.base:gsub("([^/])$", "%1/")
  return all
end

return options
