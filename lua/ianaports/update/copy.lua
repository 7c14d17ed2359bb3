-- The files of a copy of the registry: those that exist and those that arrive.
--
-- A copy is a table of `csv` and `xml`; a file that does not exist is nil. A file is a table of
-- `text`, `registry` and `validators`. If it has just arrived, `is_new` is true.

local acceptance = require "ianaports.update.acceptance"
local attempt = require "ianaports.base.attempt"
local files = require "ianaports.base.files"
local ianaports = require "ianaports"
local read_error = require "ianaports.base.read_error"
local system = require "ianaports.system"

local copy = {}

copy.NAMES = require("ianaports.base.user_copy").NAMES

-- Beside each file of the registry, a file with the ending .validators holds its URL, its size and
-- what the server sent to recognize it. If URL or size differ, something else has replaced the
-- registry's file, and the validators are ignored.
local function validators_text(url, size, validators)
  return ("url: %s\nsize: %d\netag: %s\nlast_modified: %s\n"):format(url, size,
    validators.etag or "", validators.last_modified or "")
end

local function read_validators(path, url, size)
  local found = {}
  for name, value in (files.read(path .. ".validators") or ""):gmatch "([%w_]+): ([^\n]+)\n" do
    found[name] = value
  end
  return found.url == url and tonumber(found.size) == size and found or nil
end

-- The copy in a folder. Damaged files are left out, so that they are fetched again.
function copy.present(formats, folder, base)
  local present = {}
  for _, format in ipairs(formats) do
    local path = folder .. "/" .. copy.NAMES[format]
    local text = files.read(path)
    local registry = text and ianaports.parse(text, format)
    if registry then
      present[format] = {
        text = text,
        registry = registry,
        validators = read_validators(path, base .. copy.NAMES[format], #text),
      }
    end
  end
  return present
end

-- Loads a file that has arrived from a URL.
function copy.arrived(format, text, url, validators)
  if format == "csv" then
    acceptance.check_header(text, url)
  end
  local registry, _, wrong = ianaports.parse(text, format)
  if not registry then
    attempt.fail(read_error.message(wrong, url))
  elseif format == "xml" and not registry:info().last_updated then
    attempt.fail(url .. ": has no date in its header")
  end
  return { text = text, registry = registry, validators = validators, is_new = true }
end

-- The registry of a copy: that of its XML, which holds more, or else that of its CSV.
function copy.registry(found)
  local file = found.xml or found.csv
  return file and file.registry
end

-- Returns the list of files to write, and whether that changes the registry. The XML comes first,
-- so that an interruption never leaves an XML that is older than the CSV beside it. The validators
-- of a file come after it, so that they never match an older file.
function copy.replacements(new, present, folder, base)
  local list, changed = {}, false
  for _, format in ipairs { "xml", "csv" } do
    local file, known = new[format], present[format]
    if file and file.is_new then
      local path = folder .. "/" .. copy.NAMES[format]
      if not known or known.text ~= file.text then
        list[#list + 1] = { path = path, text = file.text }
        changed = true
      end
      list[#list + 1] = {
        path = path .. ".validators",
        text = validators_text(base .. copy.NAMES[format], #file.text, file.validators),
      }
    end
  end
  return list, changed
end

-- Writes files beside those that they replace, and keeps what replaces them in `opened`. Once all
-- are written, each replaces its file when it is on the disk, so that a crash leaves no empty file.
local function write(list, opened)
  local function check(file, succeeded, message)
    return succeeded or attempt.fail(("cannot replace %s: %s"):format(file.path, message))
  end
  for index, file in ipairs(list) do
    opened[index] = check(file, system.replace(file.path))
    check(file, opened[index]:write(file.text))
  end
  for index, file in ipairs(list) do
    check(file, opened[index]:finish(true))
  end
end

-- Writes the files of a list. If one cannot be written, none is replaced.
function copy.write(list)
  local opened = {}
  local succeeded, problem = pcall(write, list, opened)
  for _, replacement in ipairs(opened) do
    replacement:discard()
  end
  if not succeeded then
    error(problem, 0)
  end
end

return copy
