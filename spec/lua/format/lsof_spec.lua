-- ianaports.format.lsof: open sockets as `lsof -i` lists them.

local assert_read = require("spec.support.port_counts").assert_read
local hosts = require "spec.support.hosts"
local listeners = require "spec.support.listeners"
local port_counts = require "spec.support.port_counts"

local HEADER = "COMMAND PID USER   FD   TYPE  DEVICE SIZE/OFF NODE NAME\n"

local OUTPUT = HEADER .. [[
sshd    811 root    3u  IPv4   12345      0t0  TCP *:22 (LISTEN)
sshd    811 root    4u  IPv6   12346      0t0  TCP *:ssh (LISTEN)
avahi   500 avahi  12u  IPv4   12347      0t0  UDP *:mdns
avahi   500 avahi  13u  IPv4   12348      0t0  UDP *:*
sshd    900 root    5u  IPv6   12349      0t0  TCP [::1]:22->[::1]:50000 (ESTABLISHED)
java    902 tomcat  9u  IPv4   12350      0t0  TCP 127.0.0.1:http->192.0.2.1:443 (CLOSE_WAIT)
lsof    950 root  mem    REG   254,0   186832  333467 /usr/lib/libx.so.3
]]

describe("report.read_ports of lsof", function()
  it("counts the local port of each socket", function()
    local ports = assert_read("22/tcp*3 80/tcp*1 5353/udp*1", OUTPUT, 2)
    assert.same({ "*", "::1" }, ports[1].hosts)
    assert_read("22/tcp*3 80/tcp*1 5353/udp*1", (OUTPUT:gsub("^[^\n]*\n", "")), 2)
  end)

  it("reads more columns", function()
    assert_read("22/tcp*1", "COMMAND PID PPID USER FD TYPE DEVICE SIZE/OFF NODE NAME\n"
      .. "sshd 811 1 root 3u IPv4 12345 0t0 TCP 192.0.2.1:22 (LISTEN)\n")
  end)

  it("warns of a line that is wrong, and of an input without sockets", function()
    assert_read("", HEADER .. "sshd 811 root 3u IPv4 12345 0t0 TCP *:no-such-name (LISTEN)\n"
      .. "sshd 811 root 3u IPv4 12345 0t0 TCP\nwhat is this\n", 0, {
      port_counts.no_port(2, "no-such-name"),
      'input:3: no local address and port: ""',
      'input:4: no line of lsof: "what is this"',
      port_counts.nothing("local ports of tcp, udp, sctp and dccp", "lsof -i"),
    })
  end)

  it("reads what lsof writes #hosts", function()
    local missing = hosts.missing { programs = { "lsof", "perl" }, isolation = true }
    if missing then
      pending(missing)
      return
    end
    local start = listeners.start { "127.0.0.1:22/tcp", "::1:22/tcp", "127.0.0.1:53/udp" }
    for _, options in ipairs { "-i -n -P", "-i" } do
      local output, succeeded = hosts.run_isolated(start .. "lsof " .. options .. "\n")
      assert.is_true(succeeded, output)
      assert.equal("22/tcp*2 53/udp*1", (port_counts.read(output)), options)
    end
  end)
end)
