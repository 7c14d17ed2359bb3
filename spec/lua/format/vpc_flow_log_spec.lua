-- ianaports.format.vpc_flow_log: flow logs of Amazon's VPC.

local assert_read = require("spec.support.port_counts").assert_read
local port_counts = require "spec.support.port_counts"

local HEADER = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets "
  .. "bytes start end action log-status\n"
local RECORDS = "2 123456789010 eni-0123456789abcdef0 192.0.2.1 192.0.2.2 20641 22 6 20 4249 "
  .. "1418530010 1418530070 ACCEPT OK\n"
  .. "2 123456789010 eni-0123456789abcdef0 2001:db8::1 2001:db8::2 34892 53 17 54 8855 "
  .. "1477913708 1477913820 REJECT OK\n"
  .. "2 123456789010 eni-0123456789abcdef0 192.0.2.1 192.0.2.2 0 0 1 4 336 "
  .. "1432917027 1432917142 ACCEPT OK\n"
  .. "2 123456789010 eni-0123456789abcdef0 - - - - - - - 1431280876 1431280934 - NODATA\n"
  .. "2 123456789010 eni-0123456789abcdef0 - - - - - - - 1431280876 1431280934 - SKIPDATA\n"

describe("report.read_ports of VPC flow logs", function()
  it("counts records with and without a header, and skips those without data", function()
    for _, text in ipairs { RECORDS, HEADER .. RECORDS, HEADER .. RECORDS:gsub("\n", "\r\n") } do
      local ports = assert_read("22/tcp*1 53/udp*1", text, 3)
      assert.same({ "192.0.2.2" }, ports[1].hosts)
      assert.is_nil(ports[1].services)
    end
    assert_read("22/tcp*2 53/udp*2", HEADER .. RECORDS .. HEADER .. RECORDS, 6)
  end)

  it("reads a record without data first", function()
    local without_data = RECORDS:match "(2 %d+ eni%-%w+ %- [^\n]*NODATA\n)"
    assert_read("22/tcp*1 53/udp*1", without_data .. RECORDS, 4)
  end)

  it("reads fields in another order", function()
    assert_read("443/tcp*1", "vpc-id dstport protocol pkt-dstaddr tcp-flags\n"
      .. "vpc-0a 443 6 192.0.2.9 2\nvpc-0a - - - -\n", 1)
  end)

  it("reads what CloudWatch exports, with the time and the stream of each record", function()
    assert_read("22/tcp*1 53/udp*1",
      (RECORDS:gsub("2 123456789010", "2024-01-01T00:00:00.000Z %0")), 3)
    assert_read("22/tcp*1 53/udp*1",
      (RECORDS:gsub("2 123456789010", "2024-01-01T00:00:00+00:00 eni-0123456789abcdef0-all %0")), 3)
  end)

  it("takes no other text for its header", function()
    assert.matches("unknown format", port_counts.refused "the protocol version at start and end\n")
  end)

  it("warns of what is wrong", function()
    assert_read("22/tcp*1 53/udp*1", HEADER .. RECORDS .. "2 123456789010\n", 3,
      { "input:7: record has 2 fields where 14 are expected" })
    assert_read("", HEADER, 0, { port_counts.nothing("ports", "VPC flow logs") })
    assert.equal('input:1: no column of ports by a usual name; the header is "version srcaddr"',
      port_counts.refused "version srcaddr\n2 192.0.2.1\n")
  end)
end)
