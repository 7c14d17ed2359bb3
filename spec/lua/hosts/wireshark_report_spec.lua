-- The server's side, the report and the preferences of the Wireshark plugin, in tshark.

local errno = require "spec.support.errno"
local files = require "spec.support.files"
local pcap = require "spec.support.pcap"
local tshark = require "spec.support.tshark"

local ethernet, ipv4, ipv6, answer = pcap.ethernet, pcap.ipv4, pcap.ipv6, pcap.ipv4_answer
local tcp, udp, sctp = pcap.tcp, pcap.udp, pcap.sctp

describe("Wireshark's report #hosts", function()
  local missing = tshark.missing()
  if missing then
    pending(missing)
    return
  end

  local at = tshark.new()
  local dissect = at.dissect

  setup(at.open)
  teardown(at.close)

  describe("the server's side", function()
    local SYN, SYN_ACK = pcap.SYN, pcap.SYN_ACK

    -- The server's side in each frame, with "-" if it is not known.
    local function sides(conversation, arguments)
      local path = at.folder .. "/conversation.pcap"
      pcap.write(path, conversation)
      local output = dissect("-T fields -e ianaports.server " .. (arguments or ""), path)
      local words = {}
      for line in output:gmatch "([^\n]*)\n" do
        words[#words + 1] = line == "" and "-" or line
      end
      return table.concat(words, " ")
    end

    local function report(conversation, arguments)
      local path = at.folder .. "/conversation.pcap"
      pcap.write(path, conversation)
      local names = {}
      for line in dissect("-q -o ianaports.report:TRUE " .. (arguments or ""), path)
        :gmatch "[^\n]+" do
        names[#names + 1] = line:gsub("%s+", " ")
      end
      return table.concat(names, "\n", 2)
    end

    it("is what SYN and SYN/ACK tell, for the rest of the stream", function()
      assert.equal("- - dstport srcport dstport srcport", sides {
        ethernet(ipv4(tcp(1433, 3389))),
        ethernet(ipv4(udp(1433, 3389))),
        ethernet(ipv4(tcp(33060, 44818, "", SYN))),
        ethernet(answer(tcp(44818, 33060, "", SYN_ACK))),
        ethernet(ipv4(tcp(33060, 44818))),
        ethernet(answer(tcp(44818, 33060))),
      })
      assert.equal("srcport dstport", sides {
        ethernet(ipv4(tcp(50000, 443, "", SYN_ACK))),
        ethernet(answer(tcp(443, 50000))),
      })
    end)

    it("is known if nothing asks about the packets with SYN", function()
      local conversation = {
        ethernet(ipv4(tcp(1433, 3389, "", SYN))),
        ethernet(answer(tcp(3389, 1433))),
      }
      for _, expert in ipairs { "TRUE", "FALSE" } do
        local arguments = "-2 -R tcp.srcport==3389 -o ianaports.expert:" .. expert
        assert.equal("srcport", sides(conversation, arguments))
      end
    end)

    it("is else that of the lower class, or of the port with a service", function()
      assert.equal("dstport srcport dstport srcport - -", sides {
        ethernet(ipv4(udp(5353, 7))),
        ethernet(ipv4(udp(5353, 50000))),
        ethernet(ipv4(udp(1023, 7))),
        ethernet(ipv4(sctp(5060, 5000))),
        ethernet(ipv4(udp(123, 123))),
        ethernet(ipv4(udp(50000, 50001))),
      })
    end)

    it("is what the report counts by; else the port that the first packet went to", function()
      for _, flags in ipairs { SYN, 0x10 } do
        assert.equal("EtherNet-IP-2 2 108\nbacnet 2 108\nms-wbt-server 2 108", report {
          ethernet(ipv4(tcp(1433, 3389, "", flags))),
          ethernet(answer(tcp(3389, 1433))),
          ethernet(ipv4(tcp(33060, 44818, "", flags))),
          ethernet(answer(tcp(44818, 33060))),
          ethernet(ipv4(tcp(34567, 47808, "", flags))),
          ethernet(answer(tcp(47808, 34567))),
        })
      end
    end)

    it("is not counted where ICMP quotes it, in a tunnel or not", function()
      local quote = ethernet(ipv6(pcap.icmpv6_unreachable((ipv6(udp(50000, 7))))))
      assert.equal("vxlan 1 160", report {
        quote,
        ethernet(ipv4(udp(50001, 4789, pcap.vxlan(quote)))),
      })
    end)

    it("counts what a filter leaves", function()
      local conversation = { ethernet(ipv4(tcp(50000, 80))), ethernet(ipv4(tcp(50000, 443))) }
      assert.equal("https 1 54",
        report(conversation, "-o 'ianaports.report_filter:tcp.port == 443'"))
    end)
  end)

  describe("the report", function()
    local report = [[
IANA service                  packets           bytes
http                                2             174
https                               2             128
vxlan                               1             124
avt-profile-2                       1              70
sip                                 1              70
mdns                                1              62
(deregistered)                      1              54
avt-profile-1                       1              50
echo                                1              42
]]

    it("prints packets and bytes by service, without what ICMP quotes", function()
      assert.equal(report, dissect "-q -o ianaports.report:TRUE")
    end)

    it("counts what -R leaves", function()
      assert.equal([[
IANA service                  packets           bytes
http                                1             124
vxlan                               1             124
]], dissect "-q -2 -R udp.port==4789 -o ianaports.report:TRUE")
    end)

    it("is not there unasked", function()
      assert.equal("", dissect "-q")
    end)

    -- Where there is no window, one that writes down what it is given.
    local function in_window(arguments)
      local script = at.folder .. "/window.lua"
      files.write(script, [[
        _G.gui_enabled = function() return true end
        _G.register_menu = function(name, open, group)
          print(name, group == MENU_STAT_UNSORTED)
          open()
        end
        _G.retap_packets = function() print "retap" end
        _G.TextWindow = {
          new = function(title)
            print(title)
            return {
              set = function(_, text) io.write(text) end,
              set_atclose = function(_, close) print(type(close)) end,
            }
          end,
        }
      ]])
      return at.run(("-X lua_script:%s -X lua_script:%s -r %s -q %s")
        :format(script, tshark.PLUGIN, at.capture, arguments))
    end

    local opened = "IANA Services\ttrue\nPackets and bytes by IANA service\nfunction\nretap\n"

    it("is a window in Wireshark", function()
      -- The preference is for tshark alone.
      assert.equal(opened .. report, (in_window "-o ianaports.report:TRUE"))
    end)

    it("is an empty window without a registry", function()
      local output, errors = in_window "-o ianaports.registry:/nowhere"
      assert.equal(opened .. report:match "^[^\n]*\n", output)
      assert.is_nil(errors:find("Lua: Error", 1, true), errors)
    end)
  end)

  describe("preferences", function()
    -- Output and errors of tshark with a preference; of the latter, what is said once.
    local function with(preference, arguments)
      return at.run(("-X lua_script:%s -r %s -o '%s' %s")
        :format(tshark.PLUGIN, at.capture, preference, arguments))
    end

    local show = "-T fields -c 2"
    for _, name in ipairs { "service", "aliases", "reference", "notes", "status" } do
      show = show .. " -e ianaports." .. name
    end

    it("name another registry", function()
      local path = at.folder .. "/site.csv"
      files.write(path, "Service Name,Port Number,Transport Protocol,Description,Assignee,Contact,"
        .. "Registration Date,Modification Date,Reference,Service Code,"
        .. "Unauthorized Use Reported,Assignment Notes\n"
        .. "site,443,tcp,One,,,,,[RFC7301],,,\"two\nlines\"\n"
        .. "other,443,tcp,Two,,,,,,,,\nthird,443,tcp,Three,,,,,,,,\n")
      local output, errors = with("ianaports.registry:" .. path, show)
      assert.equal("", errors)
      assert.equal(("site\tother, third\t[RFC7301]\ttwo lines\tassigned\n"):rep(2), output)
    end)

    it("show no control characters of another registry in a report", function()
      local path = at.folder .. "/strange.csv"
      files.write(path, "Service Name,Port Number,Transport Protocol,Description,Assignee,Contact,"
        .. "Registration Date,Modification Date,Reference,Service Code,"
        .. "Unauthorized Use Reported,Assignment Notes\n"
        .. "a\27[2J\194\155b,443,tcp,One,,,,,,,,\n")
      local output = with("ianaports.registry:" .. path,
        "-q -o ianaports.report:TRUE")
      assert.matches("a?[2J?b", output, 1, true)
    end)

    it("say what is wrong with another registry, and ask none", function()
      local output, errors = with("ianaports.registry:/nowhere.csv", show)
      assert.equal(("\t"):rep(4) .. "\n" .. ("\t"):rep(4) .. "\n", output)
      assert.equal("tshark: ianaports: no ports are looked up: ianaports.registry:"
        .. " /nowhere.csv: cannot open: " .. errno.ENOENT .. "\n", errors)
    end)

    it("say that the report's filter is none", function()
      local output, errors = with("ianaports.report_filter:tcp.prt ==",
        "-q -o ianaports.report:TRUE")
      assert.equal("", output)
      assert.equal("tshark: ianaports: no report: ianaports.report_filter is no"
        .. " display filter: tcp.prt ==\n", errors)
    end)
  end)
end)
