-- `make install` puts module and submodules in place, `make uninstall` takes them away.

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

  it("installs module, submodules and command under DESTDIR and PREFIX, no more", function()
    local expected = {
      installed,
      root .. "/usr/bin/ianaports",
      root .. "/usr/share/man/man1/ianaports.1",
      root .. "/usr/share/bash-completion/completions/ianaports",
      root .. "/usr/share/zsh/site-functions/_ianaports",
      root .. "/usr/share/fish/vendor_completions.d/ianaports.fish",
    }
    for path in run("find lua/ianaports -type f"):gmatch "lua(/[^\n]+)" do
      expected[#expected + 1] = root .. "/usr/share/lua/" .. abi .. path
    end
    local found = {}
    for path in run("find " .. root .. " -type f"):gmatch "[^\n]+" do
      found[#found + 1] = path
    end
    table.sort(expected)
    table.sort(found)
    assert.same(expected, found)
  end)

  it("installs submodules that work from there alone", function()
    local program = [[
      local overlay = require "ianaports.overlay"
      local services = require("ianaports").parse("web 80/tcp", "services")
      print(package.path, services, overlay.new(nil, services):service_name(80))
    ]]
    local path = root .. "/usr/share/lua/" .. abi .. "/?.lua"
    local output = run(
      ("cd / && env -i LUA_CPATH=%s LUA_PATH=%s PATH=$PATH %s -e '%s'"):format(
        installed:gsub("ianaports%.so$", "?.so"),
        path,
        lua,
        program
      )
    )
    assert.equal(path .. "\tianaports registry (1 entry)\tweb\n", output)
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

  it("installs a command that works from there alone", function()
    local alone = "cd / && env -i LUA_CPATH=%s LUA_PATH='%s;;' PATH=$PATH %s/usr/bin/ianaports %s"
    local cpath = installed:gsub("ianaports%.so$", "?.so")
    local path = root .. "/usr/share/lua/" .. abi .. "/?.lua"
    local output = run(alone:format(cpath, path, root, "443/tcp"))
    assert.equal("https\t443\ttcp\thttp protocol over TLS/SSL\n", output)
    output = run(alone:format(cpath, path, root, "--format json 443/tcp"))
    assert.matches('"service_name":%s*"https"', output)
    output = run(alone:format(cpath, path, root, "report --format svg"))
    assert.matches("^<svg .*%.chart%-bar.*</svg>\n$", output)
  end)

  it("leaves nothing behind after make uninstall", function()
    run("make -s uninstall DESTDIR=" .. root .. " PREFIX=/usr LUA_VERSION=" .. version)
    assert.equal("", run("find " .. root .. " -type f"))
    assert.equal("", run("find " .. root .. " -name '*ianaports*'"))
  end)
end)
