-- Runs shell commands.

local shell = {}

-- Runs a command without an input. Returns its output, standard error included, and whether it
-- succeeded.
function shell.run(command)
  local pipe = assert(io.popen("{ " .. command .. "; } </dev/null 2>&1; echo \"status $?\""))
  local output, status = pipe:read("*a"):match "^(.*)status (%d+)\n$"
  pipe:close()
  return output, status == "0"
end

-- A new empty folder, for the caller to remove.
function shell.new_folder()
  local folder, made = shell.run "mktemp -d"
  assert(made, folder)
  return (folder:gsub("\n$", ""))
end

return shell
