-- The wireshark-services export in the installed tshark.

local exported = require "spec.support.exported"
local hosts = require "spec.support.hosts"
local ianaports = require "ianaports"
local pcap = require "spec.support.pcap"
local sample = require "spec.support.sample"
local shell = require "spec.support.shell"

local ethernet, ipv4 = pcap.ethernet, pcap.ipv4

local transports = { "tcp", "udp", "sctp", "dccp" }

describe("The wireshark-services export in tshark #hosts", function()
  local missing = hosts.missing { programs = { "tshark" } }
  if missing then
    pending(missing)
    return
  end

  local home, configuration, own

  setup(function()
    home = shell.new_folder()
    local folders = shell.run(("env HOME=%s XDG_CONFIG_HOME= tshark -G folders"):format(home))
    configuration = folders:match "Personal configuration:%s+([^\n]+)"
    assert.equal(home, configuration:sub(1, #home))
    assert(select(2, shell.run("mkdir -p " .. configuration)))
    -- Every port, two a packet. Each transport has a capture of its own, for Wireshark 4.4 names a
    -- port only in the first transport that it meets it in.
    for _, transport in ipairs(transports) do
      local port = -2
      pcap.write(("%s/%s.pcap"):format(home, transport), function()
        port = port + 2
        return port < 65536 and ethernet(ipv4(pcap[transport](port, port + 1))) or nil
      end)
    end
  end)

  teardown(function()
    assert(select(2, shell.run("rm -r " .. home)))
  end)

  -- The columns of source and destination port; those of DCCP are empty, and what it
  -- calls its ports is in the summary, "discard(9) → 50000 [Data]".
  local columns = [[-T tabs -o 'gui.column.format:"source","%rS","destination","%rD","info","%i"']]

  local function ports_of(source, destination, info)
    if source .. destination == "" then
      source, destination = info:match "^(%S+) \226\134\146 (%S+) %["
    end
    return (source:gsub("%(%d+%)$", "")), (destination:gsub("%(%d+%)$", ""))
  end

  -- What tshark calls each port, as a table by "80/tcp"; ports without a name are not
  -- in it. With the export, or with Wireshark's own list alone; of the first packets of
  -- each transport if their number is given.
  local function names(registry, packets)
    packets = packets or 32768
    os.remove(configuration .. "/services")
    if registry then
      exported.file(configuration .. "/services", registry, "wireshark-services")
    end
    local command = "env HOME=%s XDG_CONFIG_HOME= tshark -N t -r %s/%s.pcap -c %d %s 2>%s/errors"
    local found = {}
    for _, transport in ipairs(transports) do
      local output, succeeded =
        shell.run(command:format(home, home, transport, packets, columns, home))
      assert(succeeded, output)
      local port = 0
      for source, destination, info in output:gmatch " *([^\t\n]*)\t *([^\t\n]*)\t([^\n]*)\n" do
        for _, name in ipairs { ports_of(source, destination, info) } do
          local number = ("%d"):format(port)
          found[number .. "/" .. transport] = name ~= number and name or nil
          port = port + 1
        end
      end
      assert.equal(2 * packets, port)
    end
    return found
  end

  setup(function()
    own = names()
  end)

  it("names every port as the registry does, and others as Wireshark does without", function()
    local found = names(ianaports.bundled)
    local named, from_wireshark = 0, 0
    for port = 0, 65535 do
      for _, transport in ipairs(transports) do
        local place = ("%d/%s"):format(port, transport)
        local expected = ianaports.service_name(port, transport)
        if found[place] ~= (expected or own[place]) then
          assert.equal(expected or own[place], found[place], place)
        end
        named = named + (expected and 1 or 0)
        from_wireshark = from_wireshark + (own[place] and own[place] ~= expected and 1 or 0)
      end
    end
    assert.is_true(named > 12000, named)
    assert.is_true(from_wireshark > 0) -- there is something that could be lost
  end)

  it("is not led astray by what is in the cells", function()
    local found = names(ianaports.build {
      rows = {
        sample.row { "aa 1 tcp", description = "one\nevil 2/tcp\r\nevil\t3/tcp" },
        sample.row { "bb 4 udp", description = ("x"):rep(5000) .. "\nevil 5/tcp # \255" },
        sample.row { "e 6 tcp", service_name = "evil 7/tcp" },
        sample.row { "e 8 tcp", service_name = "#evil" },
        sample.row { "cc 9-12 dccp" },
        sample.row { "dd 11 dccp" },
      },
    }, 16)
    local new = {}
    for place, name in pairs(found) do
      if own[place] ~= name then
        new[#new + 1] = place .. " " .. name
      end
    end
    table.sort(new)
    assert.same({
      "1/tcp aa", "10/dccp cc", "11/dccp dd", "12/dccp cc", "4/udp bb", "9/dccp cc",
    }, new)
  end)
end)
