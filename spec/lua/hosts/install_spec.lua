-- `make install-hosts` puts the scripts where Nmap and Wireshark find them, and `make
-- uninstall-hosts` removes them.

local files = require "spec.support.files"
local hosts = require "spec.support.hosts"
local listeners = require "spec.support.listeners"
local pcap = require "spec.support.pcap"
local shell = require "spec.support.shell"

local run = shell.output

-- The files below a folder, without its name and sorted.
local function files_below(folder)
  return run(("cd %s && find . -type f | LC_ALL=C sort"):format(folder)):gsub("%./", "/")
end

describe("make install-hosts #hosts", function()
  local missing = hosts.missing {
    programs = { "nmap", "tshark", "perl" },
    lua = { hosts.lua_of "nmap", hosts.lua_of "tshark" },
    isolation = true,
  }
  if missing then
    pending(missing)
    return
  end

  local folder, capture

  -- What Nmap prints of a port on which a server listens, after other commands in namespaces.
  local function scan(before)
    local output, succeeded = hosts.run_isolated(listeners.start { "127.0.0.1:8080/tcp" } .. before
      .. "nmap -n -Pn -p 8080 --script ianaports 127.0.0.1\n")
    assert(succeeded, output)
    return output
  end

  -- The service that tshark shows for a packet to port 443, after other commands in namespaces. It
  -- loads no Lua as root from 4.4 on, not even in a namespace, so it is run as another user there.
  local function service(home, before)
    return run(([[unshare --map-root-user --mount sh -ec '%s
      HOME=%s exec unshare --map-user=1000 \
      tshark -r %s -T fields -e ianaports.service']]):format(before, home, capture))
  end

  setup(function()
    folder = shell.new_folder()
    capture = folder .. "/capture.pcap"
    pcap.write(capture, { pcap.ethernet(pcap.ipv4(pcap.tcp(50000, 443))) })
    hosts.build(hosts.lua_of "nmap")
    hosts.build(hosts.lua_of "tshark")
  end)

  teardown(function()
    run("rm -r " .. folder)
  end)

  it("installs for everybody, into the programs' own folders", function()
    local root = folder .. "/root"
    local output = run((shell.MAKE .. " install-hosts FOR=everybody DESTDIR=%s"):format(root))
    local nmap = output:match "(/%S+)/scripts/ianaports%.nse"
    local plugins = output:match "(/%S+)/ianaports%.lua"
    assert.equal(nmap, (run "readlink -f /usr/bin/../share/nmap":gsub("\n$", "")))
    assert.is_truthy(run "tshark -G folders 2>/dev/null":find(
      "Global Lua Plugins:[ \t]*" .. plugins:gsub("%p", "%%%0") .. "\n"))
    local expected = { nmap .. "/nselib/ianaports.so", nmap .. "/scripts/ianaports.nse",
      plugins .. "/ianaports.lua", plugins .. "/ianaports/ianaports.so" }
    table.sort(expected)
    assert.equal(table.concat(expected, "\n") .. "\n", files_below(root))
    assert.is_truthy(scan(("export NMAPDIR=%s\n"):format(root .. nmap))
      :find("service_name: http-alt", 1, true))
    assert.equal("https\n", service(folder .. "/nobody",
      ("mount --bind %s %s"):format(root .. plugins, plugins)))

    run((shell.MAKE .. " uninstall-hosts FOR=everybody DESTDIR=%s"):format(root))
    assert.equal("", files_below(root))
  end)

  it("installs for the user alone, into the user's own folders", function()
    local home = folder .. "/home"
    -- Nmap takes the user's home from the list of users, tshark from the environment.
    files.write(folder .. "/passwd", ("root:x:0:0::%s:/bin/sh\n"):format(home))
    local for_me = ("FOR=me HOME=%s make -s %%s-hosts\n"):format(home)
    local in_home = ("unshare --mount sh -ec 'mount --bind %s/passwd /etc/passwd; %%s'\n")
      :format(folder)
    local output, succeeded = hosts.run_isolated(listeners.start { "127.0.0.1:8080/tcp" }
      .. in_home:format(for_me:format "install"
      .. "nmap -n -Pn -p 8080 --script ianaports 127.0.0.1"))
    assert.is_true(succeeded, output)
    assert.is_truthy(output:find("service_name: http-alt", 1, true), output)
    assert.equal([[
/.local/lib/wireshark/plugins/ianaports.lua
/.local/lib/wireshark/plugins/ianaports/ianaports.so
/.nmap/nselib/ianaports.so
/.nmap/scripts/ianaports.nse
]], files_below(home))
    assert.equal("https\n", service(home, ""))

    output, succeeded = hosts.run_isolated(in_home:format(for_me:format "uninstall"))
    assert.is_true(succeeded, output)
    assert.equal("", files_below(home))
    assert.is_false((select(2, shell.run(("test -e %s/.nmap"):format(home)))))
  end)

  it("installs for root for everybody, for another user for this one", function()
    local whose = run "id -u" == "0\n" and "/nselib" or "/.nmap/nselib"
    local root = folder .. "/default"
    local output = run("env -u FOR -u NMAPDIR " .. shell.MAKE .. " install-hosts DESTDIR=" .. root)
    assert.is_truthy(output:find(whose, 1, true), output)
    assert.equal(whose == "/nselib", not output:find("/.nmap", 1, true))
  end)

  it("takes a DESTDIR and a TMPDIR with blanks, commas and quotes", function()
    local root, temporary = [[/a  b'c"d$e`f]], folder .. "/a b,c"
    local make = ([[mkdir -p "%s"; TMPDIR="%s" DESTDIR="%s"'%s' make -s %%s-hosts FOR=everybody]])
      :format(temporary, temporary, folder, root:gsub("'", [['\'']]))
    local expected = "ianaports.lua\nianaports.nse\nianaports.so\nianaports.so\n"
    local find = ("find %s -path '%s/a  b*' -name 'ianaports.*' -printf '%%f\\n' | LC_ALL=C sort")
      :format(folder, folder)
    run(make:format "install")
    assert.equal(expected, run(find))
    run(make:format "uninstall")
    assert.equal("", run(find))
  end)

  it("makes folders that everybody can read, whatever root's umask is", function()
    local root = folder .. "/umask"
    run("(umask 077 && make -s install-hosts FOR=everybody DESTDIR=" .. root .. ")")
    assert.equal("", run(("find %s ! -perm -0644"):format(root)))
    assert.equal("", run(("find %s -type d ! -perm -0755"):format(root)))
  end)

  it("puts no script into a folder that has its name", function()
    local root = folder .. "/taken"
    local make = "make -s install-hosts FOR=everybody DESTDIR=" .. root
    local script = run(make):match "(/%S+/scripts/ianaports%.nse)"
    run(("rm %s; mkdir %s"):format(root .. script, root .. script))
    local output, succeeded = shell.run(make)
    assert.is_false(succeeded)
    assert.is_truthy(output:find(root .. script .. " is a folder; lua/hosts/nmap/ianaports.nse "
      .. "cannot be installed there under this name", 1, true), output)
    assert.equal("", run("ls " .. root .. script))
  end)

  it("says what is wrong with its arguments", function()
    local output, succeeded = shell.run "make -s install-hosts FOR=you"
    assert.is_false(succeeded)
    assert.is_truthy(output:find("FOR=everybody|me", 1, true), output)
    output, succeeded = shell.run [[
      rm -rf build/bare; mkdir build/bare; for program in dirname id; do
        ln -s "$(command -v $program)" build/bare; done
      PATH=$PWD/build/bare lua/hosts/install install; status=$?; rm -r build/bare; (exit $status)]]
    assert.is_false(succeeded)
    assert.equal("neither nmap nor tshark nor wireshark is installed\n", output)
  end)
end)
