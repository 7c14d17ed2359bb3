-- Where results are written to: standard output, or a file that appears when it is whole.
-- Each output has `write`, which raises a failure where the text cannot be written;
-- `finish`, once all is written; and `discard`, where it will not be.

local failure = require "ianaports.cli.failure"
local text = require "ianaports.text"
local utf8 = require "ianaports.text.utf8"

local output = {}

local EPIPE = 32

local function check(name, succeeded, message, code)
  if not succeeded and code == EPIPE then
    failure.closed_pipe()
  elseif not succeeded then
    failure.failed("%s: %s", name, message or "cannot write")
  end
end

local function flush(name, file)
  if file.flush then
    check(name, file:flush())
  end
end

-- Output as it comes. `file` is a file or any object with `write`.
function output.plain(file)
  local name = "standard output"
  return {
    write = function(self, ...)
      check(name, file:write(...))
      return self
    end,
    finish = function()
      flush(name, file)
    end,
    discard = function() end,
  }
end

-- Output to a terminal, which nothing but text reaches. `write_styled` is for what this
-- program itself puts out as control sequences.
function output.terminal(file, ascii_only)
  local plain = output.plain(file)
  local held = "" -- the beginning of a character whose rest is still to come
  local self = { finish = plain.finish, discard = plain.discard }
  function self.write(_, ...)
    local piece = held .. table.concat({ ... })
    local tail = utf8.incomplete_tail(piece)
    held = piece:sub(#piece - tail + 1)
    plain:write(text.printable(piece:sub(1, #piece - tail), true, ascii_only))
    return self
  end
  function self.write_styled(_, styled)
    plain:write(styled)
  end
  return self
end

-- Tells where a file is to be written to, links followed; nothing where it is no file, such
-- as a device, and to be written as it is.
local FIND_TARGET = [[
LC_ALL=C; export LC_ALL
target=%s
case $target in /*) ;; *) target=./$target ;; esac
if [ -d "$target" ]; then echo "is a folder"; exit 1; fi
if [ -e "$target" ] && [ ! -f "$target" ]; then exit 0; fi
target=$(readlink -f "$target") || { echo "no such folder"; exit 1; }
if [ -e "$target" ] && [ ! -w "$target" ]; then echo "permission denied"; exit 1; fi
printf '%%s\n' "$target"]]

-- Makes a file that was not there before, with the mode that the target has or will have.
local MAKE = [[
LC_ALL=C; export LC_ALL
exec 2>&1
target=%s
temporary=%s
(set -C; : >"$temporary") || exit
if [ -e "$target" ]; then cp -p "$target" "$temporary"; fi]]

local function run(path, script, ...)
  local answer, status = require("ianaports.update.shell").run(script:format(...))
  if status ~= 0 then
    failure.failed("%s: %s", path, (answer:gsub("\n+$", "")))
  end
  return (answer:gsub("\n$", ""))
end

-- A name beside the target that no other run of the command uses.
local function beside(target)
  return ("%s.%s%x"):format(target, tostring({}):match "%x+$", os.time())
end

-- Output to a file. It has another name until all of it is there. `open` makes it; then
-- `discard` is to be called whatever happens, even while it is being made.
function output.file(path)
  local quote = require("ianaports.update.shell").quote
  local file, temporary, target
  local self = {}
  function self.open()
    if path:find "[%z\r\n]" then
      failure.usage("%s: a file name with a line break is not supported", path)
    end
    target = run(path, FIND_TARGET, quote(path))
    if target ~= "" then
      temporary = beside(target)
      run(path, MAKE, quote(target), quote(temporary))
    end
    local message
    file, message = io.open(temporary or path, "wb")
    if not file then
      failure.failed("%s", message)
    end
  end
  function self.write(_, ...)
    check(path, file:write(...))
    return self
  end
  function self.finish()
    if io.type(file) == "file" then
      check(path, file:close())
      if temporary then
        check(path, os.rename(temporary, target))
        temporary = nil
      end
    end
  end
  function self.discard()
    if io.type(file) == "file" then
      file:close()
    end
    if temporary then
      collectgarbage() -- closes a pipe to the shell that Ctrl-C has left, and so waits for it
      os.remove(temporary)
    end
  end
  return self
end

return output
