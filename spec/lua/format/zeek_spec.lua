-- ianaports.format.zeek: logs of Zeek between tabs.

local assert_read = require("spec.support.port_counts").assert_read
local port_counts = require "spec.support.port_counts"

local HEAD = "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n"
local CONN = HEAD .. "#path\tconn\n#open\t2024-01-01-00-00-00\n"
  .. "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\t"
  .. "tunnel_parents\n"
  .. "#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tset[string]\n"
  .. "1704067200.0\tCa\t192.0.2.1\t50000\t192.0.2.2\t443\ttcp\tssl\t(empty)\n"
  .. "1704067200.1\tCb\t192.0.2.1\t50001\t192.0.2.3\t53\tudp\tdns\t(empty)\n"
  .. "1704067200.2\tCc\t2001:db8::1\t50002\t2001:db8::2\t443\ttcp\t-\t(empty)\n"
  .. "1704067200.3\tCd\t192.0.2.1\t8\t192.0.2.2\t0\ticmp\t-\t(empty)\n"
  .. "#close\t2024-01-01-01-00-00\n"

describe("report.read_ports of Zeek", function()
  it("counts the connections, with hosts and detected services", function()
    for _, text in ipairs { CONN, (CONN:gsub("\n", "\r\n")) } do
      local ports = assert_read("53/udp*1 443/tcp*2", text, 1)
      assert.same({ "192.0.2.2", "2001:db8::2" }, ports[2].hosts)
      assert.same({ "ssl" }, ports[2].services)
      assert.same({ "dns" }, ports[1].services)
    end
  end)

  it("reads logs that were joined, and blanks in place of tabs", function()
    assert_read("53/udp*2 443/tcp*4", CONN .. CONN, 2)
    assert_read("53/udp*1 443/tcp*2", (CONN:gsub("\t", "  ")), 1)
  end)

  it("reads other separators and other logs", function()
    assert_read("443/tcp*1", "#separator \\x7c\n#fields|host|port_num|port_proto|service\n"
      .. "192.0.2.1|443|tcp|SSL\n")
  end)

  it("warns of what is wrong", function()
    local line = "1\tC\t192.0.2.1\t1\t192.0.2.2\t%s\ttcp\t-%s\n"
    assert_read("443/tcp*1", CONN:match "^.-#types[^\n]*\n" .. line:format("443", "\t-")
      .. line:format("70000", "\t-") .. line:format("443", ""), 0, {
        port_counts.no_port(10, "70000"),
        "input:11: record has 8 fields where #fields has 9",
      })
    assert.equal("input:2: a record before the line #fields, which names the fields",
      port_counts.refused "#separator \\x09\n1\t2\n")
    assert.equal('input:1: no column of ports by a usual name; the fields are "ts uid"',
      port_counts.refused "#fields\tts\tuid\n")
    assert_read("", HEAD .. "#fields\tid.resp_p\tproto\n", 0,
      { port_counts.nothing("ports", "Zeek") })
  end)
end)
