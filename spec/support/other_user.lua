-- Runs commands as a user who is neither root nor the one that runs the specs.

local shell = require "spec.support.shell"

local other_user = {}

-- Debian's user "nobody", who owns no files and processes.
other_user.ID = "65534"

local AS_OTHER = ("setpriv --reuid=%s --regid=%s --clear-groups env HOME=/nonexistent ")
  :format(other_user.ID, other_user.ID)

-- Why no command can run as that user here, or nil.
function other_user.why_not()
  return not select(2, shell.run(AS_OTHER .. "true")) and "only root can be another user" or nil
end

-- Calls `f` with the beginning of a shell command and returns its result. The command runs as the
-- other user, in a copy of the needed files of the checkout, which that user may not be able to
-- read.
function other_user.in_copy(f)
  local folder = shell.new_folder()
  local module = ("build/%s"):format(os.getenv "LUA_VERSION" or "5.4")
  local output, copied = shell.run(([[folder=%s module=%s; mkdir -p "$folder/$module" &&
    cp -RL lua "$folder" && cp -L "$module/ianaports.so" "$folder/$module" &&
    chmod -R go+rX "$folder"]]):format(folder, module))
  assert(copied, output)
  local succeeded, result = pcall(f, ("cd %s && %s"):format(folder, AS_OTHER))
  shell.run("rm -r " .. folder)
  if not succeeded then
    error(result, 0)
  end
  return result
end

-- A new empty folder of that user, for the caller to remove.
function other_user.new_folder()
  local folder = shell.new_folder()
  shell.run(("chown %s:%s %s"):format(other_user.ID, other_user.ID, folder))
  return folder
end

return other_user
