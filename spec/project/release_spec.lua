-- What a release consists of, and that one place states its version.

local files = require "spec.support.files"
local module = require "spec.support.module"
local shell = require "spec.support.shell"

local run = shell.output
local version = module.version()

describe("The version", function()
  it("is that of the module", function()
    assert.equal("ianaports " .. version, require("ianaports")._VERSION)
  end)

  it("heads the list of changes", function()
    assert.equal(version, files.read "CHANGELOG.md":match "\n## (%S+)")
  end)

  it("heads the reference", function()
    local first = files.read "lua/REFERENCE.md":match "[^\n]+"
    assert.equal("# Reference of ianaports " .. version, first)
  end)

  it("stands in the manual page", function()
    local page = run((os.getenv "LUA" or "lua5.4") .. " lua/bin/ianaports man")
    assert.matches(("^[^\n]* ianaports %s;"):format(version:gsub("%.", "%%.")), page)
  end)
end)

describe("make rockspec #programs", function()
  it("has made the only one beside that for checkouts", function()
    assert.equal(("rockspec/ianaports-%s-1.rockspec\nrockspec/ianaports-scm-1.rockspec\n")
      :format(version), run "ls rockspec/*.rockspec")
  end)

  it("would write the rockspec that is here", function()
    shell.in_folder(function(folder)
      run(("%s rockspec ROCKSPEC=%s/rockspec"):format(shell.MAKE, folder))
      assert.equal(files.read(("rockspec/ianaports-%s-1.rockspec"):format(version)),
        files.read(folder .. "/rockspec"))
    end)
  end)
end)

describe("make dist #programs #slow", function()
  if not shell.run "tar --version":find("GNU tar", 1, true) then
    pending "make dist needs GNU tar"
    return
  end

  local root, release

  setup(function()
    root = shell.new_folder()
    release = root .. "/ianaports-" .. version
    run(shell.MAKE .. " dist")
    run(("tar -xf build/dist/ianaports-%s.tar.gz -C %s"):format(version, root))
  end)

  teardown(function()
    run("rm -r " .. root)
  end)

  it("puts the project and the compiled tables into one folder, readable for everybody", function()
    assert.equal("ianaports-" .. version .. "\n", run("ls " .. root))
    run(("cd %s && ls src/bundled.c README.md .ci/setup spec/run.lua"):format(release))
    assert.equal("", run(("find %s ! -perm -0444 -o -perm /022"):format(release)))
    run(("cmp lua/bin/ianaports %s/lua/bin/ianaports && test -x %s/lua/bin/ianaports")
      :format(release, release))
  end)

  it("makes the same archive, to the byte, from the unpacked one", function()
    run(("cd %s && make -s dist"):format(release))
    run(("cd build/dist && cmp ianaports-%s.tar.gz %s/build/dist/ianaports-%s.tar.gz")
      :format(version, release, version))
  end)

  it("makes an archive from which make needs no program of this machine", function()
    local plan = run(("cd %s && make --dry-run HOST_CC=false"):format(release))
    assert.matches("src/bundled%.c", plan)
    assert.is_nil(plan:find("generate_bundled", 1, true))
  end)

  it("makes an archive whose tables are made anew if the data or a source has changed", function()
    for _, path in ipairs { "data/common-names.csv", "src/registry/registry.h" } do
      run(("touch %s/%s"):format(release, path))
      local plan = run(("cd %s && make --dry-run"):format(release))
      assert.matches("build/generate_bundled data/", plan, 1, true)
      run(("touch -r %s/README.md %s/%s"):format(release, release, path))
    end
  end)

  it("makes an archive that has Debian's folder for this version", function()
    run(("cd %s && make -s debian"):format(release))
    assert.matches(("^ianaports %%(%s%%-0upstream1%%) unstable;"):format(version:gsub("%.", "%%.")),
      files.read(release .. "/debian/changelog"))
    assert.is_nil(files.read(release .. "/debian/control"):find "@%u")
  end)

  it("makes an archive that builds and installs, as README says", function()
    run(("cd %s && export CFLAGS=-O1 LTO= && make -s && make -s install PREFIX=%s/usr")
      :format(release, root))
    assert.equal("https\t443\ttcp\thttp protocol over TLS/SSL\n",
      run(("cd / && env -i %s/usr/bin/ianaports 443/tcp"):format(root)))
  end)
end)
