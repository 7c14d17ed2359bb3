-- A folder beside the files that are to be replaced, for what is to replace them. It
-- is on the same file system, so that a rename puts each file in place at once. Its
-- name holds the process that it belongs to, so that what a killed process left behind
-- is known, and what one at work needs is not touched.

local shell = require "ianaports.update.shell"

local staging = {}

-- Where a folder is made, it is for its user alone, as the XDG specification wants it.
-- The files in it have the mode that the user's umask gives.
local OPEN = [[
LC_ALL=C; export LC_ALL
exec 2>&1
folder=%s
(umask 077 && mkdir -p -- "$folder") || exit
for left in "$folder"/.update-*; do
  owner=${left##*/.update-}
  [ ! -d "$left" ] || kill -0 "${owner%%%%-*}" 2>/dev/null || rm -rf -- "$left"
done
mktemp -d -- "$folder/.update-$PPID-XXXXXX"]]

-- Gives the path of a new staging folder inside `folder`, which is made where it is
-- missing, or nil and a message.
function staging.open(folder)
  local output, status = shell.run(OPEN:format(shell.quote(folder)))
  local text = output:gsub("\n$", "")
  if status ~= 0 then
    return nil, ("cannot write to the folder %s: %s"):format(folder, text)
  end
  return text
end

function staging.close(path)
  shell.run("rm -rf -- " .. shell.quote(path))
end

-- Calls f with the path of a staging folder inside `folder` and gives what f gives.
-- The staging folder is gone afterwards, even where f raises.
function staging.with(folder, f)
  local path, message = staging.open(folder)
  if not path then
    return nil, message
  end
  local succeeded, result, reason = pcall(f, path)
  staging.close(path)
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
