-- The parts of a line in files that list services.

local dated_title = require("ianaports.base.title").dated
local repair = require("ianaports.base.text").repair
local trim = require("ianaports.base.text").trim

local line = {}

-- Nmap reads up to 1024 bytes of a line, and takes the rest for another line. A description of
-- 64 KiB, repeated at each port of a range, would fill a disk. The longest of IANA has 255.
line.MAX_COMMENT = 768 -- bytes

-- The text on one line, without control characters and needless white space.
function line.of(text)
  local visible = repair(text):gsub("\194[\128-\159]", " ") -- the control characters of Latin-1
  return trim((visible:gsub("[ \1-\31\127]+", " ")))
end

-- The beginning of a text, in at most `length` bytes. No character is cut in half.
function line.cut(text, length)
  if #text <= length then
    return text
  end
  return (text:sub(1, length - 3):gsub("[\194-\244][\128-\191]*$", "")) .. "..."
end

-- A service name as the first word of a line; nil if it has characters that no word may have.
function line.word(name)
  if not name:find("[ \1-\31\127#]") then
    return repair(name)
  end
end

-- Writes a comment in place of the line of a service whose name cannot be a word.
function line.put_refused(put, ports, name)
  put(('# %s: the name "%s" cannot stand here\n'):format(ports, line.of(name)))
end

-- Ends a line, after a comment if there is one.
function line.put_end(put, comment)
  put(comment ~= "" and "\t# " .. comment .. "\n" or "\n")
end

-- A function that returns an entry's description, cut and on one line or as `clean` returns it. It
-- remembers the result, because a range's entry is described at each port.
function line.describer(clean)
  clean = clean or line.of
  local kept = setmetatable({}, { __mode = "k" })
  return function(entry)
    kept[entry] = kept[entry] or line.cut(clean(entry.description or ""), line.MAX_COMMENT)
    return kept[entry]
  end
end

-- The title and date of a registry on one line.
function line.title(registry)
  return line.of(dated_title(registry:info()))
end

return line
