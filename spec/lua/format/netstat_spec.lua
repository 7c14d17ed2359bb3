-- ianaports.format.netstat: lists of sockets as `netstat` writes them on several systems.

local assert_read = require("spec.support.port_counts").assert_read
local hosts = require "spec.support.hosts"
local listeners = require "spec.support.listeners"
local port_counts = require "spec.support.port_counts"

local COUNTED = "local ports of tcp, udp, sctp and dccp"

local LINUX = [[
Active Internet connections (servers and established)
Proto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name
tcp        0      0 0.0.0.0:22              0.0.0.0:*               LISTEN      811/sshd
tcp        0      0 192.0.2.1:22            192.0.2.9:50000         ESTABLISHED 900/sshd
tcp6       0      0 :::8080                 :::*                    LISTEN      902/java
udp        0      0 127.0.0.53:53           0.0.0.0:*                           640/resolved
raw6       0      0 :::58                   :::*                    7           500/x
Active UNIX domain sockets (servers and established)
Proto RefCnt Flags       Type       State         I-Node   PID/Program name     Path
unix  2      [ ACC ]     STREAM     LISTENING     21000    1/init               /run/x
]]

local MACOS = [[
Active Internet connections (including servers)
Proto Recv-Q Send-Q  Local Address          Foreign Address        (state)      rhiwat  flags1
tcp4       0      0  *.22                   *.*                    LISTEN       131072  00000
tcp46      0      0  *.80                   *.*                    LISTEN       131072  00000
tcp6       0      0  ::1.631                *.*                    LISTEN       131072  00000
tcp4       0      0  192.0.2.1.50000        192.0.2.9.https        ESTABLISHED  131072  00000
udp4       0      0  *.*                    *.*                                 131072  00000
udp46      0      0  *.domain               *.*                                 131072  00000
icm6       0      0  *.*                    *.*                                 131072  00000
Active Multipath Internet connections
Proto/ID  Flags      Local Address          Foreign Address        (state)
Active LOCAL (UNIX) domain sockets
Address          Type   Recv-Q Send-Q            Inode             Conn             Refs Addr
c0ffee0123456789 stream      0      0                0 c0ffee0123456780                0 /var/run/x
Registered kernel control modules
id       flags    pcbcount rcvbuf   sndbuf   name
       1        9        0   131072   131072 com.example.control
]]

local WINDOWS = [[

Active Connections

  Proto  Local Address          Foreign Address        State           PID
  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       1012
  RpcSs2
 [svchost.exe]
  TCP    [::]:445               [::]:0                 LISTENING       4
 Can not obtain ownership information
  TCP    192.0.2.1:50000        192.0.2.9:443          ESTABLISHED     77
  UDP    0.0.0.0:123            *:*                                    2345
  UDP    [fe80::1%5]:546        *:*                                    999
]]

describe("report.read_ports of netstat", function()
  it("reads that of Linux", function()
    local ports = assert_read("22/tcp*2 53/udp*1 8080/tcp*1", LINUX, 2)
    assert.same({ "0.0.0.0", "192.0.2.1" }, ports[1].hosts)
    assert.same({ "::" }, ports[3].hosts)
    assert_read("53/udp*1", "udp 0 0 127.0.0.53:domain 0.0.0.0:* 640/resolved\n")
  end)

  it("reads that of macOS", function()
    local ports = assert_read("22/tcp*1 53/udp*1 80/tcp*1 631/tcp*1 50000/tcp*1", MACOS, 4)
    assert.same({ "::1" }, ports[4].hosts)
  end)

  it("reads that of BSD, also with addresses in memory", function()
    assert_read("25/tcp*1 514/udp*1", [[
Active Internet connections (including servers)
Tcpcb            Proto Recv-Q Send-Q Local Address          Foreign Address        (state)
fffff80003a0c000 tcp4       0      0 127.0.0.1.25           *.*                    LISTEN
fffff80003a0d000 udp4       0      0 *.514                  *.*
Active UNIX domain sockets
Address          Type   Recv-Q Send-Q Inode            Conn             Refs Nextref Addr
fffff80003a0e000 stream 0      0      fffff80003a0f000 0                0    0       /var/run/x
]], 1)
  end)

  it("reads that of Windows", function()
    local expected = "123/udp*1 135/tcp*1 445/tcp*1 546/udp*1 50000/tcp*1"
    local ports = assert_read(expected, WINDOWS)
    assert.same({ "fe80::1%5" }, ports[4].hosts)
    assert_read(expected, (WINDOWS:gsub("\n", "\r\n")))
  end)

  it("reads that of Windows in another language", function()
    assert_read("135/tcp*1", [[

Aktive Verbindungen

  Proto  Lokale Adresse         Remoteadresse          Status           PID
  TCP    0.0.0.0:135            0.0.0.0:0              ABHÖREN          1012
]], 0, { 'input:2: passed over what comes before line 5: "Aktive Verbindungen"' })
  end)

  it("warns of a line that is wrong", function()
    assert_read("22/tcp*1", "Proto Recv-Q Send-Q Local Address Foreign Address\n"
      .. "tcp 0 0 0.0.0.0:70000 0.0.0.0:* LISTEN\ntcp 0 0 0.0.0.0 0.0.0.0\ntcp\n4 lines more\n"
      .. "tcp 0 0 0.0.0.0:22 0.0.0.0:* LISTEN\n", 0, {
      port_counts.no_port(2, "70000"),
      'input:3: no local address and port: "0.0.0.0"',
      'input:4: no local address and port: ""',
      'input:5: no line of netstat: "4 lines more"',
    })
  end)

  it("warns of an input without sockets", function()
    assert_read("", "Active Internet connections (only servers)\n"
      .. "Proto Recv-Q Send-Q Local Address           Foreign Address         State\n", 0,
      { port_counts.nothing(COUNTED, "netstat") })
  end)

  it("reads what netstat writes #hosts", function()
    local missing = hosts.missing { programs = { "netstat", "perl" }, isolation = true }
    if missing then
      pending(missing)
      return
    end
    local start = listeners.start { "127.0.0.1:22/tcp", "::1:22/tcp", "127.0.0.1:53/udp" }
    for _, options in ipairs { "-tulpn", "-tuln", "-tul", "-an", "-anoe", "-tulnW" } do
      local output, succeeded = hosts.run_isolated(start .. "netstat " .. options .. "\n")
      assert.is_true(succeeded, output)
      assert.equal("22/tcp*2 53/udp*1", (port_counts.read(output)), options)
    end
  end)
end)
