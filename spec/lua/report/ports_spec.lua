-- ianaports.report.ports: how a text's form is found, and what the forms have in common. Each form
-- has specs of its own in ../format.

local assert_read = require("spec.support.port_counts").assert_read
local port_counts = require "spec.support.port_counts"
local report = require "ianaports.report"
local sample = require "spec.support.sample"
local source = require "spec.support.source"

local SS = "Netid State Recv-Q Send-Q Local Address:Port Peer Address:Port\n"
local SSH = "tcp LISTEN 0 5 192.0.2.1:22 0.0.0.0:*\n"

describe("report.read_ports", function()
  local known = "nmap -oX, masscan -oX, nmap -oN, nmap -oG, masscan -oG, masscan -oL, Zeek and "
    .. "Suricata in JSON, masscan -oJ, naabu -json, naabu, rustscan, netstat, ss, lsof -i, "
    .. "docker ps, Zeek, VPC flow logs, a CSV with a header"

  it("lists the forms that it knows", function()
    for _, text in ipairs { "", "\n \n", "\239\187\191" } do
      assert.equal("input:1: nothing there; expected is what these write: " .. known,
        port_counts.refused(text))
    end
    assert.equal("x:1: unknown format; expected is what these write: " .. known,
      port_counts.refused("hello\nworld", "x"))
  end)

  it("expects a table if a column or a delimiter is given", function()
    for _, name in ipairs { "port_column", "protocol_column", "delimiter" } do
      assert.equal("input:1: unknown format; as a column or a delimiter is given, expected is what "
        .. "these write: Zeek and Suricata in JSON, Zeek, VPC flow logs, a CSV with a header",
        port_counts.refused("# Nmap 7\n22/tcp open ssh\n", nil, { [name] = "comma" }))
    end
  end)

  it("finds a form after other lines, and warns of these", function()
    assert_read("22/tcp*1", "\nuser@host:~$ sudo ss -tuln\r\n[sudo] password for user:\n" .. SS
      .. SSH .. "x y\n", 0, {
      'input:2: passed over what comes before line 4: "user@host:~$ sudo ss -tuln"',
      'input:6: no line of ss: "x y"',
    })
    assert_read("22/tcp*1", ("# x\n"):rep(39) .. SS .. SSH, 0,
      { 'input:1: passed over what comes before line 40: "# x"' })
    assert.matches("unknown format", port_counts.refused(("# x\n"):rep(40) .. SS .. SSH))
    assert.equal("input:4: malformed XML: mismatched tag",
      port_counts.refused "Scan\n\n<nmaprun>\n</x>")
  end)

  it("reads UTF-16, as PowerShell writes it", function()
    local text = (SS .. SSH):gsub("\n", "\r\n")
    assert_read("22/tcp*1", "\255\254" .. text:gsub(".", "%0\0"))
    assert_read("22/tcp*1", "\254\255" .. text:gsub(".", "\0%0"))
  end)

  it("warns of ten lines at most", function()
    local expected = {}
    for index = 1, 10 do
      expected[index] = ('input:%d: no line of ss: "x y"'):format(index + 2)
    end
    expected[11] = "input: and 2 more lines"
    assert_read("22/tcp*1", SS .. SSH .. ("x y\n"):rep(12), 0, expected)
  end)

  it("keeps 256 hosts of a port, and 16 services", function()
    local lines = { "Nmap scan report for 192.0.2.1\nPORT STATE SERVICE VERSION\n" }
    for index = 1, 300 do
      lines[#lines + 1] = ("Nmap scan report for h%d.example\n22/tcp open s%d x\n"):format(index,
        index)
    end
    local ports = assert_read("22/tcp*600", table.concat(lines):rep(2))
    assert.same({ 256, "h1.example", "h256.example" },
      { #ports[1].hosts, ports[1].hosts[1], ports[1].hosts[256] })
    assert.same({ 16, "s1", "s16" },
      { #ports[1].services, ports[1].services[1], ports[1].services[16] })
  end)

  it("resolves names by the registry that is given", function()
    local registry = sample.registry { "own 7777 tcp", "own 8888 udp", "range 10-19 tcp" }
    local text = SS .. "tcp LISTEN 0 5 *:own *:*\nudp UNCONN 0 0 *:own *:*\n"
      .. "tcp LISTEN 0 5 *:range *:*\n"
    local labels, ports = port_counts.read(text, { registry = registry })
    assert.equal("7777/tcp*1 8888/udp*1", labels)
    assert.same({
      'input:4: service "range" has several ports: 10, 19; most programs write numbers if called '
        .. "with -n",
    }, ports.warnings)
  end)

  it("resolves names that systems use and IANA does not", function()
    assert_read("43/tcp*1 88/udp*1 162/udp*1", SS .. "tcp LISTEN 0 5 *:whois *:*\n"
      .. "udp UNCONN 0 0 *:kerberos-sec *:*\nudp UNCONN 0 0 *:snmp-trap *:*\n")
  end)

  it("takes no port of a name that has several", function()
    assert_read("22/tcp*1", SS .. "tcp LISTEN 0 5 *:http-alt *:*\n" .. SSH, 0, {
      'input:2: service "http-alt" has several ports: 591, 8008, 8080; most programs write numbers '
        .. "if called with -n",
    })
  end)

  it("adds to what an earlier call has returned", function()
    local first = assert(report.read_ports(SS .. SSH, "a"))
    local both = assert(report.read_ports(
      "tcp LISTEN 0 5 192.0.2.2:22 0.0.0.0:*\ntcp LISTEN 0 5 192.0.2.1:22 0.0.0.0:*\n"
      .. "udp UNCONN 0 0 *:53 *:*\nnl UNCONN 0 0 x *\nx\n", "b", { counts = first }))
    assert.equal(first, both)
    assert.same({
      { port = 22, protocol = "tcp", count = 3, hosts = { "192.0.2.1", "192.0.2.2" } },
      { port = 53, protocol = "udp", count = 1, hosts = { "*" } },
      skipped = 1,
      warnings = { 'b:5: no line of ss: "x"' },
    }, both)
    both = assert(report.read_ports("# Nmap 7\n", "c", { counts = both }))
    assert.equal("c: no port was found; looked for open ports, as these write them: nmap -oG, "
      .. "masscan -oG", both.warnings[2])
  end)

  it("leaves earlier counts as they are if an input is refused", function()
    local counts = assert(report.read_ports("port\n22\n", "a"))
    for message, given in pairs {
      ["b:1: malformed XML: no element found"] = "<nmaprun>",
      ["b:5: no column of ports by a usual name; the fields are \"x\""] =
        "#fields\tid.resp_p\tproto\n80\ttcp\n80\ticmp\n80\n#fields\tx\n",
      ["b: Input/output error"] = source.failing("port\n80\n\nx\n", "Input/output error"),
    } do
      assert.same({ nil, message }, { report.read_ports(given, "b", { counts = counts }) })
      assert.same({ { port = 22, count = 1 }, skipped = 0 }, counts)
    end
  end)

  it("counts no further than 2^40", function()
    local counts = assert(report.read_ports("port\n22\n22\n", "a",
      { counts = { { port = 22, count = 2 ^ 40 - 1 } } }))
    assert.same({ { port = 22, count = 2 ^ 40 }, skipped = 0 }, counts)
    assert.equal(counts, report.read_ports("port\n22\n", "a", { counts = counts }))
  end)

  it("keeps a million hosts of all ports together", function()
    local hosts = {}
    for index = 1, 256 do
      hosts[index] = "h" .. index
    end
    local counts = {}
    for port = 1, 3906 do -- 64 hosts are left
      counts[port] = { port = port, hosts = hosts }
    end
    local rows = { "port,host\n" }
    for index = 1, 65 do
      rows[index + 1] = ("5000,h%d\n"):format(index)
    end
    assert.equal(counts, report.read_ports(table.concat(rows), "a", { counts = counts }))
    assert.same({ 65, 64 }, { counts[3907].count, #counts[3907].hosts })
    assert.same({ "a: 1000000 hosts are kept; more are left out" }, counts.warnings)
  end)

  it("keeps no host of more than 255 bytes", function()
    local ports = assert(report.read_ports(("port,host\n1,%s\n1,%s\n"):format(("a"):rep(256),
      ("b"):rep(255))))
    assert.same({ { port = 1, count = 2, hosts = { ("b"):rep(255) } }, skipped = 0 }, ports)
  end)

  it("raises for wrong arguments", function()
    assert.has_error(function()
      report.read_ports(nil)
    end, "bad argument #1 to 'read_ports' (text (string) or file to read expected, got nil)")
    assert.has_error(function()
      report.read_ports {}
    end, "bad argument #1 to 'read_ports' (text (string) or file to read expected, got table)")
    assert.has_error(function()
      report.read_ports("", 5)
    end, "bad argument #2 to 'read_ports' (source (string) expected, got 5)")
    assert.has_error(function()
      report.read_ports("", nil, { port = "x" })
    end, "bad argument #3 to 'read_ports' (option port_column, protocol_column, delimiter, "
      .. 'registry or counts expected, got "port")')
    assert.has_error(function()
      report.read_ports("", nil, { registry = "x" })
    end, "bad argument #3 to 'read_ports' (registry (registry) expected, got \"x\")")
    assert.has_error(function()
      report.read_ports("", nil, { delimiter = "x" })
    end, "bad argument #3 to 'read_ports' (delimiter (comma, semicolon, tab or bar) expected, got "
      .. '"x")')
    assert.has_error(function()
      report.read_ports("", nil, { counts = { { port = -1 } } })
    end, "bad argument #3 to 'read_ports' (ports[1].port (0 to 65535) expected, got -1)")
  end)
end)
