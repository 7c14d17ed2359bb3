-- What the terminal is like.

local text = require "ianaports.text"

local terminal = {}

-- The width of the terminal, or nil. This part of the C module is loaded only here: a
-- program that has the module by other means than package.cpath has no terminal.
local function columns()
  return require("ianaports.tty").columns()
end

-- Whether standard output is a terminal.
function terminal.is_there()
  return columns() ~= nil
end

-- How many columns output may take, or nil. `is_there` tells whether it goes to the terminal.
function terminal.width(is_there)
  local width = tonumber((os.getenv "COLUMNS" or ""):match "^%d+$")
  width = width or is_there and columns()
  return width and width > 0 and width or nil
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

-- A message as it may be written to it.
function terminal.printable(message)
  return text.printable(message, true, not terminal.is_utf8())
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
