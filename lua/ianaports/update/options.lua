-- The options of fetch.

local options = {}

options.BASE = "https://www.iana.org/assignments/service-names-port-numbers/"

-- Each option's default; its type is what may be given.
local DEFAULTS = {
  base = options.BASE,
  folder = "", -- told by the environment
  connect_timeout = 15,
  timeout = 120,
  retries = 3,
  max_size = 32 * 1024 * 1024,
  progress = true,
}

-- Numbers that must not be 0.
local TIMES = { connect_timeout = true, timeout = true }

local KNOWN = "base, folder, connect_timeout, timeout, retries, max_size, progress"

-- What is wrong with an option, or nil.
local function fault_of(name, value)
  local default = DEFAULTS[name]
  if default == nil then
    return ("unknown option '%s'; known: %s"):format(tostring(name), KNOWN)
  elseif type(value) ~= type(default) then
    return ("option '%s': %s expected, got %s"):format(name, type(default), type(value))
  elseif TIMES[name] and not (value > 0 and value < 2 ^ 31) then
    return ("option '%s': number over 0 and up to 2147483647 expected, got %s"):format(name,
      tostring(value))
  elseif type(value) == "number" and not (value >= 0 and value < 2 ^ 31) then
    return ("option '%s': number from 0 to 2147483647 expected, got %s"):format(name,
      tostring(value))
  elseif type(value) == "string" and (value == "" or value:find("\0", 1, true)) then
    return ("option '%s': string expected, not empty and without NUL byte"):format(name)
  end
end

-- Gives all options, those not given by their defaults; but for `folder`. Raises an
-- argument error at the caller of fetch.
function options.read(given)
  if given ~= nil and type(given) ~= "table" then
    error(("bad argument #1 to 'fetch' (table expected, got %s)"):format(type(given)), 3)
  end
  local all = {}
  for name, default in pairs(DEFAULTS) do
    all[name] = default
  end
  for name, value in pairs(given or {}) do
    local fault = fault_of(name, value)
    if fault then
      error(("bad argument #1 to 'fetch' (%s)"):format(fault), 3)
    end
    all[name] = value
  end
  all.folder = all.folder ~= "" and all.folder or nil
  all.retries = math.floor(all.retries)
  all.max_size = math.floor(all.max_size)
  all.base = all.base:gsub("([^/])$", "%1/")
  return all
end

return options
