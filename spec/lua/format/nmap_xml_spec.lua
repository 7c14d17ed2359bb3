-- ianaports.format.nmap_xml: the output of `nmap -oX` and `masscan -oX`.

local assert_read = require("spec.support.port_counts").assert_read
local hosts = require "spec.support.hosts"
local listeners = require "spec.support.listeners"
local port_counts = require "spec.support.port_counts"

local refused = port_counts.refused

local HEAD = [[
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nmaprun>
<nmaprun scanner="nmap"><host><ports>
<port protocol="tcp" portid="22"><state state="open"/></port>
]]
local END = "</ports></host></nmaprun>"

-- A host with an address of each kind, and ports.
local function host(address, kind, ports)
  return ('<host><address addr="00:00:5E:00:53:01" addrtype="mac"/>'
    .. '<address addr="%s" addrtype="%s"/><ports>%s</ports></host>\n'):format(address, kind, ports)
end

local function port(protocol, number, state, service)
  return ('<port protocol="%s" portid="%d"><state state="%s" reason="x"/>%s</port>')
    :format(protocol, number, state, service or "")
end

describe("report.read_ports of nmap -oX", function()
  it("counts the open ports", function()
    assert_read("22/tcp*2", HEAD .. port("tcp", 23, "closed") .. port("udp", 53, "open|filtered")
      .. port("ip", 1, "open") .. "</ports></host><host><ports>" .. port("tcp", 22, "open") .. END,
      1)
  end)

  it("keeps hosts, and services that were detected", function()
    local ports = assert_read("22/tcp*2 80/tcp*1 8443/tcp*1", "<nmaprun>"
      .. host("192.0.2.1", "ipv4",
        port("tcp", 22, "open", '<service name="ssh" product="OpenSSH" method="probed" conf="10"/>')
        .. port("tcp", 80, "open", '<service name="http" method="table" conf="3"/>')
        .. port("tcp", 8443, "open", '<service name="http" tunnel="ssl" method="probed"/>'))
      .. host("2001:db8::1", "ipv6", port("tcp", 22, "open", '<service name="ssh"/>'))
      .. "</nmaprun>")
    assert.same({ "192.0.2.1", "2001:db8::1" }, ports[1].hosts)
    assert.same({ "ssh" }, ports[1].services)
    assert.is_nil(ports[2].services)
    assert.same({ "ssl/http" }, ports[3].services)
  end)

  it("warns of a port that is wrong, and of an input without an open port", function()
    assert_read("22/tcp*1", HEAD .. port("tcp", 70000, "open") .. END, 0,
      { port_counts.no_port(5, "70000") })
    assert_read("", "<nmaprun/>", 0,
      { port_counts.nothing("open ports", "nmap -oX, masscan -oX") })
  end)

  it("refuses what is malformed, and another document", function()
    assert.equal("input:5: malformed XML: no element found", refused(HEAD))
    assert.equal("input:2: malformed XML: mismatched tag", refused "<nmaprun>\n</x>")
    assert.equal("input:1: root element <html> where <nmaprun> is expected", refused "<html/>")
  end)

  it("reads a document type declaration that declares nothing", function()
    for _, declaration in ipairs {
      "<!DOCTYPE nmaprun>", '<!DOCTYPE nmaprun SYSTEM "file:///etc/passwd">',
      '<!DOCTYPE nmaprun PUBLIC "-//x//DTD Nmap XML 1.04//EN" "http://127.0.0.1:1/nmap.dtd">',
    } do
      assert_read("22/tcp*1", HEAD:gsub("<!DOCTYPE nmaprun>", declaration) .. END)
    end
  end)

  it("refuses declarations in it, which could make it grow without end", function()
    local grown = { '<!DOCTYPE nmaprun [<!ENTITY a0 "aaaaaaaaaa">' }
    for level = 1, 20 do
      grown[#grown + 1] = ('<!ENTITY a%d "%s">'):format(level, ("&a%d;"):format(level - 1):rep(10))
    end
    grown[#grown + 1] = ']>\n<nmaprun args="&a20;">&a20;</nmaprun>'
    local message = "input:1: document type declaration with declarations of its own"
    assert.equal(message, refused(table.concat(grown)))
    assert.equal(message,
      refused '<!DOCTYPE nmaprun [<!ATTLIST port portid CDATA "22">]><nmaprun/>')
    assert.equal(message, refused '<!DOCTYPE nmaprun SYSTEM "x" []><nmaprun/>')
  end)

  it("refuses elements that nest without end", function()
    local inner = ("<table>"):rep(63) .. ("</table>"):rep(63)
    assert.equal("", (port_counts.read("<nmaprun>" .. inner .. inner .. "</nmaprun>")))
    assert.equal("input:2: elements nest deeper than 64",
      refused("<nmaprun>\n" .. ("<table>"):rep(100000)))
  end)

  it("reads what nmap writes #hosts", function()
    local missing = hosts.missing { programs = { "nmap", "perl" }, isolation = true }
    if missing then
      pending(missing)
      return
    end
    local start = listeners.start { "127.0.0.1:22/tcp SSH-2.0-OpenSSH_9.2", "127.0.0.1:8080/tcp",
      "127.0.0.2:22/tcp SSH-2.0-OpenSSH_9.2" }
    local output, succeeded = hosts.run_isolated(start
      .. "nmap -n -sV -oX - -p 21,22,8080 127.0.0.1 127.0.0.2\n")
    assert.is_true(succeeded, output)
    local ports = assert_read("22/tcp*2 8080/tcp*1", output)
    assert.same({ "127.0.0.1", "127.0.0.2" }, ports[1].hosts)
    assert.same({ "ssh" }, ports[1].services)
  end)
end)

describe("report.read_ports of masscan -oX", function()
  it("counts the open ports, and no banner", function()
    local ports = assert_read("80/tcp*1 443/tcp*1", [[
<?xml version="1.0"?>
<!-- masscan v1.0 scan -->
<nmaprun scanner="masscan" start="1745936391" version="1.0-BETA"  xmloutputversion="1.03">
<scaninfo type="syn" protocol="tcp" />
<host endtime="1745936391"><address addr="192.0.2.1" addrtype="ipv4"/><ports>
<port protocol="tcp" portid="80"><state state="open" reason="syn-ack" reason_ttl="64"/></port>
</ports></host>
<host endtime="1745936392"><address addr="192.0.2.1" addrtype="ipv4"/><ports>
<port protocol="tcp" portid="80"><state state="open" reason="syn-ack" reason_ttl="64" />
<service name="http" banner="HTTP/1.1 200 OK"></service></port></ports></host>
<host endtime="1745936393"><address addr="192.0.2.1" addrtype="ipv4"/><ports>
<port protocol="tcp" portid="443"><state state="open" reason="syn-ack" reason_ttl="64"/></port>
</ports></host>
<runstats><finished time="1745936399" elapsed="9" /></runstats>
</nmaprun>
]])
    assert.same({ "192.0.2.1" }, ports[1].hosts)
    assert.is_nil(ports[1].services)
  end)
end)
