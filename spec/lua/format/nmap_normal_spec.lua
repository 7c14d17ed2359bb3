-- ianaports.format.nmap_normal: what Nmap shows, and writes with -oN.

local assert_read = require("spec.support.port_counts").assert_read
local hosts = require "spec.support.hosts"
local listeners = require "spec.support.listeners"
local port_counts = require "spec.support.port_counts"

local OUTPUT = [[
# Nmap 7.94 scan initiated Thu Oct 19 09:28:07 2023 as: nmap -oN out.nmap 192.0.2.4 192.0.2.5
Nmap scan report for a.example (192.0.2.4)
Host is up (0.14s latency).
Not shown: 996 closed tcp ports (conn-refused)
PORT     STATE         SERVICE
22/tcp   open          ssh
53/udp   open|filtered domain
80/tcp   open          http
| http-title: Example
|_443/tcp open  https
2905/sctp open         m3ua

Nmap scan report for 192.0.2.5
Host is up (0.10s latency).
PORT   STATE  SERVICE
22/tcp open   ssh
23/tcp closed telnet
1/ip   open   icmp

# Nmap done at Thu Oct 19 09:28:17 2023 -- 2 IP addresses (2 hosts up) scanned in 10.00 seconds
]]

describe("report.read_ports of nmap -oN", function()
  it("counts the open ports, with their hosts", function()
    local ports = assert_read("22/tcp*2 80/tcp*1 2905/sctp*1", OUTPUT, 1)
    assert.same({ "192.0.2.4", "192.0.2.5" }, ports[1].hosts)
    assert.is_nil(ports[1].services)
  end)

  it("reads what Nmap shows on the terminal, and a part of it", function()
    local text = OUTPUT:gsub("^[^\n]*", "Starting Nmap 7.94 ( https://nmap.org ) at 2023-10-19")
    assert_read("22/tcp*2 80/tcp*1 2905/sctp*1", text, 1)
    assert_read("22/tcp*1", "PORT   STATE SERVICE\n22/tcp open  ssh\n")
    assert_read("22/tcp*1", "  22/tcp open  ssh\r\n")
  end)

  it("keeps services that were detected, but not those that were looked up", function()
    local ports = assert_read("22/tcp*1 80/tcp*1 8443/tcp*1",
      "Nmap scan report for 192.0.2.4\nPORT     STATE SERVICE  VERSION\n"
      .. "22/tcp   open  ssh      OpenSSH 9.2\n80/tcp   open  http?\n"
      .. "8443/tcp open  ssl/http nginx\n")
    assert.same({ "ssh" }, ports[1].services)
    assert.is_nil(ports[2].services)
    assert.same({ "ssl/http" }, ports[3].services)
  end)

  it("warns of a port that is wrong, and of an input without an open port", function()
    assert_read("", "PORT   STATE SERVICE\n70000/tcp open  ssh\n22/tcp closed ssh\n23/tcp\n", 0, {
      port_counts.no_port(2, "70000"), 'input:4: port without a state: "23/tcp"',
      port_counts.nothing("open ports", "nmap -oN"),
    })
  end)

  it("reads what nmap writes #hosts", function()
    local missing = hosts.missing { programs = { "nmap", "perl" }, isolation = true }
    if missing then
      pending(missing)
      return
    end
    local start = listeners.start { "127.0.0.1:22/tcp", "127.0.0.1:8080/tcp", "127.0.0.2:22/tcp" }
    for _, options in ipairs { "-oN -", "" } do
      local output, succeeded = hosts.run_isolated(
        ("%snmap -n %s -p 21,22,8080 127.0.0.1 127.0.0.2\n"):format(start, options))
      assert.is_true(succeeded, output)
      local ports = assert_read("22/tcp*2 8080/tcp*1", output)
      assert.same({ "127.0.0.1", "127.0.0.2" }, ports[1].hosts)
    end
  end)
end)
