-- ianaports.format.ss: lists of sockets as `ss` writes them with any options.

local assert_read = require("spec.support.port_counts").assert_read
local hosts = require "spec.support.hosts"
local listeners = require "spec.support.listeners"
local port_counts = require "spec.support.port_counts"

local TULN = [[
Netid State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess
nl    UNCONN 0      0               rtnl:kernel             *
udp   UNCONN 0      0          127.0.0.1:53           0.0.0.0:*
udp   UNCONN 0      0      127.0.0.53%lo:53           0.0.0.0:*    users:(("x",pid=1,fd=2))
tcp   LISTEN 0      128          0.0.0.0:22           0.0.0.0:*
tcp   LISTEN 0      128             [::]:22              [::]:*
	 skmem:(r0,rb131072) cubic wscale:7,7 rto:204
tcp   LISTEN 0      511                *:80                 *:*
icmp6 UNCONN 0      0                  *:58                 *:*
sctp  LISTEN 0      5          127.0.0.1:2905         0.0.0.0:*
     `- ESTAB 0     0       192.0.2.1%lo:2905       192.0.2.9:2905
]]
local TULN_PORTS = "22/tcp*2 53/udp*2 80/tcp*1 2905/sctp*2"

local HEADER = "Netid State Recv-Q Send-Q Local Address:Port Peer Address:Port\n"
local ONE_PROTOCOL = "State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n"

describe("report.read_ports of ss", function()
  it("counts the local port of each socket", function()
    local ports = assert_read(TULN_PORTS, TULN, 2)
    assert.same({ "0.0.0.0", "::" }, ports[1].hosts)
    assert.same({ "127.0.0.1", "127.0.0.53%lo" }, ports[2].hosts)
  end)

  it("reads it with CR LF, without the header, and with blanks before each line", function()
    assert_read(TULN_PORTS, (TULN:gsub("\n", "\r\n")), 2)
    assert_read(TULN_PORTS, (TULN:gsub("^[^\n]*\n", "")), 2)
    assert_read(TULN_PORTS, (TULN:gsub("[^\n]+", "   %0")), 2)
  end)

  it("reads sockets of Unix, in any state, with and without a name", function()
    assert_read("22/tcp*1", HEADER .. "u_str LISTEN 0 4096 /run/a socket 1234 * 0\n"
      .. "u_str ESTAB 0 0 * 12345 * 23456\ntcp LISTEN 0 1 *:22 *:*\n", 2)
    assert_read("80/tcp*1", "u_str ESTAB 0 0 * 12345 * 23456\ntcp LISTEN 0 1 *:80 *:*\n", 1)
    assert_read("", ONE_PROTOCOL .. "LISTEN 0 4096 /run/x:y 12345 * 0\nESTAB 0 0 * 1 * 2\n", 2,
      { port_counts.nothing("local ports of tcp, udp, sctp and dccp", "ss") })
  end)

  it("takes the protocol from the states if ss was asked for one protocol", function()
    assert_read("8080/tcp*1", ONE_PROTOCOL .. "LISTEN 0 5 [::1]:8080 [::]:*\n")
    assert_read("53/udp*1", ONE_PROTOCOL .. "UNCONN 0 0 [fe80::1]%eth0:53 [::]:*\n")
    assert_read("53/udp*1 60000/udp*1", ONE_PROTOCOL
      .. "ESTAB 0 0 192.0.2.1:60000 192.0.2.2:53\nUNCONN 0 0 0.0.0.0:53 0.0.0.0:*\n")
    assert_read("60000/tcp*1 60001/tcp*1",
      "TIME-WAIT 0 0 192.0.2.1:60000 192.0.2.2:53\nESTAB 0 0 192.0.2.1:60001 192.0.2.2:80\n")
    assert_read("8080/tcp*1", "LISTEN 0 5 [::1]:8080 [::]:*")
    assert_read("22/tcp*1 53/udp*1",
      ONE_PROTOCOL .. "LISTEN 0 5 *:22 *:*\n" .. ONE_PROTOCOL .. "UNCONN 0 0 *:53 *:*\n")
  end)

  it("reads it without a state, which ss leaves out if it was asked for one", function()
    local header = "Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n"
    assert_read("22/-*1", header .. "0 128 0.0.0.0:22 0.0.0.0:*\n")
    assert_read("22/-*1", "0 128 0.0.0.0:22 0.0.0.0:*\n")
    assert_read("22/tcp*1", "Netid " .. header .. "tcp 0 128 0.0.0.0:22 0.0.0.0:*\n")
  end)

  it("resolves names", function()
    local ports = assert_read("22/tcp*1 53/udp*1", HEADER
      .. "tcp LISTEN 0 5 *:ssh *:*\nudp UNCONN 0 0 localhost:domain 0.0.0.0:*\n")
    assert.same({ "localhost" }, ports[2].hosts)
  end)

  it("passes over a socket without a port", function()
    assert_read("", HEADER .. "udp UNCONN 0 0 *:* *:*\n", 1,
      { port_counts.nothing("local ports of tcp, udp, sctp and dccp", "ss") })
  end)

  it("warns of a line that is wrong", function()
    assert_read("22/tcp*1", HEADER .. "tcp LISTEN 0 5 *:no-such-name *:*\n"
      .. "tcp LISTEN 0 5 *:22 *:*\nwhat \27 is this\ntcp LISTEN 0\ntcp LISTEN 0 5 x y\n"
      .. "tcp LISTEN 0 5 *:65536 *:*\n", 0, {
      port_counts.no_port(2, "no-such-name"),
      'input:4: no line of ss: "what \\x1b is this"',
      'input:5: no line of ss: "tcp LISTEN 0"',
      'input:6: no local address and port: "x"',
      port_counts.no_port(7, "65536"),
    })
  end)

  it("reads what ss writes #hosts", function()
    local missing = hosts.missing { programs = { "ss", "perl" }, isolation = true }
    if missing then
      pending(missing)
      return
    end
    local start = listeners.start { "127.0.0.1:22/tcp", "::1:22/tcp", "127.0.0.1:53/udp" }
    local output, succeeded = hosts.run_isolated(start)
    assert.is_true(succeeded, output)
    for options, expected in pairs {
      ["-tuln"] = "22/tcp*2 53/udp*1",
      ["-tulnpemi"] = "22/tcp*2 53/udp*1",
      ["-tul"] = "22/tcp*2 53/udp*1",
      ["-an"] = "22/tcp*2 53/udp*1",
      ["-tlnH"] = "22/tcp*2",
      ["-tln state listening"] = "22/-*2",
      ["-uanO"] = "53/udp*1",
    } do
      output, succeeded = hosts.run_isolated(start .. "ss " .. options .. " 2>/dev/null\n")
      assert.is_true(succeeded, output)
      assert.equal(expected, (port_counts.read(output)), options)
    end
  end)
end)
