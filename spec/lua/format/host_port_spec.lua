-- ianaports.format.host_port: HOST:PORT of naabu and rustscan.

local assert_read = require("spec.support.port_counts").assert_read
local port_counts = require "spec.support.port_counts"

describe("report.read_ports of naabu", function()
  it("counts the port of each line", function()
    local ports = assert_read("22/-*1 80/-*2 443/-*1 8080/-*1", "192.0.2.1:80\n192.0.2.1:443\n"
      .. "host.example:22\n[2001:db8::1]:80\n2001:db8::2:8080\n")
    assert.same({ "192.0.2.1", "2001:db8::1" }, ports[2].hosts)
    assert.same({ "2001:db8::2" }, ports[4].hosts)
  end)

  it("reads what may follow, and messages between the lines", function()
    assert_read("80/-*1 443/-*1", "example.com:443 [cdn.example]\n"
      .. "[INF] Found 2 ports on host example.com (192.0.2.1)\nexample.com:80\n")
  end)

  it("warns of a line that is wrong", function()
    assert_read("80/-*1", "example.com:80\nexample.com:70000\nexample.com\nhttp://a.example:80\n",
      0, {
        port_counts.no_port(2, "70000"),
        'input:3: no HOST:PORT: "example.com"',
        'input:4: no HOST:PORT: "http://a.example:80"',
      })
  end)
end)

describe("report.read_ports of rustscan", function()
  it("reads hosts with a list of ports", function()
    local ports = assert_read("22/-*1 80/-*2", "192.0.2.1 -> [22,80]\n2001:db8::1 -> [80]\n")
    assert.same({ "192.0.2.1", "2001:db8::1" }, ports[2].hosts)
    assert_read("", "192.0.2.1 -> []\n", 0,
      { port_counts.nothing("ports as HOST:PORT", "naabu, rustscan") })
  end)

  local START = "The Modern Day Port Scanner.\n[~] Limit is 1000\nOpen 192.0.2.1:22\n"
    .. "Open [2001:db8::1]:80\n[~] Starting Script(s)\n"

  it("reads what it shows as it runs", function()
    assert_read("22/-*1 80/-*1", START, 0,
      { 'input:1: passed over what comes before line 3: "The Modern Day Port Scanner."' })
  end)

  it("prefers what nmap shows then", function()
    assert_read("22/tcp*1", START .. "Nmap scan report for 192.0.2.1\n"
      .. "PORT   STATE SERVICE REASON\n22/tcp open  ssh     syn-ack\n", 0,
      { 'input:1: passed over what comes before line 3: "The Modern Day Port Scanner."' })
  end)
end)
