-- A folder for new files, beside the files that they replace. It is on the same file system, so
-- that a rename replaces each file at once. Its name contains the id of the process that uses
-- it, which distinguishes a folder that a killed process has left from one that is in use.

local attempt = require "ianaports.base.attempt"
local shell = require "ianaports.base.shell"

local staging = {}

-- A new folder is for its user alone, as the XDG specification asks. The files in it have the
-- permissions that the user's umask leaves.
--
-- A staging folder that was left is removed if it belongs to this user and its process has ended.
-- `kill -0` also fails for a process of another user, but /proc shows that one. A staging folder
-- of another user stays: only its owner can remove it.
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

-- Calls f with the path of a new staging folder inside `folder`, which is made if it is missing.
-- Returns what f returns. The staging folder is gone afterwards, even if f raises an error or this
-- process is killed.
function staging.with(folder, f)
  local pipe, answer = shell.hold(OPEN:format(shell.quote(folder)), CLOSE)
  if not pipe then
    attempt.fail(("cannot write to the folder %s: %s"):format(folder, answer))
  end
  local succeeded, result = pcall(f, answer[1])
  pipe:close()
  if not succeeded then
    error(result, 0)
  end
  return result
end

-- Renames files, one after the other: each from the path in `from` to the one in `to`. Before
-- that, all of them are written to the disk, so that a crash leaves no empty file.
function staging.replace(list)
  for _, file in ipairs(list) do
    shell.run("sync -- " .. shell.quote(file.from) .. " 2>/dev/null")
  end
  for _, file in ipairs(list) do
    local renamed, message = os.rename(file.from, file.to)
    if not renamed then
      attempt.fail(("cannot replace %s: %s"):format(file.to, message))
    end
  end
end

return staging
