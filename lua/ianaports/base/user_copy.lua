-- This user's copy of IANA's files: where it is, and whether it is as fresh as the bundled
-- registry.

local ianaports = require "ianaports"
local system = require "ianaports.system"

local user_copy = {}

user_copy.NAMES = {
  csv = "service-names-port-numbers.csv",
  xml = "service-names-port-numbers.xml",
}

local HEADER_SIZE = 4096 -- bytes of an XML that hold its date

-- The folder on Windows; or nil and a message.
local function windows_folder()
  local data = os.getenv "LOCALAPPDATA" or ""
  if data ~= "" then
    return data .. "\\ianaports"
  end
  return nil, "no folder for user data: LOCALAPPDATA is not set"
end

--- The folder; or nil and a message. The XDG specification says to ignore relative paths.
function user_copy.folder()
  if system.is_windows then
    return windows_folder()
  end
  local data, home = os.getenv "XDG_DATA_HOME", os.getenv "HOME"
  if data and data:find "^/" then
    return data .. "/ianaports"
  elseif home and home ~= "" then
    return home .. "/.local/share/ianaports"
  end
  return nil, "no folder for user data: neither XDG_DATA_HOME nor HOME is set"
end

--- The path of a file in a folder, which is the user's by default; or nil and a message.
function user_copy.path(format, folder)
  local own, message = user_copy.folder()
  folder = folder or own
  if not folder then
    return nil, message
  end
  return folder .. "/" .. user_copy.NAMES[format]
end

-- The date in the header of an XML; nil if there is no such file or no date in it.
local function date_of_xml(path)
  local file = io.open(path, "rb")
  local header = file and file:read(HEADER_SIZE) or ""
  if file then
    file:close()
  end
  return header:match "<updated>(%d%d%d%d%-%d%d%-%d%d)</updated>"
end

-- The fields of dates, and the filters that go by them.
local DATES = { registration_date = "registered_since", modification_date = "modified_since" }

-- The latest day, from `since` on, on which a row of a registry was registered or modified; nil if
-- there is none. Days in the future are ignored: they are typing errors, and would make every later
-- registry look old.
local function newest_row(registry, since)
  local newest, today = nil, os.date "!%Y-%m-%d"
  for field, filter in pairs(DATES) do
    for entry in registry:entries { [filter] = since } do
      local date = entry[field]
      if date <= today and (not newest or date > newest) then
        newest = date
      end
    end
  end
  return newest
end

--- The date of a registry: that of its header, or of its newest row, since a CSV has no header.
function user_copy.date(registry)
  return registry:info().last_updated or newest_row(registry, "0000")
end

-- Opens a file of the copy. Returns a registry, its path and its date; nil if it is not as fresh as
-- the bundled one; or nil and a message if it is damaged.
local function open(path, date)
  local bundled = ianaports.info().last_updated
  if date and date < bundled then
    return nil
  end
  local registry, message = ianaports.load(path)
  if not registry then
    return nil, message
  end
  date = date or newest_row(registry, bundled)
  if date then
    return registry, path, date
  end
end

--- Opens the copy if it is at least as fresh as the bundled registry. `is_whole`: whether header
-- and contacts are needed. Only the XML has them, and it takes seven times as long; it is opened if
-- luaexpat is installed. Returns as `open` does.
function user_copy.open(is_whole)
  local csv, xml = user_copy.path "csv", user_copy.path "xml"
  local date = xml and date_of_xml(xml)
  if is_whole and date and require("ianaports.base.expat").load() then
    return open(xml, date)
  end
  local file = csv and io.open(csv, "rb")
  if file then
    file:close()
    return open(csv, date)
  end
end

return user_copy
