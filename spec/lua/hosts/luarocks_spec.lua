-- LuaRocks builds and installs the rocks, offline, and the installed copies work alone. It builds
-- in an unpacked archive, because it would build here with a compiler of its own choice.

local files = require "spec.support.files"
local hosts = require "spec.support.hosts"
local module = require "spec.support.module"
local shell = require "spec.support.shell"

local run = shell.output

local versions = { "5.1", "5.2", "5.3", "5.4" }

describe("LuaRocks #hosts", function()
  local missing = hosts.missing { programs = { "luarocks" }, lua = versions, isolation = true }
  if missing then
    pending(missing)
    return
  end

  local root, archive, unpacked, release

  setup(function()
    root = shell.new_folder()
    run(shell.MAKE .. " dist")
    release = "ianaports-" .. module.version()
    archive = root .. "/" .. release .. ".tar.gz"
    run(("cp build/dist/%s.tar.gz %s && tar -xf %s -C %s"):format(release, root, archive, root))
    unpacked = root .. "/" .. release
  end)

  teardown(function()
    run("rm -r " .. root)
  end)

  -- Runs LuaRocks in a folder, without a network, so that nothing can be fetched. Returns the tree
  -- that it installs into. What the compiler optimizes makes no difference here.
  local function luarocks(version, folder, arguments)
    local tree = ("%s/tree-%s"):format(root, version)
    local command = "cd %s && CFLAGS=-O1 LTO= luarocks --lua-version %s --tree %s %s"
    local output, succeeded =
      hosts.run_isolated(command:format(folder, version, tree, arguments))
    assert(succeeded, output)
    return tree
  end

  local function check_copy(tree, version)
    local cpath = ("%s/lib/lua/%s/?.so"):format(tree, version)
    local path = ("%s/share/lua/%s/?.lua"):format(tree, version)
    local program = [[
      local ianaports = require "ianaports"
      local services = ianaports.parse("a 1/tcp", "services")
      print(package.cpath, package.path, ianaports.service_name(443), services:service_name(1))
    ]]
    local alone = "cd / && env -i LUA_CPATH='%s' LUA_PATH='%s' PATH=\"$PATH\" lua%s -e '%s'"
    local expected = ("%s\t%s\thttps\ta\n"):format(cpath, path)
    assert.equal(expected, run(alone:format(cpath, path, version, program)))
    local command = "cd / && env -i PATH=\"$PATH\" %s/bin/ianaports "
    assert.equal("https\t443\ttcp\thttp protocol over TLS/SSL\n",
      run(command:format(tree) .. "443/tcp"))
    assert.matches("^<svg .*</svg>\n$", run(command:format(tree) .. "report --format svg"))
  end

  local function list(folder)
    return run(("cd %s && find . -type f | LC_ALL=C sort"):format(folder))
  end

  it("finds no fault with the rockspecs", function()
    run("luarocks lint rockspec/ianaports-scm-1.rockspec")
    run(("luarocks lint rockspec/%s-1.rockspec"):format(release))
  end)

  it("installs a copy of a checkout that works from its tree alone", function()
    local tree = luarocks("5.4", unpacked, "make rockspec/ianaports-scm-1.rockspec")
    check_copy(tree, "5.4")
    run("rm -r " .. tree)
  end)

  -- Installs the release, and checks that all is as make installs it.
  local function check_release(version, folder, action)
    local tree =
      luarocks(version, folder, ("%s %s-1.rockspec CFLAGS='-O0 -fPIC'"):format(action, release))
    check_copy(tree, version)
    local installed = ("%s/share/lua/%s"):format(tree, version)
    assert.equal(list(unpacked .. "/lua/ianaports"), list(installed .. "/ianaports"))
    assert.equal("ianaports\n", run("ls " .. installed))
    assert.equal("ianaports.so\n", run(("ls %s/lib/lua/%s"):format(tree, version)))
    assert.same(module.intended_exports(),
      module.exports(("%s/lib/lua/%s/ianaports.so"):format(tree, version)))
  end

  for _, version in ipairs { "5.1", "5.2", "5.4" } do
    it("installs the release for Lua " .. version .. " as make does", function()
      check_release(version, unpacked .. "/rockspec", "make")
    end)
  end

  it("builds the release from its archive and its rockspec alone, here for Lua 5.3", function()
    local folder = root .. "/download"
    run(("mkdir %s && cp %s rockspec/%s-1.rockspec %s"):format(folder, archive, release, folder))
    check_release("5.3", folder, "build")
  end)

  -- Lua 5.1 unloads modules before it runs finalizers that are older than they are.
  it("builds a module that finalizers of Lua 5.1 can call at the end", function()
    local program = root .. "/program.lua"
    files.write(program, [[
      local older, ianaports = newproxy(true)
      getmetatable(older).__gc = function() print(ianaports.service_name(443)) end
      ianaports = require "ianaports"
    ]])
    assert.equal("https\n",
      run(("LUA_CPATH='%s/tree-5.1/lib/lua/5.1/?.so' lua5.1 %s"):format(root, program)))
  end)
end)
