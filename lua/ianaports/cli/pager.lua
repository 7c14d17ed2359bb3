-- Output to a terminal, which the user's pager shows if it is longer than the terminal.

local display = require "ianaports.base.display"
local system = require "ianaports.system"

local pager = {}

-- Runs PAGER, which POSIX calls a command of the shell. If the shell cannot run it, cat shows what
-- the pager should have read. What a pager has left unread is read, too, so that writing to it
-- never fails. The interrupt is for the pager; the trap keeps the shell, and resets it in what the
-- shell starts. LESS is set as git sets it: colours are shown, and the text stays on the screen.
local SCRIPT = [[
trap : INT
export LESS="${LESS-FRX}"
if [ -n "$PAGER" ]; then sh -c "$PAGER"
elif command -v less >/dev/null; then less -FRX
else cat; fi
case $? in
  2 | 126 | 127) cat ;;
  *) cat >/dev/null ;;
esac]]

-- How many rows of a terminal the text takes, with the one that the cursor is on at the end.
local function height(text, columns)
  local rows = 0
  for line in (text:gsub("\27%[%d*m", "") .. "\n"):gmatch "([^\n]*)\n" do
    rows = rows + math.max(math.ceil(display.width(line) / columns), 1)
  end
  return rows
end

-- An object like a file that writes to the file `out`, or to the pager if the text is higher than
-- `rows`. `flush` completes it; if `discard` is called instead, what is not yet written is lost.
-- Returns nil if there is to be no pager, as on Windows, which has no such shell.
function pager.new(out, columns, rows)
  local kind = os.getenv "TERM" or ""
  if system.is_windows or os.getenv "PAGER" == "" or kind == "" or kind == "dumb" or columns == 0
    or rows == 0 then
    return nil
  end
  local held, pipe = "", nil
  local self = {}
  function self.write(_, text)
    held = held .. text
    if not pipe and height(held, columns) > rows then
      out:flush()
      pipe = io.popen(SCRIPT, "w")
    end
    if pipe then
      pipe:write(held)
      held = ""
    end
    return true
  end
  function self.discard()
    if pipe then
      pipe:close()
      pipe = nil
    end
    held = ""
  end
  function self.flush()
    local rest = held
    self.discard()
    local written, message, code = out:write(rest)
    if written then
      return out:flush()
    end
    return nil, message, code
  end
  return self
end

return pager
