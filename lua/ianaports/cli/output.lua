-- Where results are written to: standard output, or a file that appears when it is whole.
-- Each output has `write`, which raises a failure where the text cannot be written;
-- `finish`, once all is written; and `discard`, where it will not be.

local failure = require "ianaports.cli.failure"
local display = require "ianaports.base.display"
local incomplete_tail = require("ianaports.base.text").incomplete_tail

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

-- Makes a file beside the target, links followed, and answers with both names. The file has
-- its owner's permissions alone until it has those of the target, none of whose content it
-- gets. A new target's permissions are as the umask says, but its owner may write to it.
-- Answers `direct` for what is no file, such as a device, and for names of open files, which
-- mean something else in another process.
--
-- Command substitution drops every line feed at the end of a name: hence the `/`. The plain
-- `cp -p` is for systems whose cp does not copy attributes alone, the last command for a target
-- that cannot be read.
local MAKE = [[
target=%s
case $target in
  /dev/stdout | /dev/stderr | /dev/fd/* | /proc/*/fd/*) answer direct; exit ;;
  /*) ;;
  *) target=./$target ;;
esac
if [ -d "$target" ]; then fail "is a folder"; fi
if [ -e "$target" ] && [ ! -f "$target" ]; then answer direct; exit; fi
case $target in */) fail "no such folder" ;; esac
place=$(readlink -f "$target" && echo /) || {
  if [ -h "$target" ]; then fail "is a link that leads nowhere"; fi
  fail "no such folder"
}
place=${place%%?/}
folder=${place%%/*}/
if [ -e "$place" ] && [ ! -w "$place" ]; then fail "permission denied"; fi
if [ ! -w "$folder" ]; then fail "no permission to make a file in $folder"; fi
temporary=$(mktemp "$folder.ianaports-XXXXXX" 2>&1) || fail "$temporary"
if [ -e "$place" ]; then
  cp --attributes-only --preserve=mode,ownership "$place" "$temporary" 2>/dev/null \
    || cp -p "$place" "$temporary" 2>/dev/null \
    || message=$(chmod "$(stat -c %%a "$place")" "$temporary" 2>&1)
else
  message=$(chmod =rw,u+w "$temporary" 2>&1)
fi || { rm -f "$temporary"; fail "$message"; }
answer replace "$temporary" "$place"]]

local REMOVE = [[rm -f "$temporary"]] -- which is no more once it has the target's name

-- Output to a file. It has another name until all of it is there. `open` makes it; then
-- `discard` is to be called whatever happens, even while it is being made.
function output.file(path)
  local shell = require "ianaports.base.shell"
  local file, pipe, temporary, target
  local self = {}
  function self.open()
    if path == "" or path:find("\0", 1, true) then
      failure.usage "--output: a file name is not empty and has no NUL byte"
    end
    local answer, message
    pipe, answer = shell.hold(MAKE:format(shell.quote(path)), REMOVE)
    if not pipe then
      failure.failed("%s: %s", path, answer)
    end
    temporary, target = answer[2], answer[3]
    -- What is written to directly may be a file that others write to.
    file, message = io.open(temporary or path, temporary and "wb" or "ab")
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
      end
      pipe:close()
    end
  end
  function self.discard()
    if io.type(file) == "file" then
      file:close()
    end
    if io.type(pipe) == "file" then
      pipe:close()
    end
    collectgarbage() -- closes a pipe that Ctrl-C has left, and so waits for its shell
  end
  return self
end

return output
