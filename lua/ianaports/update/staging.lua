-- A folder beside the files that are to be replaced, for what is to replace them. It
-- is on the same file system, so that a rename puts each file in place at once. Its
-- name holds the process that it belongs to, so that what a killed process left behind
-- is known, and what one at work needs is not touched.

local shell = require "ianaports.base.shell"

local staging = {}

-- When a folder is made, it is for its user alone, as the XDG specification wants it.
-- The files in it have the mode that the user's umask gives.
--
-- A staging folder that was left is removed if it is this user's own and its process is
-- gone. `kill -0` fails for a process of another user, too, but /proc shows that one. A
-- folder of another user is left to its owner, who can tell and can remove it.
local OPEN = [[
folder=%s
message=$( (umask 077 && mkdir -p -- "$folder") 2>&1) || fail "$message"
is_alive() { kill -0 "$1" 2>/dev/null || [ -e "/proc/$1" ]; }
for left in "$folder"/.update-*; do
  process=${left##*/.update-}
  process=${process%%%%-*}
  case $process in '' | *[!0-9]*) continue ;; esac
  if [ -d "$left" ] && [ -O "$left" ] && ! is_alive "$process"; then
    rm -rf -- "$left" 2>/dev/null
  fi
done
stage=$(mktemp -d -- "$folder/.update-$PPID-XXXXXX" 2>&1) || fail "$stage"
answer "$stage"]]

local CLOSE = [[rm -rf -- "$stage"]]

-- Calls f with the path of a new staging folder inside `folder`, which is made if it is
-- missing. Returns what f returns, or nil and a message. The staging folder is gone
-- afterwards, even if f raises or this process is killed.
function staging.with(folder, f)
  local pipe, answer = shell.hold(OPEN:format(shell.quote(folder)), CLOSE)
  if not pipe then
    return nil, ("cannot write to the folder %s: %s"):format(folder, answer)
  end
  local succeeded, result, reason = pcall(f, answer[1])
  pipe:close()
  if not succeeded then
    error(result, 0)
  end
  return result, reason
end

-- Puts files in place, one after the other: each is renamed from the path in `from` to
-- the one in `to`. Nothing is renamed before all of them are on the disk, lest a crash
-- leave an empty file behind.
function staging.replace(files)
  local paths = {}
  for index, file in ipairs(files) do
    paths[index] = file.from
  end
  if #paths > 0 then
    shell.run("sync -- " .. shell.quote_all(paths) .. " 2>/dev/null")
  end
  for _, file in ipairs(files) do
    local renamed, message = os.rename(file.from, file.to)
    if not renamed then
      return nil, ("cannot replace %s: %s"):format(file.to, message)
    end
  end
  return true
end

-- Whether there is a file that can be read.
function staging.exists(path)
  local file = io.open(path, "rb")
  local byte = file and file:read(1) -- a folder opens, but gives none
  if file then
    file:close()
  end
  return byte ~= nil
end

-- The whole content of a file, or nil and a message.
function staging.read(path)
  local file, message = io.open(path, "rb")
  if not file then
    return nil, message
  end
  local text, reason = file:read "*a"
  file:close()
  return text, reason
end

function staging.write(path, text)
  local file, message = io.open(path, "wb")
  if not file then
    return nil, message
  end
  local written, reason = file:write(text)
  local closed, late_reason = file:close()
  return written and closed, reason or late_reason
end

return staging
