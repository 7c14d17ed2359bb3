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

-- Runs a command that must succeed. Returns its output.
function shell.output(command)
  local output, succeeded = shell.run(command)
  assert(succeeded, output)
  return output
end

-- The command that builds here. Specs in other processes may do so at the same time; they wait.
shell.MAKE = select(2, shell.run "command -v flock") and "flock build make -s" or "make -s"

-- Returns the path of the program that compiles the tables. An unpacked archive of a release has
-- the tables, so make does not need the program there.
function shell.generator()
  local path = "build/generate_bundled"
  shell.output(("test -e %s || %s %s"):format(path, shell.MAKE, path))
  return path
end

-- A new empty folder, for the caller to remove.
function shell.new_folder()
  local folder, made = shell.run "mktemp -d"
  assert(made, folder)
  return (folder:gsub("\n$", ""))
end

-- Calls f with a new folder, which is removed afterwards. `new` makes it; by default new_folder.
function shell.in_folder(f, new)
  local folder = (new or shell.new_folder)()
  local succeeded, message = pcall(f, folder)
  shell.run("rm -r " .. folder)
  if not succeeded then
    error(message, 0)
  end
end

return shell
