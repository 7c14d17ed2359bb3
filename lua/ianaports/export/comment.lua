-- What files of services say of an entry at the end of a line.

local text = require "ianaports.export.text"

local comment = {}

-- Nmap reads lines into 1024 bytes, and takes the rest of a longer one for another line. The
-- registry's descriptions are a third of that at most; one of 64 KiB, at each port of a range,
-- would fill a disk.
comment.MAX = 768

-- At most so many bytes of a text, and no half characters.
function comment.cut(line, length)
  if #line <= length then
    return line
  end
  return (line:sub(1, length - 3):gsub("[\194-\244][\128-\191]*$", "")) .. "..."
end

-- A function that returns what `describe` does, and keeps it as long as the entry lives: a range
-- is asked about at each of its ports.
function comment.once(describe)
  local kept = setmetatable({}, { __mode = "k" })
  return function(entry)
    local line = kept[entry]
    if line == nil then
      line = describe(entry)
      kept[entry] = line
    end
    return line
  end
end

-- A function that returns an entry's description on one line.
function comment.new()
  return comment.once(function(entry)
    return comment.cut(text.one_line(entry.description or ""), comment.MAX)
  end)
end

return comment
