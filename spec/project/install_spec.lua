-- `make install` installs the module and its submodules, `make uninstall` removes them.

local hosts = require "spec.support.hosts"
local shell = require "spec.support.shell"

local version = os.getenv "LUA_VERSION" or "5.4"
local lua = os.getenv "LUA" or "lua5.4"
local abi = version == "jit" and "5.1" or version

local run = shell.output

describe("make install #programs", function()
  local root, installed

  setup(function()
    root = shell.new_folder()
    installed = root .. "/usr/lib/lua/" .. abi .. "/ianaports.so"
    run(("(umask 077 && %s install DESTDIR=%s PREFIX=/usr LUA_VERSION=%s)"):format(shell.MAKE, root,
      version))
  end)

  teardown(function()
    run("rm -r " .. root)
  end)

  it("installs module, submodules and command under DESTDIR and PREFIX, nothing else", function()
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

  it("makes folders and files that everybody can read, whatever root's umask is", function()
    assert.equal("", run("find " .. root .. "/usr ! -perm -0644"))
    assert.equal("", run("find " .. root .. "/usr -type d ! -perm -0755"))
  end)

  it("installs submodules that work without the source folder", function()
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

  it("installs a module that works without the source folder", function()
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
    run(shell.MAKE .. " uninstall DESTDIR=" .. root .. " PREFIX=/usr LUA_VERSION=" .. version)
    assert.equal("", run("find " .. root .. " -type f"))
    assert.equal("", run("find " .. root .. " -name '*ianaports*'"))
  end)

  -- What is written between single quotes in a shell.
  local function quote(text)
    return "'" .. text:gsub("'", "'\\''") .. "'"
  end

  it("refuses a folder whose name make, sh or Lua would misread, and installs nothing", function()
    for _, name in ipairs {
      " ", '"', "'", "`", "\\", "$b", "$$", ";", "*", "?", "[", "]", "<", ">", "|", "&", "(", ")",
    } do
      local folder = quote(("%s/a%sb"):format(root, name))
      local variable = name == '"' and "LIBDIR" or name == "'" and "PREFIX" or "DESTDIR"
      local output, succeeded = shell.run(("%s install %s=%s"):format(shell.MAKE, variable, folder))
      assert.is_false(succeeded, variable .. "=" .. folder)
      local shown = name == " " and "blanks" or name:sub(1, 1)
      assert.is_truthy(output:find(" folders whose names have " .. shown, 1, true), output)
      assert.is_false(select(2, shell.run("test -e " .. folder)))
    end
  end)

  it("refuses a folder whose name begins with ~", function()
    local output, succeeded = shell.run(shell.MAKE .. " install PREFIX='~/.local'")
    assert.is_false(succeeded)
    assert.matches("folders whose names have ~: DESTDIR= PREFIX=~/.local", output)
  end)

  it("takes a folder of any other name", function()
    local folder = root .. "/a,b:c@d%e+f=g#h!i{j}~k\195\169"
    local variables = ("DESTDIR=%s PREFIX=/usr LUA_VERSION=%s"):format(quote(folder), version)
    run(shell.MAKE .. " install-module " .. variables)
    run("test -f " .. quote(folder .. "/usr/lib/lua/" .. abi .. "/ianaports.so"))
    run(shell.MAKE .. " uninstall " .. variables)
    assert.equal("", run("find " .. quote(folder) .. " -type f"))
    local named = " --silent headers DESTDIR='$(CURDIR)/build'"
    assert.is_true(select(2, shell.run(shell.MAKE .. named)))
  end)

  it("fails if a folder cannot be made, whichever it is", function()
    for _, taken in ipairs { "/share/lua/" .. abi .. "/ianaports/base", "/share/man" } do
      shell.in_folder(function(folder)
        run(("mkdir -p %s%s && rmdir %s%s && touch %s%s")
          :format(folder, taken, folder, taken, folder, taken))
        local output, succeeded =
          shell.run(("%s install PREFIX=%s LUA_VERSION=%s"):format(shell.MAKE, folder, version))
        assert.is_false(succeeded, taken)
        assert.is_truthy(output:find(folder .. taken, 1, true), output)
      end)
    end
  end)

  it("puts no file into a folder that has its name, and removes none", function()
    local folder = root .. "/taken/bin/ianaports"
    local variables = (" PREFIX=%s/taken LUA_VERSION=%s"):format(root, version)
    run("mkdir -p " .. folder)
    local output, succeeded = shell.run(shell.MAKE .. " install-command" .. variables)
    assert.is_false(succeeded)
    assert.matches(folder .. " is a folder; build/command/ianaports cannot be installed", output, 1,
      true)
    assert.is_false(select(2, shell.run(shell.MAKE .. " uninstall" .. variables)))
    assert.equal("", run("ls " .. folder))
  end)
end)

describe("make install PREFIX=$HOME/.local #programs", function()
  local home, prefix, output

  setup(function()
    home = shell.new_folder()
    prefix = home .. "/.local"
    output = run((shell.MAKE .. " install PREFIX=%s LUA_VERSION=%s"):format(prefix, version))
  end)

  teardown(function()
    run("rm -r " .. home)
  end)

  -- Runs the installed command from another folder, in an empty environment.
  local function installed_command(arguments)
    return run(("cd / && env -i %s/bin/ianaports %s"):format(prefix, arguments))
  end

  it("reports what it installed and how scripts find it", function()
    assert.equal(([[
installed for Lua VERSION: PREFIX/lib/lua/ABI/ianaports.so, PREFIX/share/lua/ABI/ianaports/
for scripts: LUA_PATH="PREFIX/share/lua/ABI/?.lua;;" LUA_CPATH="PREFIX/lib/lua/ABI/?.so;;"
installed: PREFIX/bin/ianaports, its manual page and completions
]]):gsub("%u+", { VERSION = version, PREFIX = prefix, ABI = abi }), output)
  end)

  it("installs a command that needs no environment", function()
    assert.equal("https\t443\ttcp\thttp protocol over TLS/SSL\n", installed_command "443/tcp")
    assert.matches("^<svg .*%.chart%-bar.*</svg>\n$", installed_command "report --format svg")
  end)

  it("installs modules where it says that scripts find them", function()
    local paths = output:match "for scripts: ([^\n]+)"
    assert.equal("web\n", run(("cd / && %s %s -e '%s'"):format(paths, lua,
      [[print(require("ianaports").parse("web 80/tcp", "services"):service_name(80))]])))
  end)

  it("keeps the command of another Lua, and so does make uninstall", function()
    local other = version == "5.3" and "5.4" or "5.3"
    local missing = hosts.missing { lua = { other } }
    if missing then
      pending(missing)
      return
    end
    local before = run(("find %s -type f | xargs sha256sum"):format(prefix))
    local folders = run(("find %s -type d"):format(prefix))
    local said = run((shell.MAKE .. " install PREFIX=%s LUA_VERSION=%s"):format(prefix, other))
    assert.matches("left as it is: [^\n]*/bin/ianaports, the command for Lua " .. abi, said)
    run(("test -x %s/lib/lua/%s/ianaports.so"):format(prefix, other))
    assert.matches("https", installed_command "443/tcp")
    run((shell.MAKE .. " uninstall PREFIX=%s LUA_VERSION=%s"):format(prefix, other))
    assert.equal(before, run(("find %s -type f | xargs sha256sum"):format(prefix)))
    assert.equal(folders, run(("find %s -type d"):format(prefix)))
  end)

  it("leaves no folder behind after make uninstall", function()
    run((shell.MAKE .. " uninstall PREFIX=%s LUA_VERSION=%s"):format(prefix, version))
    assert.equal(prefix .. "\n", run("find " .. prefix))
  end)
end)
