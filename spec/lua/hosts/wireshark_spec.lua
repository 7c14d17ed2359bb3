-- The Wireshark plugin in the installed tshark, on captures written here.

local files = require "spec.support.files"
local hosts = require "spec.support.hosts"
local ianaports = require "ianaports"
local pcap = require "spec.support.pcap"
local shell = require "spec.support.shell"
local tshark = require "spec.support.tshark"

local ethernet, ipv4 = pcap.ethernet, pcap.ipv4
local tcp, udp, sctp, dccp = pcap.tcp, pcap.udp, pcap.sctp, pcap.dccp

describe("Wireshark #hosts", function()
  local other_lua = tshark.LUA == "5.4" and "5.3" or "5.4"
  local missing = tshark.missing(other_lua)
  if missing then
    pending(missing)
    return
  end

  local at = tshark.new()
  local dissect = at.dissect

  -- The numbers of the frames that match.
  local function matching(filter)
    local numbers = dissect(("-T fields -e frame.number -Y '%s'"):format(filter))
    return (numbers:gsub("\n$", ""):gsub("\n", " "))
  end

  setup(at.open)
  teardown(at.close)

  describe("fields", function()
    it("are those of both ports, in every transport over IPv4 and IPv6", function()
      local show = "-T fields -E separator=/s -E quote=n -Y 'frame.number <= 8'"
      for _, name in ipairs { "srcport", "dstport", "service", "status", "class" } do
        show = show .. " -e ianaports." .. name
      end
      assert.same({
        "50000 443 https assigned dynamic,system",
        "443 50000 https assigned system,dynamic",
        "1023 7 echo reserved,assigned system,system",
        "5353 65535 mdns assigned user,dynamic",
        "50000 80 http assigned dynamic,system",
        "5000 5060 sip unassigned,assigned user,user",
        "50000 5004 avt-profile-1 assigned dynamic,user",
        "5005 49151 avt-profile-2 assigned,reserved user,user",
      }, { dissect(show):match(("([^\n]*)\n"):rep(8) .. "$") })
    end)

    it("hang below their port", function()
      assert.equal([[
IANA Port Registry
    UDP Source Port: 1023
        Description: Reserved
        Assignee: [IANA]
        Status: reserved
        Class: system
        [Expert Info (Note/Protocol): Reserved port]
            [Reserved port]
            [Severity level: Note]
            [Group: Protocol]
    UDP Destination Port: 7
        Service: echo
        Description: Echo
        Assignee: [Jon_Postel]
        Status: assigned
        Class: system
    Server: dstport
]], dissect("-O ianaports -Y frame.number==3"):match "(IANA Port Registry\n.-\n)\n")
    end)

    it("are in JSON", function()
      local json = dissect("-T json -J ianaports -Y frame.number==1"):gsub("%s*\n%s*", "")
      assert.equal(
        [["ianaports": {"ianaports.srcport": "50000","ianaports.srcport_tree": {]]
          .. [["ianaports.class": "dynamic"},]]
          .. [["ianaports.dstport": "443","ianaports.dstport_tree": {]]
          .. [["ianaports.dstservice": "https","ianaports.service": "https",]]
          .. [["ianaports.description": "http protocol over TLS/SSL",]]
          .. [["ianaports.assignee": "[Kipp_E_B_Hickman]","ianaports.status": "assigned",]]
          .. [["ianaports.class": "system"},"ianaports.server": "dstport"}]],
        json:match '"ianaports": %b{}')
    end)

    it("are usable in display filters", function()
      assert.equal("1 2", matching [[ianaports.service == "https"]])
      assert.equal("9", matching [[ianaports.description contains "World Wide Web"]])
      assert.equal("1 2", matching [[ianaports.assignee == "[Kipp_E_B_Hickman]"]])
      assert.equal("3 8 12", matching [[ianaports.status == "reserved"]])
      assert.equal("1 2 4 5 7 9 10", matching [[ianaports.class == "dynamic"]])
      assert.equal("9", matching [[ianaports.dstport == 4789 && ianaports.dstport == 80]])
      assert.equal("1 5 7 9 10", matching "ianaports.srcport >= 50000")
    end)

    it("are there for each header of a tunnel, and for a header that ICMP quotes", function()
      local show = "-T fields -e ianaports.srcport -e ianaports.dstport -e ianaports.service"
      assert.equal("50002,50001\t80,4789\thttp,vxlan\n", dissect(show .. " -Y frame.number==9"))
      assert.equal("50000\t7\techo\n", dissect(show .. " -Y frame.number==10"))
    end)

    it("name the service of either port, and its aliases, reference and notes", function()
      local show = "-T fields -E separator=/s -e ianaports.srcservice -e ianaports.dstservice"
      assert.equal(" https\n", dissect(show .. " -Y frame.number==1"))
      assert.equal("https \n", dissect(show .. " -Y frame.number==2"))
      assert.equal("1", matching [[ianaports.dstservice == "https"]])
      assert.equal("9", matching [[ianaports.aliases == "www, www-http"]])
      assert.equal("6", matching [[ianaports.reference == "[RFC4168]"]])
      assert.equal("5 9", matching [[ianaports.notes contains "TXT keys: u=<username>"]])
    end)

    it("are not there without a port", function()
      assert.equal("1 2 3 4 5 6 7 8 9 10 12", matching "ianaports")
    end)
  end)

  describe("expert information", function()
    it("tells of ports that are reserved, unassigned below 49152, or deregistered", function()
      assert.equal("3 8 12", matching "ianaports.reserved")
      assert.equal("6", matching "ianaports.unassigned")
      assert.equal("12", matching "ianaports.deregistered")
    end)

    it("is in tshark's summary", function()
      local summary = dissect "-q -z expert,ianaports"
      assert.equal("3", summary:match "\n%s*(%d+)%s+Protocol%s+IANAPORTS%s+Reserved port\n")
      assert.is_truthy(summary:match "Notes %(4%)")
      assert.is_truthy(summary:match "Chats %(1%)")
    end)

    it("is the same in all summaries, whether fields are asked for or not", function()
      local function of_ports(summary)
        local lines = {}
        for count, text in summary:gmatch "\n%s*(%d+)%s+Protocol%s+IANAPORTS%s+(%a+ port)" do
          lines[#lines + 1] = count .. " " .. text
        end
        return lines
      end
      local expected = { "3 Reserved port", "1 Deregistered port", "1 Unassigned port" }
      assert.same(expected, of_ports(dissect "-q -z expert,ianaports"))
      assert.same(expected, of_ports(dissect "-q -z expert"))
      assert.same(expected, of_ports(dissect "-q -2 -z expert"))
      assert.same(expected, of_ports(dissect "-V -z expert"))
      assert.same({}, of_ports(dissect "-q -z expert -o ianaports.expert:FALSE"))
    end)

    it("is there for those who ask for expert information of any kind", function()
      assert.equal("3 6 8 12", matching [[_ws.expert.message contains " port"]])
      assert.equal("3 8 12", matching [[_ws.expert.severity == note]])
      assert.equal("Reserved port\n",
        dissect "-T fields -e _ws.expert.message -Y frame.number==3")
      assert.equal("3 8 12", (dissect(
        [[-o 'gui.column.format:"No.","%m"' -Y '_ws.expert.severity == note']])
        :gsub("%s+", " "):gsub("^ ", ""):gsub(" $", "")))
    end)
  end)

  describe("what nothing asks for", function()
    -- Counts look-ups of the module and items that are added to the tree, from what a script that
    -- is loaded before the plugin puts in the place of both; prints them at the end.
    local counter = [[
      local finds, items, experts = 0, 0, 0
      local loadlib, add, add_expert =
        package.loadlib, TreeItem.add, TreeItem.add_proto_expert_info
      function package.loadlib(...)
        local open = loadlib(...)
        return function(...)
          local module = open(...)
          local bundled = {}
          function bundled:find(...) finds = finds + 1 return module.find(...) end
          function bundled:find_all(...) return module.find_all(...) end
          return setmetatable({ bundled = bundled }, { __index = module })
        end
      end
      TreeItem.add = function(...) items = items + 1 return add(...) end
      TreeItem.add_proto_expert_info = function(...)
        experts = experts + 1
        return add_expert(...)
      end
      local listener = Listener.new("frame")
      function listener.draw() print(finds, items, experts) end
    ]]

    local function count(arguments)
      local script = at.folder .. "/counter.lua"
      files.write(script, counter)
      local output, errors = at.run(("-X lua_script:%s -X lua_script:%s -r %s -q %s")
        :format(script, tshark.PLUGIN, at.capture, arguments))
      assert.equal("", errors)
      return output
    end

    it("is not added: only expert information is, and with its preference off nothing", function()
      assert.equal("21\t0\t5\n", count "")
      assert.equal("21\t0\t5\n", count "-Y tcp.port==443 -z conv,tcp":match "%d+\t%d+\t%d+\n")
      assert.equal("0\t0\t0\n", count "-o ianaports.expert:FALSE")
    end)

    it("is added in each of two passes only if something asks for it", function()
      assert.equal("21\t0\t5\n", count "-2")
      local _, items = count("-2 -R ianaports.service"):match "^(%d+)\t(%d+)\t"
      assert.is_true(tonumber(items) > 0)
    end)
  end)

  describe("fields that are asked for", function()
    local off = "-o ianaports.expert:FALSE "

    it("by a filter for the first of two passes are found", function()
      assert.equal("1 2", (dissect(off
        .. [[-2 -R 'ianaports.service == "https"' -T fields -e ipv6.nxt -e ip.proto]])
        :gsub("\t?6\t?\n", "1 ", 1):gsub("\t?6\t?\n", "2")))
    end)

    it("by a statistic are counted", function()
      local counts = dissect(off
        .. "-q -z 'io,stat,0,COUNT(ianaports.service)ianaports.service,ianaports.reserved'")
      assert.is_truthy(counts:match "|%s*11 |%s*3 |", counts)
    end)

    it("by a statistic of ports are counted for every transport", function()
      local counts = dissect(off .. "-q -z 'io,stat,0,COUNT(ianaports.srcport)ianaports.srcport,"
        .. "MIN(ianaports.dstport)ianaports.dstport'")
      assert.is_truthy(counts:match "|%s*12 |%s*7 |", counts)
    end)

    it("by a column are shown", function()
      local columns = [[-o 'gui.column.format:"No.","%m","Service","%Cus:ianaports.service:0:R"']]
      assert.is_truthy(dissect(off .. columns):find "%f[%d]1 https%s")
    end)

    it("by a statistic that shows them are shown", function()
      local shown = dissect(off .. "-z proto,colinfo,ianaports.service,ianaports.service")
      assert.is_truthy(shown:find('ianaports.service == "https"', 1, true), shown)
    end)

    it("by another script are found", function()
      local script = at.folder .. "/other.lua"
      files.write(script, [[
        local service = Field.new("ianaports.service")
        local listener = Listener.new("frame")
        function listener.packet(pinfo)
          for _, field in ipairs { service() } do
            print(pinfo.number, field)
          end
        end
      ]])
      local output = at.run(("-X lua_script:%s -X lua_script:%s -r %s -q -c 2 %s")
        :format(tshark.PLUGIN, script, at.capture, off))
      assert.equal("1\thttps\n2\thttps\n", output)
    end)

    it("by a rule for colors are found", function()
      local colored = shell.new_folder()
      local profile = colored .. "/.config/wireshark"
      assert(select(2, shell.run("mkdir -p " .. profile)))
      files.write(profile .. "/colorfilters",
        '@https@ianaports.service == "https"@[65535,0,0][0,0,65535]\n')
      local arguments = ("--color -T psml -X lua_script:%s -r %s %s"):format(tshark.PLUGIN,
        at.capture, off)
      local output = at.run(arguments, { home = colored })
      assert.equal(2, select(2, output:gsub("background='#ff0000'", "")), output)
      assert(select(2, shell.run("rm -r " .. colored)))
    end)
  end)

  it("is switched off by a preference", function()
    local off = "-o ianaports.enabled:FALSE "
    assert.equal("", dissect(off .. "-T fields -e frame.number -Y ianaports"))
    assert.equal("", dissect(off .. "-q -o ianaports.report:TRUE"))
    assert.equal("12", dissect(off .. "-T fields -e frame.number -Y tcp.port==659"):match "%d+")
  end)

  it("says what the module says, of more ports than it keeps in mind", function()
    local transports = { tcp = tcp, udp = udp, sctp = sctp, dccp = dccp }
    local expected, many = {}, {}
    local function describe_port(port, name)
      local entry = ianaports.find(port, name)
        or { status = port < 49152 and "unassigned" or nil }
      return ("%d 65000 %s %s"):format(port, entry.service_name or "", entry.status or "")
    end
    -- 0 to 65535 in steps that meet each transport and both ends; then again.
    for _ = 1, 2 do
      for port = 0, 65535, 255 do
        for name, transport in pairs(transports) do
          many[#many + 1] = ethernet(ipv4(transport(port, 65000)))
          expected[#expected + 1] = describe_port(port, name)
        end
      end
    end
    local path = at.folder .. "/many.pcap"
    pcap.write(path, many)
    local show = "-T fields -E separator=/s -e ianaports.srcport -e ianaports.dstport"
      .. " -e ianaports.service -e ianaports.status"
    local output = dissect(show, path)
    assert.equal(table.concat(expected, "\n") .. "\n", output)
  end)

  describe("in the personal plugins folder", function()
    local home, plugins

    before_each(function()
      home = shell.new_folder()
      local ask = "env HOME=%s XDG_CONFIG_HOME= tshark -G folders"
      local folders = shell.run(ask:format(home))
      plugins = folders:match "Personal Lua Plugins:%s+([^\n]+)"
      assert.equal(home, plugins:sub(1, #home))
      local copied = ("mkdir -p %s && cp %s %s"):format(plugins, tshark.PLUGIN, plugins)
      assert(select(2, shell.run(copied)))
    end)

    after_each(function()
      assert(select(2, shell.run("rm -r " .. home)))
    end)

    local function services(cpath)
      return at.run(("-r %s -T fields -e ianaports.service -c 1"):format(at.capture),
        { home = home, cpath = cpath })
    end

    it("finds the module in its subfolder, and not itself", function()
      local copied = ("mkdir %s/ianaports && cp %s/ianaports.so %s/ianaports")
        :format(plugins, at.module_folder, plugins)
      assert(select(2, shell.run(copied)))
      local output, errors = services "/nowhere"
      assert.equal("", errors)
      assert.equal("https\n", output)
    end)

    it("finds the module where Lua looks for it, and not itself", function()
      local output, errors = services(at.module_folder)
      assert.equal("", errors)
      assert.equal("https\n", output)
    end)

    it("is listed with its version", function()
      local list = at.run("-G plugins", { home = home })
      assert.equal(ianaports._VERSION:match "%S+$",
        list:match "\nianaports.lua%s+(%S+)%s+lua script", list)
    end)

    it("says where the other one is if it is loaded twice, and the first works on", function()
      local output, errors = at.run(
        ("-X lua_script:%s -r %s -T fields -e ianaports.service -c 1")
          :format(tshark.PLUGIN, at.capture),
        { home = home })
      assert.equal("https\n", output)
      assert.equal(("tshark: ianaports: %s is not loaded: %s/ianaports.lua already is\n")
        :format(tshark.PLUGIN, plugins), errors)
    end)

    it("leaves the module to scripts that ask for it later", function()
      local script = home .. "/script.lua"
      local file = assert(io.open(script, "w"))
      file:write [[print(require("ianaports").service_name(22))]]
      file:close()
      assert.equal("ssh\n", (at.run(("-X lua_script:%s -r %s -q"):format(script, at.capture),
        { home = home })))
    end)

    it("says once what is missing, and tshark goes on", function()
      local output, errors = at.run(
        ("-r %s -o ianaports.enabled:TRUE -o ianaports.report:TRUE"):format(at.capture)
          .. " -Y 'ianaports || tcp.port == 443' -T fields -e frame.number",
        { home = home, cpath = "/nowhere" })
      assert.equal("1\n2\n", output)
      local of_all = shell.run "tshark -G folders":match "Global Lua Plugins:%s*([^\n]+)"
      assert.equal(([[
tshark: ianaports: no ports are looked up: the Lua module ianaports is not found:
	no file '%s/ianaports/ianaports.so'
	no file '%s/ianaports/ianaports.so'
	no file '/nowhere/ianaports.so'
Put ianaports.so, built for Lua %s, into %s/ianaports
]]):format(plugins, of_all, tshark.LUA, plugins), errors)
    end)

    it("says once that the module is for another Lua, and tshark goes on", function()
      local other = hosts.build(other_lua)
      local output, errors = services(other)
      assert.equal("\n", output)
      assert.equal(1, select(2, errors:gsub("no ports are looked up", "")))
      assert.is_truthy(errors:find(other .. "/ianaports.so", 1, true), errors)
      assert.is_truthy(errors:find("built for Lua " .. tshark.LUA, 1, true), errors)
    end)
  end)
end)
