-- Output: to an object with `write`, to standard output, to a terminal, or to a file.

local attempt = require "ianaports.base.attempt"
local display = require "ianaports.base.display"
local incomplete_tail = require("ianaports.base.text").incomplete_tail

local output = {}

-- What the terminal is like ---------------------------------------------------------

-- How many columns and rows the terminal has, 0 for a number that it does not report; nil if
-- standard output is not a terminal. The C module's part for the system is loaded only when it
-- is needed: programs that do not find the module by package.cpath use no terminal.
function output.terminal_size()
  return require("ianaports.system").size()
end

-- Whether standard output is a terminal.
function output.is_terminal()
  return output.terminal_size() ~= nil
end

-- How many columns the output may take, or nil. `is_terminal`: whether it goes to a terminal.
function output.width(is_terminal)
  local width = tonumber((os.getenv "COLUMNS" or ""):match "^%d+$")
  width = width or is_terminal and output.terminal_size()
  return width and width > 0 and width or nil
end

-- Whether to use colour. `mode` is `always`, `never`, or `auto`: on a terminal that has colours,
-- unless NO_COLOR forbids them (https://no-color.org).
function output.wants_color(mode, is_terminal)
  if mode == "always" or mode == "never" then
    return mode == "always"
  end
  local kind, forbidden = os.getenv "TERM", os.getenv "NO_COLOR"
  return is_terminal and kind ~= nil and kind ~= "" and kind ~= "dumb"
    and (forbidden == nil or forbidden == "")
end

-- Objects of the caller -------------------------------------------------------------

-- The results of an object's method, which may return nothing if it succeeds: true; or nil and a
-- message, which is nil if the object has none.
local function outcome(result, message)
  if result == false or result == nil and message ~= nil then
    return nil, message ~= nil and tostring(message) or nil
  end
  return true
end

-- Writes a text to a file or an object. Returns true, or nil and maybe a message.
function output.write(file, text)
  return outcome(file:write(text))
end

-- The same for what it has not written yet.
function output.flush(file)
  return outcome(file:flush())
end

local PIECE_SIZE = 65536 -- bytes that are written at once

local function check_write(written, message)
  attempt.check(written, message or "cannot write")
end

-- Returns two functions: the first collects text and writes it in large pieces, the second
-- writes what is left.
local function new_collector(file)
  local pieces, count, size = {}, 0, 0
  local function flush()
    local text = table.concat(pieces, "", 1, count)
    count, size = 0, 0
    check_write(output.write(file, text))
  end
  local function put(text)
    count = count + 1
    pieces[count] = text
    size = size + #text
    if size >= PIECE_SIZE then
      flush()
    end
  end
  return put, flush
end

-- Calls f(put), which writes by put(text), and writes its text to a file or an object. Returns
-- true, or nil and a message if writing fails; then f does not return. If f itself returns nil
-- and a message, so does this function.
function output.in_pieces(file, f)
  return attempt.run(function()
    local put, flush = new_collector(file)
    local succeeded, problem = f(put)
    if succeeded == nil and problem then
      attempt.fail(problem)
    end
    flush()
    -- A full disk shows now, not when the caller closes the file.
    if io.type(file) then
      check_write(file:flush())
    end
    return true
  end)
end

-- Outputs of the command ------------------------------------------------------------
--
-- Each has `write`, `finish`, which is called once all is written, and `discard`, which is
-- called if that does not happen. Those that somebody may be reading meanwhile have `flush`. If
-- something fails they call refuse(message, code), which raises an error. `code` is that of the
-- operating system, if there is one.

local function checker(name, refuse)
  return function(succeeded, message, code)
    if not succeeded then
      refuse(("%s: %s"):format(name, message or "cannot write"), code)
    end
  end
end

-- Output to a file or any object with `write`.
function output.plain(file, refuse)
  local check = checker("standard output", refuse)
  local function flush()
    if file.flush then
      check(file:flush())
    end
  end
  return {
    write = function(self, ...)
      check(file:write(...))
      return self
    end,
    flush = flush,
    finish = flush,
    discard = function() end,
  }
end

-- Output to a terminal, which only text reaches. `write_styled` is for control sequences that
-- the command writes itself.
function output.terminal(file, ascii_only, refuse)
  local plain = output.plain(file, refuse)
  local held = "" -- the beginning of a character whose rest is still to come
  local self = { flush = plain.flush, finish = plain.finish, discard = plain.discard }
  function self.write(_, ...)
    local piece = held .. table.concat({ ... })
    local tail = incomplete_tail(piece)
    held = piece:sub(#piece - tail + 1)
    plain:write(display.printable(piece:sub(1, #piece - tail), true, ascii_only))
    return self
  end
  function self.write_styled(_, styled)
    plain:write(styled)
  end
  return self
end

-- Output to a file, which gets its name when all of it is written: src/system/system.h. `open`
-- makes it. If anything raises an error, even `open`, `discard` must be called.
function output.file(path, refuse)
  local check = checker(path, refuse)
  local file
  local self = {}
  function self.open()
    local message, code
    file, message, code = require("ianaports.system").replace(path)
    check(file, message, code)
  end
  function self.write(_, ...)
    check(file:write(...))
    return self
  end
  function self.finish()
    if file then
      check(file:finish())
      file = nil
    end
  end
  function self.discard()
    if file then
      file:discard()
      file = nil
    end
  end
  return self
end

return output
