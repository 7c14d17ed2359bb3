-- LuaRocks builds and installs the rock, offline, and the installed copy works alone.

local hosts = require "spec.support.hosts"
local shell = require "spec.support.shell"

local rockspec = "rockspec/ianaports-scm-1.rockspec"

local run = shell.output

describe("LuaRocks #hosts", function()
  local missing = hosts.missing {
    programs = { "luarocks" }, lua = { "5.4", "5.1" }, isolation = true,
  }
  if missing then
    pending(missing)
    return
  end

  local tree

  setup(function()
    tree = shell.new_folder()
  end)

  teardown(function()
    run("rm -r " .. tree)
  end)

  it("finds no fault with the rockspec", function()
    run("luarocks lint " .. rockspec)
  end)

  for version, lua in pairs { ["5.4"] = "lua5.4", ["5.1"] = "lua5.1" } do
    it("installs a copy for Lua " .. version .. " that works from its tree alone", function()
      -- Without a network, in a namespace of its own, so that nothing can be fetched.
      local luarocks = "luarocks --lua-version %s --tree %s make %s"
      local output, succeeded =
        hosts.run_isolated(luarocks:format(version, tree, rockspec))
      assert(succeeded, output)
      local cpath = tree .. "/lib/lua/" .. version .. "/?.so"
      local path = tree .. "/share/lua/" .. version .. "/?.lua"
      local program = [[
        local ianaports = require "ianaports"
        local services = ianaports.parse("a 1/tcp", "services")
        print(package.cpath, package.path, ianaports.service_name(443), services:service_name(1))
      ]]
      local alone = "cd / && env -i LUA_CPATH='%s' LUA_PATH='%s' PATH=\"$PATH\" %s -e '%s'"
      local expected = ("%s\t%s\thttps\ta\n"):format(cpath, path)
      assert.equal(expected, run(alone:format(cpath, path, lua, program)))
      local command = ("cd / && env -i PATH=\"$PATH\" %s/bin/ianaports 443/tcp"):format(tree)
      assert.equal("https\t443\ttcp\thttp protocol over TLS/SSL\n", run(command))
    end)
  end
end)
