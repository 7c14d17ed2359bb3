-- Functions for the specs of host programs.

local shell = require "spec.support.shell"

local hosts = {}

-- Whether a program is on the path.
function hosts.has(program)
  return (select(2, shell.run("command -v " .. program)))
end

-- For each program: a command and the pattern of its Lua's version in what that prints, in lower
-- case.
local says_lua = {
  apache2 = { "ldd /usr/lib/apache2/modules/mod_lua.so", "liblua(%d%.%d)" },
  haproxy = { "haproxy -vv", "lua version : lua (%d%.%d)" },
  kresd = { "ldd /usr/sbin/kresd", "liblua(jit)" },
  lighttpd = { "ldd /usr/lib/lighttpd/mod_magnet.so", "liblua(%d%.%d)" },
  nmap = { "nmap --version", "liblua%-(%d%.%d)" },
  nvim = { "nvim --version", "lua(jit)" },
  pandoc = { "ldd /usr/bin/pandoc", "liblua(%d%.%d)" },
  prosody = { "head -n 1 /usr/bin/prosody", "lua(%d%.%d)" },
  rspamd = { "ldd /usr/bin/rspamd", "liblua(jit)" },
  -- Suricata 8 does not name its Lua.
  suricata = { "suricata --build-info | grep -q HAVE_LUAJIT && echo jit || echo 5.4", "%S+" },
  tarantool = { "tarantool -e 'print(jit.version) os.exit()'", "^lua(jit)" },
  tshark = { "tshark --version", "with%s+lua%s+(%d%.%d)" },
  ["vim.nox"] = { "ldd /usr/bin/vim.nox", "liblua(%d%.%d)" },
}

-- The Lua of a program, "5.3" or "jit", or nil if the program is not installed.
function hosts.lua_of(program)
  if hosts.has(program) then
    local command, pattern = says_lua[program][1], says_lua[program][2]
    local output = shell.run(command)
    return output:lower():match(pattern) or error(program .. " does not name its Lua: " .. output)
  end
end

-- Why tshark loads no Lua script, or nil. From 4.4 on it silently loads none for root.
function hosts.without_lua_in_tshark()
  local major, minor = shell.run("tshark --version"):match "TShark[^\n]- (%d+)%.(%d+)"
  local version = tonumber(major) * 100 + tonumber(minor)
  if version >= 404 and shell.run "id -u" == "0\n" then
    return "tshark loads no Lua for root from 4.4 on: run the specs as another user"
  end
end

-- Commands that give another command its own namespaces. They need no privilege, but the kernel,
-- and a container if there is one, must allow users to make namespaces.
local of_networks = "unshare --map-root-user --net --pid --fork --kill-child "
local of_mounts = "unshare --map-root-user --mount "

local function permitted(namespaces)
  local output, succeeded = shell.run(namespaces .. "true")
  return succeeded, output:gsub("\n$", "")
end

-- Whether a command succeeds, which is asked once.
local succeeds = setmetatable({}, { __index = function(known, command)
  known[command] = select(2, shell.run(command))
  return known[command]
end })

-- What a spec needs and this machine lacks, as the text for pending(), or nil. `needs` may have
--   programs   names of programs on the path
--   lua        versions of Lua that the module is built for
--   files      paths that must exist
--   npm        engines that `make engines` installs
--   isolation  true: the spec calls hosts.run_isolated
--   mounts     true: the spec calls hosts.run_with_mounts
-- .ci/run installs all and fails if a spec stays pending.
function hosts.missing(needs)
  for _, program in ipairs(needs.programs or {}) do
    if not hosts.has(program) then
      return program .. " is not installed: .ci/setup hosts"
    end
  end
  for _, version in ipairs(needs.lua or {}) do
    if not succeeds["make -s headers LUA_VERSION=" .. version] then
      local name = version == "jit" and "LuaJIT" or "Lua " .. version
      return "the headers of " .. name .. " are not installed: .ci/setup hosts"
    end
  end
  for _, path in ipairs(needs.files or {}) do
    if not select(2, shell.run("test -e " .. path)) then
      return "there is no " .. path .. ": .ci/setup hosts"
    end
  end
  for _, engine in ipairs(needs.npm or {}) do
    if not select(2, shell.run(("test -d build/npm-%s && command -v node"):format(engine))) then
      return engine .. " is not installed: make engines"
    end
  end
  if needs.isolation and not hosts.has "ip" then
    return "ip (Debian: iproute2) is not installed: .ci/setup hosts"
  end
  local namespaces = needs.isolation and of_networks or needs.mounts and of_mounts
  if namespaces then
    local succeeded, message = permitted(namespaces)
    return not succeeded and "namespaces are not permitted here: " .. message or nil
  end
end

-- Builds the module for another Lua and returns the absolute folder that holds it.
function hosts.build(version)
  local output, built = shell.run(shell.MAKE .. " LUA_VERSION=" .. version)
  assert(built, output)
  return (shell.run "pwd"):gsub("\n$", "") .. "/build/" .. version
end

-- What a script starts with: `await COMMAND` repeats a command until it succeeds, up to 20 seconds.
local beginning = [[
set -e
await() {
  tries=200
  until "$@"; do
    tries=$((tries - 1))
    [ $tries -gt 0 ] || return 1
    sleep 0.1
  done
}
ip link set lo up
]]

-- Runs a shell script with a loopback device of its own: every port is free, and nothing can be
-- reached from outside. The processes that it starts end with it.
function hosts.run_isolated(script)
  local file = os.tmpname()
  local handle = assert(io.open(file, "w"))
  handle:write(beginning, script)
  handle:close()
  local output, succeeded = shell.run(of_networks .. "sh " .. file)
  os.remove(file)
  return output, succeeded
end

-- Runs a shell script that mounts. Only the script sees what it mounts.
function hosts.run_with_mounts(script)
  return shell.run(("%s sh -c '%s'"):format(of_mounts, script))
end

return hosts
