-- ianaports.format.flows: the ports of a CSV. How its columns are found: columns_spec.lua.

local assert_read = require("spec.support.port_counts").assert_read
local port_counts = require "spec.support.port_counts"
local wild_csv = require "spec.support.wild_csv"

local read, refused, no_port = port_counts.read, port_counts.refused, port_counts.no_port

describe("report.read_ports of a CSV", function()
  it("counts the rows of each port and protocol", function()
    assert_read("53/udp*1 443/tcp*2 443/udp*1", '\239\187\191src,dst_port,proto\r\n'
      .. 'a,443,tcp\r\n"b\r\n""c""",443,6\r\n\r\na,53,"UDP"\r\na,8.0,icmp\r\na,,tcp\r\na,443,17', 2)
    assert_read("22/-*2 80/-*1", "port\n22\n80\n22\n")
  end)

  it("takes LF, CR LF and CR as line ends", function()
    assert_read("22/-*2 80/-*1", "port\r22\r\n80\n\r22")
    assert_read("22/tcp*1 80/udp*1", 'port,proto\r22,"tcp"\r\r80,udp\r')
    assert_read("22/-*1", 'port,x\r22,"\r\n"\rx,1\n', 0, { no_port(4, "x") })
  end)

  it("reads the columns that are named", function()
    assert.equal("1/udp*1", (read("port,b,proto,d\n5,1,tcp,udp\n",
      { port_column = "b", protocol_column = "d" })))
    for _, delimiter in ipairs { false, "semicolon", ";" } do
      assert.equal("443/-*1", (read("a;b\n1,5;443\n",
        { port_column = "B", delimiter = delimiter or nil })))
    end
  end)

  it("keeps the hosts", function()
    local _, ports = read("srcip,dstip,dsport,service\n192.0.2.1,192.0.2.7,443,-\n"
      .. "192.0.2.1,2001:db8::1,443,x\n192.0.2.1,192.0.2.7,443,x\n")
    assert.same({ "192.0.2.7", "2001:db8::1" }, ports[1].hosts)
    assert.is_nil(ports[1].services) -- what `annotate` adds is not detected
  end)

  for label, case in pairs(wild_csv) do
    it("reads " .. label, function()
      assert_read(case[3], case[1], case[4])
    end)
  end

  it("is no listing because its rows look like one", function()
    local rows = "tcp\t192.0.2.1\t50000\t192.0.2.2\t443\nudp\t192.0.2.1\t50001\t192.0.2.2\t53\n"
    assert_read("53/udp*1 443/tcp*1", "proto\tsrc\tsport\tdst\tdport\n" .. rows)
    assert.equal("53/udp*1 443/tcp*1",
      (read("p\tsrc\tsport\tdst\tn\n" .. rows, { port_column = "n", protocol_column = "p" })))
    assert_read("443/tcp*1", "dport,proto,note\n443,tcp,x\n192.0.2.1:443\n", 0,
      { "input:3: record has 1 cells where the header has 3, split at each comma" })
  end)

  it("reads UTF-16, and the delimiter that Excel names", function()
    local text = "sep=;\r\na,b;port;proto\r\n1,5;443;tcp\r\n"
    assert_read("443/tcp*1", text)
    assert_read("443/tcp*1", "\255\254" .. text:gsub(".", "%0\0"))
    assert_read("443/-*1", "sep=\t\nport\tx,port\n443\t22\n")
  end)

  it("warns of a row that is wrong, and goes on", function()
    assert_read("80/-*2", 'port,x\n80,"\n"\n70000,1\n80,1\n', 0, { no_port(4, "70000") })
    assert_read("80/-*2", "port,x\n80,1\n80\n80,2\n", 0,
      { "input:3: record has 1 cells where the header has 2, split at each comma" })
    assert_read("80/-*1 443/-*1", 'port\tx\n80\t1\n80\t"\n443\t1"2\n443\t1\n', 0, {
      "input:4: neither tab nor line end after a quoted cell; a quote inside is doubled",
      "input:4: quote inside a cell that is not quoted as a whole",
    })
  end)

  it("refuses a header without a port", function()
    assert.equal('input:1: no column of ports by a usual name; the header is "a,b", split at each '
      .. "comma", refused "a,b\n")
    assert.equal('input:1: no column "q"; the header is "a|b", split at each bar',
      refused("a|b\n", nil, { port_column = "q" }))
    assert.equal('f.csv:1: no column of ports by a usual name; the header is "a;port", split at '
      .. "each comma", refused("a;port\n", "f.csv", { delimiter = "," }))
    assert.equal('input:1: unknown delimiter ":"; known: comma, semicolon, tab, bar',
      refused "sep=:,\nport,x\n")
  end)
end)
