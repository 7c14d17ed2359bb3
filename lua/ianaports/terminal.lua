-- What the terminal is like, as far as plain Lua and the system's commands can tell.

local terminal = {}

-- Whether standard output is a terminal.
function terminal.is_there()
  local result = os.execute "test -t 1"
  return result == true or result == 0
end

-- /proc leads to this program's output, whose place the pipe takes in the shell. Where
-- there is none, the terminal that controls the process is most likely the same.
local ASK_SIZE = [[{ stty size <"/proc/$PPID/fd/1" || stty size </dev/tty; } 2>/dev/null]]

-- How many columns it has, or nil.
function terminal.width(is_there)
  local columns = tonumber((os.getenv "COLUMNS" or ""):match "^%d+$")
  if not columns and is_there then
    local pipe = io.popen(ASK_SIZE)
    columns = pipe and tonumber((pipe:read "*a"):match "^%d+ (%d+)")
    if pipe then
      pipe:close()
    end
  end
  return columns and columns > 0 and columns or nil
end

-- Whether text beyond ASCII may be written to it.
function terminal.is_utf8()
  for _, name in ipairs { "LC_ALL", "LC_CTYPE", "LANG" } do
    local locale = os.getenv(name)
    if locale and locale ~= "" then
      return locale:upper():find "UTF%-?8" ~= nil
    end
  end
  return false
end

-- Whether to use colour. `mode` is `always`, `never`, or `auto`: on a terminal that can,
-- and where NO_COLOR does not forbid it (https://no-color.org).
function terminal.wants_color(mode, is_there)
  if mode == "always" or mode == "never" then
    return mode == "always"
  end
  local kind, forbidden = os.getenv "TERM", os.getenv "NO_COLOR"
  return is_there and kind ~= nil and kind ~= "" and kind ~= "dumb"
    and (forbidden == nil or forbidden == "")
end

return terminal
