-- `make install` puts the module in place, and `make uninstall` takes it away.

local shell = require "spec.support.shell"

local version = os.getenv "LUA_VERSION" or "5.4"
local lua = os.getenv "LUA" or "lua5.4"
local abi = version == "jit" and "5.1" or version

local function run(command)
  local output, succeeded = shell.run(command)
  assert(succeeded, output)
  return output
end

describe("make install", function()
  local root, installed

  setup(function()
    root = shell.new_folder()
    installed = root .. "/usr/lib/lua/" .. abi .. "/ianaports.so"
    run("make -s install DESTDIR=" .. root .. " PREFIX=/usr LUA_VERSION=" .. version)
  end)

  teardown(function()
    run("rm -r " .. root)
  end)

  it("installs the module under DESTDIR and PREFIX, and nothing else", function()
    assert.equal(installed .. "\n", run("find " .. root .. " -type f"))
  end)

  it("installs a module that works from there alone", function()
    local program = [[print(package.cpath, require("ianaports").service_name(443))]]
    local output = run(
      ("cd / && env -i LUA_CPATH=%s LUA_PATH= PATH=$PATH %s -e '%s'"):format(
        installed:gsub("ianaports%.so$", "?.so"),
        lua,
        program
      )
    )
    assert.equal(installed:gsub("ianaports%.so$", "?.so") .. "\thttps\n", output)
  end)

  it("leaves nothing behind after make uninstall", function()
    run("make -s uninstall DESTDIR=" .. root .. " PREFIX=/usr LUA_VERSION=" .. version)
    assert.equal("", run("find " .. root .. " -type f"))
  end)

  it("exports nothing but the function that Lua calls", function()
    local symbols = run("nm -D --defined-only build/" .. version .. "/ianaports.so")
    local names = {}
    for name in symbols:gmatch "%x+ %a ([^\n]+)" do
      names[#names + 1] = name
    end
    assert.same({ "luaopen_ianaports" }, names)
  end)
end)
