-- What the user may copy into a shell. The command itself starts none, but for the user's pager.

local shell = {}

-- A text as one word of a command, whatever it holds.
function shell.quote(text)
  return "'" .. text:gsub("'", "'\\''") .. "'"
end

return shell
