-- What the specs of host programs share.

local shell = require "spec.support.shell"

local hosts = {}

-- Whether the program is installed. Where it is not, the spec that asks is to be
-- pending; .ci/run installs all and fails where one stays pending.
function hosts.has(program)
  return (select(2, shell.run("command -v " .. program)))
end

-- Builds the module for another Lua and gives the absolute folder that holds it.
function hosts.build(version)
  local output, built = shell.run("make -s LUA_VERSION=" .. version)
  assert(built, output)
  return (shell.run "pwd"):gsub("\n$", "") .. "/build/" .. version
end

-- Runs a script of shell commands on a loopback of its own, where every port is
-- free and nothing is reached from outside. What it starts ends with it.
function hosts.run_isolated(script)
  local file = os.tmpname()
  local handle = assert(io.open(file, "w"))
  handle:write("set -e\nip link set lo up\n", script)
  handle:close()
  local unshare = "unshare --map-root-user --net --pid --fork --kill-child sh "
  local output, succeeded = shell.run(unshare .. file)
  os.remove(file)
  return output, succeeded
end

return hosts
