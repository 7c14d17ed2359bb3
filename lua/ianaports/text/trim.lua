-- White space taken off, in time that grows with the text and no faster: a pattern such as
-- " +$" is tried anew at each blank of a run, which takes the square of its length.

local find, match = string.find, string.match

local trim = {}

-- ASCII alone: what else `%s` matches depends on the locale, and may be half a character.
local VISIBLE = "[^ \t-\r]"
local UP_TO_VISIBLE = "^.*" .. VISIBLE

--- Without white space at its end.
function trim.right(s)
  return match(s, UP_TO_VISIBLE) or ""
end

--- Without white space around it.
function trim.both(s)
  local first = find(s, VISIBLE)
  return first and match(s, UP_TO_VISIBLE, first) or ""
end

return trim
