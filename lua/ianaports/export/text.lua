-- The registry's texts, made fit for the lines of a file of services.

local base = require "ianaports.base.text"

local text = {}

local find, gsub = string.find, string.gsub

-- The text on one line, without control characters and needless white space.
function text.one_line(bytes)
  local line = gsub(base.repair(bytes), "\194[\128-\159]", " ") -- the controls of Latin-1
  return base.trim((gsub(line, "[ \1-\31\127]+", " ")))
end

-- A service name as the first word of a line, or nil where it cannot be one.
function text.word(name)
  if not find(name, "[ \1-\31\127#]") then
    return base.repair(name)
  end
end

-- What the registry is, on one line.
function text.title(registry)
  local info = registry:info()
  local title = text.one_line(info.title or "A registry of service names and port numbers")
  return info.last_updated and title .. ", " .. text.one_line(info.last_updated) or title
end

return text
