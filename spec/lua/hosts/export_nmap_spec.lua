-- The nmap-services export in the installed nmap, on a loopback of its own.

local exported = require "spec.support.exported"
local files = require "spec.support.files"
local hosts = require "spec.support.hosts"
local ianaports = require "ianaports"
local listeners = require "spec.support.listeners"
local sample = require "spec.support.sample"
local shell = require "spec.support.shell"

describe("The nmap-services export in Nmap #hosts", function()
  local missing = hosts.missing { programs = { "nmap", "perl" }, isolation = true }
  if missing then
    pending(missing)
    return
  end

  local folder, path

  setup(function()
    folder = shell.new_folder()
    path = folder .. "/nmap-services"
  end)

  before_each(function()
    exported.file(path, ianaports.bundled, "nmap-services")
  end)

  teardown(function()
    assert(select(2, shell.run("rm -r " .. folder)))
  end)

  -- What nmap says, of itself and as XML. Without arguments of its own to the scan it
  -- takes the ports of the file, all of them.
  local function nmap(arguments, list)
    local command = "%snmap -n -Pn %s -oX %s/scan.xml 127.0.0.1\n"
    local output, succeeded = hosts.run_isolated(
      command:format(list and listeners.start(list) or "", arguments, folder))
    assert(succeeded, output)
    return files.read(folder .. "/scan.xml"), output
  end

  -- Which ports it scans, as "1-5,7", and how many.
  local function scanned(arguments)
    local count, ports = nmap(arguments):match '<scaninfo .-numservices="(%d+)" services="(.-)"/>'
    return ports, tonumber(count)
  end

  for protocol, scan in pairs { tcp = "-sS", udp = "-sU", sctp = "-sY" } do
    it("names every port of " .. protocol .. " as the registry does", function()
      -- At this level of debugging it lists closed ports one by one, and complains
      -- about lines that it passes over.
      local arguments = "--datadir %s %s -p 0-65535 --min-rate 20000 -d3"
      local xml, output = nmap(arguments:format(folder, scan))
      assert.is_nil(output:find("duplicated in services file", 1, true))
      assert.is_nil(output:find("of services file", 1, true))
      local count, named = 0, 0
      for port, rest in xml:gmatch '<port protocol="%a+" portid="(%d+)">(.-)</port>' do
        local name = rest:match '<service name="(.-)"'
        local expected = ianaports.service_name(port, protocol)
        if name ~= expected then
          assert.equal(expected, name, port)
        end
        count, named = count + 1, named + (name and 1 or 0)
      end
      assert.equal(65536, count)
      local _, lines = files.read(path):gsub("\t%d+/" .. protocol .. "%f[%W]", "")
      assert.equal(lines, named)
    end)
  end

  it("is what --servicedb scans and names", function()
    local xml = nmap("-sT --servicedb " .. path, {
      "127.0.0.1:80/tcp", "127.0.0.1:6010/tcp", "127.0.0.1:4250/tcp", "127.0.0.1:7509/tcp",
    })
    local open = {}
    for port, name in xml:gmatch 'portid="(%d+)"><state state="open".-<service name="(.-)"' do
      open[#open + 1] = port .. " " .. name
    end
    assert.same({ "80 http", "4250 vrml-multi-use", "6010 x11", "7509 acplt" }, open)
    local _, lines = files.read(path):gsub("\t%d+/tcp%f[%W]", "")
    assert.equal(lines, tonumber(xml:match 'numservices="(%d+)"'))
  end)

  it("finds ports by name", function()
    local expected = 0
    for port = 0, 65535 do
      local name = ianaports.service_name(port, "tcp")
      expected = expected + (name and name:find "^http" and 1 or 0)
    end
    local ports, count = scanned(("-sT -v --datadir %s -p 'http*'"):format(folder))
    assert.equal("80,280,443,", ports:sub(1, 11))
    assert.equal(expected, count)
  end)

  it("scans the most common ports first where it has frequencies", function()
    local common = {}
    for place, frequency in
      files.read("/usr/share/nmap/nmap-services"):gmatch "\n%S+\t(%d+/%a+)\t([%d.]+)"
    do
      common[place] = tonumber(frequency)
    end
    exported.file(path, ianaports.bundled, "nmap-services", {
      frequency = function(port, protocol)
        return common[port .. "/" .. protocol]
      end,
    })
    local own = scanned "-sT -v --top-ports 20"
    assert.equal("21-23,25,53,80,110-111,135,139,143,443,445,993,995,1723,3306,3389,5900,8080", own)
    assert.equal(own, scanned("-sT -v --top-ports 20 --datadir " .. folder))
  end)

  it("is not led astray by what is in the cells", function()
    local long = ("x"):rep(1012)
    local rows = { sample.row { "a 1 tcp", description = "one\nevil 2/tcp\r\nevil\t3/tcp" } }
    for length = 800, 1100 do
      rows[#rows + 1] = sample.row {
        ("b %d tcp"):format(3000 + length),
        description = long:sub(1, length) .. (" evil %d/tcp"):format(length),
      }
    end
    rows[#rows + 1] = sample.row { "e 7 tcp", service_name = "evil 8/tcp" }
    rows[#rows + 1] = sample.row { ("n"):rep(127) .. " 9 tcp" }
    rows[#rows + 1] = sample.row { ("n"):rep(2000) .. " 10 tcp" }
    exported.file(path, ianaports.build { rows = rows }, "nmap-services")
    assert.equal("1,9,3800-4100", scanned("-sT -v --servicedb " .. path))
  end)
end)
