-- The files of a copy of the registry: those that are there and those that arrive.
--
-- A copy is a table of `csv` and `xml`, as far as there are, each a table of `text`,
-- `registry`, `validators` and, where it has arrived, `staged`, its path for now.

local acceptance = require "ianaports.update.acceptance"
local ianaports = require "ianaports"
local read_error = require "ianaports.base.read_error"
local staging = require "ianaports.update.staging"

local copy = {}

copy.NAMES = {
  csv = "service-names-port-numbers.csv",
  xml = "service-names-port-numbers.xml",
}

-- What the server said of a file stands beside it, with the URL and the size that it
-- holds for: it counts for nothing where the file was replaced by other means.
local function validators_text(url, size, validators)
  local lines = { "url: " .. url, ("size: %d"):format(size) }
  for _, name in ipairs { "etag", "last_modified" } do
    if validators[name] then
      lines[#lines + 1] = name .. ": " .. validators[name]
    end
  end
  return table.concat(lines, "\n") .. "\n"
end

local function read_validators(path, url, size)
  local found = {}
  for name, value in (staging.read(path .. ".validators") or ""):gmatch "([%w_]+): ([^\n]*)\n" do
    found[name] = value
  end
  return found.url == url and tonumber(found.size) == size and found or nil
end

-- The copy in a folder; what is missing or damaged in it is to be fetched anew.
function copy.present(formats, folder, base)
  local present = {}
  for _, format in ipairs(formats) do
    local path = folder .. "/" .. copy.NAMES[format]
    local text = staging.read(path)
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

-- Loads what has arrived from a URL: a file of a copy, or nil and what is wrong.
function copy.arrived(format, staged, url, validators)
  local text = staging.read(staged) or "" -- an empty body leaves no file
  if format == "csv" then
    local accepted, message = acceptance.check_header(text)
    if not accepted then
      return nil, ("%s: %s"):format(url, message)
    end
  end
  local registry, _, wrong = ianaports.parse(text, format)
  if not registry then
    return nil, read_error.message(wrong, url)
  elseif format == "xml" and not registry:info().last_updated then
    return nil, ("%s: has no date in its header"):format(url)
  end
  return { text = text, registry = registry, validators = validators, staged = staged }
end

-- The registry that a copy holds, the XML where it has one: it holds more.
function copy.registry(files)
  local file = files.xml or files.csv
  return file and file.registry
end

-- Lists what is to be renamed where, and tells whether that changes the registry.
-- The XML comes first: whenever this is interrupted, no XML is older than the CSV
-- beside it. Each file's validators follow it: they never hold for an older one.
function copy.replacements(new, present, folder, base)
  local list, changed = {}, false
  for _, format in ipairs { "xml", "csv" } do
    local file, known = new[format], present[format]
    if file and file.staged then
      local path, notes = folder .. "/" .. copy.NAMES[format], file.staged .. ".validators"
      if not known or known.text ~= file.text then
        list[#list + 1] = { from = file.staged, to = path }
        changed = true
      end
      local written, message = staging.write(notes,
        validators_text(base .. copy.NAMES[format], #file.text, file.validators))
      if not written then
        return nil, message
      end
      list[#list + 1] = { from = notes, to = path .. ".validators" }
    end
  end
  return list, changed
end

return copy
