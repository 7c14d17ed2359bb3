-- ianaports.format.nmap_grepable: the output of `nmap -oG` and `masscan -oG`.

local assert_read = require("spec.support.port_counts").assert_read
local hosts = require "spec.support.hosts"
local listeners = require "spec.support.listeners"
local port_counts = require "spec.support.port_counts"

local OUTPUT = "# Nmap 7.93 scan initiated as: nmap -sV -oG - ::1 192.0.2.1\n"
  .. "# Ports scanned: TCP(1000;1-1000) UDP(0;) SCTP(0;) PROTOCOLS(0;)\n"
  .. "Host: ::1 ()\tStatus: Up\n"
  .. "Host: ::1 ()\tPorts: 22/open/tcp//ssh///, 23/closed/tcp//telnet///, "
  .. "53/open/udp//domain//a, b/, 2905/open/sctp/////\tIgnored State: closed (3)\n"
  .. "Host: 192.0.2.1 (x)\tPorts: 22/open/tcp//ssl|http//nginx 1.2, 3/, 1/open/ip//icmp///\n"
  .. "# Nmap done\n"
local PORTS = "22/tcp*2 53/udp*1 2905/sctp*1"

describe("report.read_ports of nmap -oG", function()
  it("counts the open ports, with hosts and detected services", function()
    local ports = assert_read(PORTS, OUTPUT, 1)
    assert.same({ "::1", "192.0.2.1" }, ports[1].hosts)
    assert.same({ "ssl/http" }, ports[1].services) -- not "ssh", which has no version
    assert.same({ "domain" }, ports[2].services)
    assert.is_nil(ports[3].services)
  end)

  it("reads it with CR LF, and if tabs have become blanks", function()
    assert_read(PORTS, (OUTPUT:gsub("\n", "\r\n")), 1)
    assert_read(PORTS, (OUTPUT:gsub("\t", "   ")), 1)
    assert_read(PORTS, (OUTPUT:gsub("\t", " ")), 1)
  end)

  it("warns of a line that is wrong, and of an input without an open port", function()
    assert_read("25/tcp*1", "# Nmap 7\nHost: a ()\tPorts: 22/open\n"
      .. "Host: a ()\tPorts: 70000/open/tcp//x///, 25/open/tcp//smtp///\nwhat\n"
      .. "Host: a ()\tPorts: 22/open/tcp//ssh/// 23\n", 0, {
      'input:2: no port of nmap -oG: "22/open"',
      port_counts.no_port(3, "70000"),
      'input:4: no line of nmap -oG: "what"',
      'input:5: no port of nmap -oG: "22/open/tcp//ssh/// 23"',
    })
    assert_read("", "# Nmap 7\nHost: a ()\tPorts: 22/closed/tcp//ssh///\n# Nmap done\n", 0,
      { port_counts.nothing("open ports", "nmap -oG, masscan -oG") })
  end)

  it("reads an empty list of ports, as Nmap writes it if it shows none of them", function()
    assert_read("22/tcp*1", "# Nmap 7\nHost: a ()\tPorts: \tIgnored State: closed (100)\n"
      .. "Host: b ()\tPorts: 22/open/tcp//ssh///\tIgnored State: closed (99)\n")
  end)

  it("reads what nmap writes #hosts", function()
    local missing = hosts.missing { programs = { "nmap", "perl" }, isolation = true }
    if missing then
      pending(missing)
      return
    end
    local start = listeners.start { "127.0.0.1:22/tcp", "127.0.0.1:8080/tcp", "127.0.0.2:22/tcp" }
    local output, succeeded = hosts.run_isolated(start
      .. "nmap -n -oG - -p 21,22,8080 127.0.0.1 127.0.0.2\n")
    assert.is_true(succeeded, output)
    local ports = assert_read("22/tcp*2 8080/tcp*1", output)
    assert.same({ "127.0.0.1", "127.0.0.2" }, ports[1].hosts)
  end)
end)

describe("report.read_ports of masscan -oG", function()
  local LINE = "Timestamp: 1745936391\tHost: 192.0.2.1 ()\tPorts: 80/open/tcp//http//\n"

  it("reads ports with a slash less, with and without a header", function()
    local ports = assert_read("80/tcp*1 443/tcp*1", "# Masscan 1.3.2 scan initiated Tue Apr 29\n"
      .. "# Ports scanned: TCP(2;80,443) UDP(0;) SCTP(0;) PROTOCOLS(0;)\n" .. LINE
      .. "Timestamp: 1745936392\tHost: 192.0.2.1 ()\tPorts: 443/open/tcp//https//\n"
      .. "# Masscan done at Tue Apr 29 14:19:47 2025\n")
    assert.same({ "192.0.2.1" }, ports[1].hosts)
    assert.is_nil(ports[1].services) -- masscan looks it up
    assert_read("80/tcp*1", LINE)
    assert_read("80/tcp*1", (LINE:gsub("\t", "  ")))
    assert_read("80/tcp*1 443/tcp*1",
      "Host: 192.0.2.1 ()\tPorts: 80/open/tcp//http//, 443/open/tcp//https//\n")
  end)

  it("passes over banners", function()
    assert_read("80/tcp*1",
      LINE .. "Host: 192.0.2.1 ()\tPort: 80\tService: http\tBanner: HTTP/1.1 200 OK\n")
  end)
end)
