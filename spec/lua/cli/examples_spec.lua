-- Every example of the help, which the manual has, too, is run.

local command = require "spec.support.command"
local files = require "spec.support.files"
local parser = require "ianaports.cli.parser"
local publication = require "spec.support.publication"
local shell = require "spec.support.shell"

-- What the programs of the examples write, and the files that they read.
local INPUTS = {
  docker = "CONTAINER ID   IMAGE   COMMAND   CREATED   STATUS   PORTS                  NAMES\n"
    .. "0a1b2c3d4e5f   nginx   \"nginx\"   1 day     Up       0.0.0.0:8080->80/tcp   web\n",
  ss = "Netid State  Recv-Q Send-Q Local Address:Port Peer Address:Port\n"
    .. "tcp   LISTEN 0      128          0.0.0.0:22        0.0.0.0:*\n",
  nmap = '<?xml version="1.0"?>\n<nmaprun scanner="nmap"><host><address addr="192.0.2.1" '
    .. 'addrtype="ipv4"/><ports><port protocol="tcp" portid="443"><state state="open"/></port>'
    .. "</ports></host></nmaprun>\n",
  ["flows.csv"] = "src,sport,dport,dst_port,proto\n192.0.2.1,50000,443,443,tcp\n",
  ["a.csv"] = "sa,sp,da,dp,proto\n192.0.2.1,50000,192.0.2.2,443,tcp\n",
  ["ports.tsv"] = "ssh\t22\n",
  ["ports.csv"] = command.REGISTRY,
  ["old.csv"] = command.REGISTRY,
  ["new.csv"] = (command.REGISTRY:gsub("World Wide Web", "Web")),
}
INPUTS["scan.xml"] = INPUTS.nmap

-- A curl that answers with the files beside it, without a network.
local CURL = [[
while [ $# -gt 0 ]; do
  case $1 in
    --url) name=${2##*/} ;;
  esac
  shift
done
printf 'HTTP/1.1 200 OK\r\n\r\n'
cat "${0%/*}/$name"
printf '\nanswer\n200\n0.1\n\n\nend\n'
]]

-- Examples that say more than their results, in a pattern.
local MESSAGES = {
  check = "^ianaports: names without a port [^\n]*\n$",
  diff = "^ianaports: the old registry does not know all columns [^\n]*\n$",
  free = "^ianaports: caution: [^\n]*\n$",
  list = "^ianaports: the answer may not be complete: [^\n]*\n$",
}

-- How an example runs in a shell.
local SHELLS = {
  ['eval "$(ianaports completion zsh)"'] = "zsh",
  ["ianaports completion fish | source"] = "fish",
}

local function write_program(path, text)
  files.write(path, text)
  shell.run("chmod +x " .. path)
end

describe("The examples of the help #programs", function()
  local folder, here

  setup(function()
    folder, here = shell.new_folder(), (shell.run "pwd"):gsub("\n", "")
    shell.run(("mkdir %s/bin"):format(folder))
    write_program(folder .. "/bin/ianaports",
      ('#!/bin/sh\nexec %s %s/lua/bin/ianaports "$@"\n'):format(os.getenv "LUA" or "lua5.4", here))
    write_program(folder .. "/bin/curl", "#!/bin/sh\n" .. CURL)
    write_program(folder .. "/bin/clickhouse-client", "#!/bin/sh\nexec cat >/dev/null\n")
    for name, text in pairs(INPUTS) do
      files.write(folder .. "/" .. name, text)
      if not name:find "%." then
        write_program(folder .. "/bin/" .. name,
          ("#!/bin/sh\ncat %s/%s\n"):format(folder, name))
      end
    end
    local csv, xml = publication.of(15000, "2026-06-08", 5)
    files.write(folder .. "/bin/service-names-port-numbers.csv", csv)
    files.write(folder .. "/bin/service-names-port-numbers.xml", xml)
    files.write(folder .. "/service-names-port-numbers.csv", csv)
  end)

  teardown(function()
    shell.run("rm -r " .. folder)
  end)

  for _, name in ipairs(parser.COMMANDS) do
    for _, example in ipairs(parser.definition(name).examples or {}) do
      it("run: " .. example, function()
        local script = folder .. "/script"
        files.write(script, example .. "\n")
        local output, messages, code = command.shell(([[
          here=$PWD; cd %s && rm -rf home && mkdir home || exit
          env -u IANAPORTS_REGISTRY -u XDG_DATA_HOME HOME=%s/home PATH="%s/bin:$PATH" \
            LC_ALL=C.UTF-8 LUA_PATH="$here/lua/?.lua;;" LUA_CPATH='%s' %s %s]]):format(
          folder, folder, folder, package.cpath:gsub("%f[^;%z]build/", here .. "/build/"),
          SHELLS[example] or "bash", script))
        assert.matches(messages ~= "" and MESSAGES[name] or "^$", messages)
        assert.equal(name == "diff" and 1 or 0, code) -- 1: they differ
        local path = example:match "%-%-output (%S+)"
        assert.equal(not (path or example:find "eval" or example:find "| [cs]"), output ~= "")
        assert.is_true(not path or #files.read(folder .. "/" .. path) > 0)
      end)
    end
  end

  it("are in the help of their command, and in the manual", function()
    local manual = command.run "man"
    for _, name in ipairs(parser.COMMANDS) do
      local help = command.run(name .. " --help")
      for _, example in ipairs(parser.definition(name).examples or {}) do
        assert.is_truthy(help:find("\n   " .. example .. "\n", 1, true))
        assert.is_truthy(manual:find("\n" .. example .. "\n", 1, true))
      end
    end
  end)
end)
