-- Runs commands as a user who is neither root nor the one that runs the specs.

local shell = require "spec.support.shell"

local other_user = {}

-- Debian's user "nobody", whose files and processes no one else has.
other_user.ID = "65534"

other_user.PREFIX = ("setpriv --reuid=%s --regid=%s --clear-groups env HOME=/nonexistent ")
  :format(other_user.ID, other_user.ID)

-- Why no command can be run so here, or nil. It takes root, and a checkout that others may read.
function other_user.why_not()
  local output, can = shell.run(("%s %s -e 'require \"ianaports\" require \"ianaports.update\"'")
    :format(other_user.PREFIX, os.getenv "LUA" or "lua5.4"))
  return not can and "cannot run the module as another user: " .. output or nil
end

-- A new empty folder of that user, for the caller to remove.
function other_user.new_folder()
  local folder = shell.new_folder()
  shell.run(("chown %s:%s %s"):format(other_user.ID, other_user.ID, folder))
  return folder
end

return other_user
