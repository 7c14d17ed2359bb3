-- How the Makefile builds on systems that are not here: a compiler says that it is for another
-- machine, and nothing is run.

local files = require "spec.support.files"
local shell = require "spec.support.shell"

local function write_program(path, script)
  files.write(path, "#!/bin/sh\n" .. script)
  shell.output("chmod +x " .. path)
end

-- The commands of a build with a compiler for a machine: all, and the one that links.
local function commands(machine, variables)
  local output
  shell.in_folder(function(folder)
    write_program(folder .. "/compiler",
      ('case "$*" in -dumpmachine) echo %s ;; esac\n'):format(machine))
    write_program(folder .. "/pkg-config",
      'test "$*" = "--cflags-only-I lua-5.9" && echo "-I/opt/lua/include -I/opt/include"\n')
    local make = "PATH=%s:$PATH make -n -B --no-print-directory CC=%s/compiler LDFLAGS= %s"
    output = shell.output(make
      :format(folder, folder, variables or "LUA_VERSION=5.4 LUA_INCDIR=lua"))
  end)
  return output, output:match "[^\n]*%-o build/[%w.]+/ianaports%.%l+%.new[^\n]*"
end

-- What the command that links has and does not have, the ending of the module, and the folder of
-- what asks the system.
local ELF = { has = { " -shared ", "-Wl,-z,relro" }, lacks = { "-llua", "-undefined" },
  suffix = "so", system = "posix" }
local MACHINES = {
  ["x86_64-linux-gnu"] = ELF,
  ["aarch64-unknown-freebsd14.1"] = ELF,
  ["arm64-apple-darwin23.4.0"] = { has = { " -bundle -undefined dynamic_lookup " },
    lacks = { " -shared ", "-Wl,-z", "-llua" }, suffix = "so", system = "posix" },
  ["x86_64-w64-mingw32"] = { has = { " -shared ", " -llua54" }, lacks = { "-Wl,-z", "-fPIC" },
    suffix = "dll", system = "windows" },
}

describe("The Makefile #programs", function()
  for machine, expected in pairs(MACHINES) do
    it("links for " .. machine, function()
      local all, link = commands(machine)
      for _, text in ipairs(expected.has) do
        assert.truthy(link:find(text, 1, true), link)
      end
      for _, text in ipairs(expected.lacks) do
        assert.falsy(link:find(text, 1, true), link)
      end
      assert.truthy(link:find(("/ianaports.%s.new "):format(expected.suffix), 1, true), link)
      assert.equal(expected.suffix ~= "dll", all:find(" -fPIC ", 1, true) ~= nil)
      for folder in all:gmatch "%-c %-o %S+ src/system/(%w+)/" do
        assert.equal(expected.system, folder)
      end
      assert.truthy(all:find("src/system/" .. expected.system, 1, true))
    end)
  end

  it("asks pkg-config where Lua's headers are, unless they are where Debian has them", function()
    local all = commands("x86_64-linux-gnu", "LUA_VERSION=5.9")
    assert.truthy(all:find(" -I/opt/lua/include ", 1, true))
    all = commands("x86_64-linux-gnu", "LUA_VERSION=5.9 LUA_INCDIR=/elsewhere")
    assert.truthy(all:find(" -I/elsewhere ", 1, true))
    assert.falsy(all:find("/opt/lua", 1, true))
  end)
end)

-- The lines of files that match a pattern, without those that match the other.
local function lines_with(names, pattern, without)
  local found = {}
  for _, name in ipairs(names) do
    for line in io.lines(name) do
      if line:find(pattern) and not (without and line:find(without)) then
        found[#found + 1] = name .. ": " .. line
      end
    end
  end
  return found
end

describe("What runs on macOS and BSD", function()
  it("uses nothing that came after GNU make 3.81, which macOS has", function()
    for _, pattern in ipairs {
      "^define%s+%S+%s*[:?+!]*=", "^%s*undefine%s", "^%s*private%s", "%.ONESHELL", "::=",
      "^[%w_.]+%s*!=", "%$%(file%s", "%$%(guile%s", "%$%(let%s", "%$%(intcmp%s",
      "%.EXTRA_PREREQS", "%.NOTINTERMEDIATE", "%.WAIT", "&:", "^%-?load%s",
    } do
      assert.same({}, lines_with({ "Makefile", ".ci/checks.mk", ".ci/release.mk" }, pattern))
    end
    assert.same({}, lines_with({ "Makefile", ".ci/checks.mk" }, "%-%-output%-sync", "%.FEATURES"))
  end)

  it("uses no options of GNU's tools", function()
    for _, pattern in ipairs {
      "install %-D", "install %-t", "sed %-i", "readlink %-f", "cp %-a", "xargs %-r", "grep %-P",
      "date %-d", "stat %-c", "sort %-V", "%-printf", "mktemp %-%-", "ln %-[%a]*r",
    } do
      assert.same({}, lines_with({ "Makefile", "lua/hosts/install" }, pattern))
    end
  end)
end)
