-- ianaports.format.masscan_list: the output of `masscan -oL`.

local assert_read = require("spec.support.port_counts").assert_read
local port_counts = require "spec.support.port_counts"

describe("report.read_ports of masscan -oL", function()
  it("counts the open ports", function()
    local ports = assert_read("53/udp*1 80/tcp*1", "#masscan\n"
      .. "open tcp 80 192.0.2.1 1745936391\nopen udp 53 2001:db8::1 1745936392\n"
      .. "open icmp 0 192.0.2.1 1745936391\nclosed tcp 81 192.0.2.1 1745936391\n"
      .. "banner tcp 80 192.0.2.1 1745936393 http HTTP/1.1 200 OK\n# end\n", 1)
    assert.same({ "2001:db8::1" }, ports[1].hosts)
    assert_read("80/tcp*1", "open tcp 80 192.0.2.1 1745936391\r\n")
  end)

  it("warns of a line that is wrong, and of an input without an open port", function()
    assert_read("", "#masscan\nopen tcp 65536 192.0.2.1 1745936391\nopen tcp\n# end\n", 0, {
      port_counts.no_port(2, "65536"),
      'input:3: no line of masscan -oL: "open tcp"',
      port_counts.nothing("open ports", "masscan -oL"),
    })
  end)
end)
