local hosts = require "spec.support.hosts"
local ianaports = require "ianaports"
local listeners = require "spec.support.listeners"
local report = require "ianaports.report"
local sample = require "spec.support.sample"

local function writer()
  local pieces = {}
  return {
    write = function(self, text)
      pieces[#pieces + 1] = text
      return self
    end,
    text = function()
      return table.concat(pieces)
    end,
  }
end

local function written(summary, format, options)
  local output = writer()
  assert.is_true(report.write(summary, format, output, options))
  return output.text()
end

-- Ports as "22/tcp*2 53/udp*1", and how many records were skipped.
local function read(text, options)
  local ports, message = report.read_ports(text, nil, options)
  assert.is_table(ports, message)
  local labels = {}
  for index, record in ipairs(ports) do
    labels[index] = ("%d/%s*%d"):format(record.port, record.protocol or "-", record.count)
  end
  return table.concat(labels, " "), ports.skipped
end

local function wrong(text, source, options)
  local ports, message = report.read_ports(text, source, options)
  assert.is_nil(ports)
  return message
end

local function row(label, assignee, date, more)
  local fields = more or {}
  fields[1], fields.assignee, fields.registration_date = label, assignee, date
  return fields
end

local registry = sample.registry {
  row("a 22 tcp", "[A]", "2001-02-03"),
  row("a 22 udp", "[A]", "2004-02"),
  row("b 1024 tcp", "[B_*]", "2004", { unauthorized_use_reported = "by\tsome\27[2J" }),
  row("- 10-19 -", nil, nil, { description = "Unassigned" }),
  row("- 9 tcp", "[A]", nil, { description = "Reserved | here" }),
  row("c - -", "[C]", "2004-01-01"),
}

describe("report.summarize of a registry", function()
  it("counts its entries", function()
    local summary = report.summarize(registry)
    assert.same({
      subject = "registry",
      title = registry:info().title,
      last_updated = registry:info().last_updated,
      entries = 6,
      class = { system = 4, user = 1, none = 1 },
      status = { assigned = 4, unassigned = 1, reserved = 1 },
      protocol = { tcp = 3, udp = 1, none = 2 },
      assignee = { ["[A]"] = 3, ["[B_*]"] = 1, ["[C]"] = 1, none = 1 },
      year = { ["2001"] = 1, ["2004"] = 3, none = 2 },
    }, summary)
  end)

  it("agrees with the counts of the bundled registry, which is the default", function()
    local summary = report.summarize()
    assert.equal(ianaports.count(), summary.entries)
    for status, count in pairs(summary.status) do
      assert.equal(ianaports.count { status = status }, count, status)
    end
    assert.equal(ianaports.count { port = true }, summary.class.system + summary.class.user)
    assert.equal("2026-05-11", summary.last_updated)
    assert.same(summary, report.summarize(ianaports.bundled))
  end)
end)

describe("report.summarize of ports", function()
  local ports = {
    { port = 22, protocol = "tcp", count = 3 },
    { port = 9, protocol = "tcp" },
    { port = 12, protocol = "udp", count = 3 },
    { port = 1024, protocol = "tcp" },
    { port = 1024, protocol = "udp" },
    { port = 50000, protocol = "tcp" },
    { port = 22 },
    skipped = 2,
  }

  it("counts each once, by its primary entry", function()
    local summary = report.summarize(registry, ports)
    assert.equal("ports", summary.subject)
    assert.equal(7, summary.ports)
    assert.equal(11, summary.seen)
    assert.equal(2, summary.skipped)
    assert.same({ system = 4, user = 2, dynamic = 1 }, summary.class)
    assert.same({ assigned = 3, reserved = 1, unassigned = 2, dynamic = 1 }, summary.status)
    assert.same({ tcp = 4, udp = 2, none = 1 }, summary.protocol)
    assert.same({ ["[A]"] = 3, ["[B_*]"] = 1, none = 3 }, summary.assignee)
    assert.same({ ["2001"] = 2, ["2004"] = 1, none = 4 }, summary.year)
  end)

  it("lists them, the most frequent first, and those to look at", function()
    local summary = report.summarize(registry, ports)
    local function labels(list)
      local words = {}
      for index, item in ipairs(list) do
        words[index] = ("%d/%s"):format(item.port, item.protocol or "-")
      end
      return table.concat(words, " ")
    end
    assert.equal("12/udp 22/tcp 9/tcp 22/- 1024/tcp 1024/udp 50000/tcp", labels(summary.list))
    assert.equal("9/tcp", labels(summary.reserved))
    assert.equal("12/udp 1024/udp", labels(summary.unassigned))
    assert.equal("1024/tcp", labels(summary.unauthorized))
    assert.same({
      port = 1024, protocol = "tcp", count = 1, class = "user", status = "assigned",
      service_name = "b", unauthorized_use_reported = "by\tsome\27[2J",
    }, summary.unauthorized[1])
    assert.same({
      port = 50000, protocol = "tcp", count = 1, class = "dynamic", status = "dynamic",
    }, summary.list[7])
  end)

  it("accepts no ports, and takes notes from entries beside the primary one", function()
    assert.equal(0, report.summarize(registry, {}).ports)
    local two = sample.registry {
      "x 5 tcp", row("y 5 tcp", nil, nil, { unauthorized_use_reported = "yes" }),
    }
    assert.equal("yes",
      report.summarize(two, { { port = 5, protocol = "tcp" } }).list[1].unauthorized_use_reported)
  end)

  for message, bad in pairs {
    ["ports[1] (table) expected, got 22"] = { 22 },
    ["ports[2].port (0 to 65535) expected, got 65536"] = { { port = 1 }, { port = 65536 } },
    ["ports[1].port (0 to 65535) expected, got nil"] = { {} },
    ['ports[1].protocol (tcp, udp, sctp or dccp) expected, got "TCP"'] = {
      { port = 1, protocol = "TCP" },
    },
    ["ports[1].count (integer) expected, got 1.5"] = { { port = 1, count = 1.5 } },
    ["ports[1].count (up to 1099511627776) expected, got 1e+300"] = { { port = 1, count = 1e300 } },
  } do
    it("raises: " .. message, function()
      assert.has_error(function()
        report.summarize(registry, bad)
      end, "bad argument #2 to 'summarize' (" .. message .. ")")
    end)
  end

  it("accepts counts up to 2^40, and writes them and their sum", function()
    local full = report.summarize(registry, {
      { port = 22, protocol = "tcp", count = 2 ^ 40 },
      { port = 9, protocol = "tcp", count = 2 ^ 40 },
    })
    assert.equal(2 ^ 41, full.seen)
    for _, format in ipairs { "text", "markdown" } do
      assert.matches("1,099,511,627,776", written(full, format))
    end
  end)

  it("raises for no registry", function()
    assert.has_error(function()
      report.summarize {}
    end, "bad argument #1 to 'summarize' (registry expected, got table)")
  end)
end)

local ports = {
  { port = 22, protocol = "tcp", count = 1200 },
  { port = 9, protocol = "tcp" },
  { port = 1024, protocol = "tcp", count = 10 },
  skipped = 1,
}

describe("report.write", function()
  it("writes a registry as text, in Unicode", function()
    assert.equal([[
A registry of service names and port
numbers
6 entries

Class
  system   4   66.7 %  █████████████████
  user     1   16.7 %  ████▎
  no port  1   16.7 %  ████▎

Status
  assigned    4   66.7 %  ██████████████
  reserved    1   16.7 %  ███▌
  unassigned  1   16.7 %  ███▌

Protocol
  tcp  3   50.0 %  █████████████████████
  udp  1   16.7 %  ███████
  any  2   33.3 %  ██████████████

Assignee
  [A]         3   50.0 %  ██████████████
  2 others    2   33.3 %
  none given  1   16.7 %

Year of registration
  2001        1   16.7 %  ████▋
  2002        0    0.0 %
  2003        0    0.0 %
  2004        3   50.0 %  ██████████████
  none given  2   33.3 %
]], written(report.summarize(registry), "text", { width = 40, ascii = false, top = 1 }))
  end)

  it("writes ports as text, in ASCII", function()
    assert.equal([[
A registry of service names and port
numbers
3 ports, seen 1,211 times; 1 record
without port and protocol of the
registry left out

Ports
  22/tcp a    1,200   99.1 %  ##########
  1024/tcp b     10    0.8 %  #
  9/tcp r...      1    0.1 %  #

Class
  system  2   66.7 %  ##################
  user    1   33.3 %  #########

Status
  assigned  2   66.7 %  ################
  reserved  1   33.3 %  ########

Protocol
  tcp  3  100.0 %  #####################

Assignee
  [A]    2   66.7 %  ###################
  [B_*]  1   33.3 %  ##########

Year of registration
  2001        1   33.3 %  ##############
  2002        0    0.0 %
  2003        0    0.0 %
  2004        1   33.3 %  ##############
  none given  1   33.3 %

Reserved
  9/tcp  Reserved | here

Unauthorized use reported
  1024/tcp  by some\x1b[2J
]], written(report.summarize(registry, ports), "text", { width = 40, ascii = true }))
  end)

  it("writes Markdown in which nothing is taken for markup", function()
    local text = written(report.summarize(registry, ports), "markdown", { ascii = false })
    assert.equal([[
# A registry of service names and port numbers

3 ports, seen 1,211 times; 1 record without port and protocol of the registry left out

## Ports

| | Count | Share | |
|---|---:|---:|---|
| 22/tcp a | 1,200 | 99.1 % | ██████████████████████████████ |
| 1024/tcp b | 10 | 0.8 % | ▎ |
| 9/tcp reserved | 1 | 0.1 % | ▏ |
]], text:match "^(.-)\n## Class")
    assert.equal([[
| \[A\] | 2 | 66.7 % | ██████████████████████████████ |
| \[B\_\*\] | 1 | 33.3 % | ███████████████ |
]], text:match "## Assignee\n\n[^\n]*\n[^\n]*\n(.-)\n## Year")
    assert.equal([[
## Reserved

- 9/tcp: Reserved \| here

## Unauthorized use reported

- 1024/tcp: by some\\x1b\[2J
]], text:match "\n(## Reserved.*)$")
  end)

  it("writes JSON that holds the summary", function()
    local json = require "dkjson"
    for _, summary in ipairs {
      report.summarize(registry),
      report.summarize(registry, ports),
      report.summarize(registry, {}),
    } do
      local text = written(summary, "json")
      assert.is_nil(text:find "[^\n\32-\126]")
      assert.same(summary, (json.decode(text, 1, nil, nil)))
      assert.equal(text, written(summary, "json"))
    end
    local empty = written(report.summarize(registry, {}), "json")
    assert.truthy(empty:find('"list":[]', 1, true))
    assert.truthy(empty:find '"class":{%s*}')
  end)

  it("writes JSON of texts that are no UTF-8", function()
    local bad = report.summarize(registry)
    bad.assignee = { ["a\255b"] = 1 }
    assert.truthy(written(bad, "json"):find('"a\239\191\189b":1', 1, true))
  end)

  it("measures text by the columns that it takes, and cuts it between characters", function()
    local summary = report.summarize(registry)
    summary.assignee = { ["\195\164\195\164"] = 1, b = 1, [("\195\182"):rep(50)] = 1 }
    local options = { width = 40, ascii = false }
    local text = written(summary, "text", options)
    assert.equal("  b               1   16.7 %  ██████████\n"
      .. "  \195\164\195\164              1   16.7 %  ██████████\n"
      .. "  " .. ("\195\182"):rep(11) .. "...  1   16.7 %  ██████████\n",
      text:match "Assignee\n(.-)\n\n" .. "\n")
    options.ascii = true
    assert.is_nil(written(summary, "text", options):find "[\128-\255]")
  end)

  it("keeps to ASCII unless the locale is UTF-8", function()
    local shell = require "spec.support.shell"
    local program = ([[%s -e 'local report = require "ianaports.report"
      report.write(report.summarize(), "text", io.stdout)']]):format(os.getenv "LUA" or "lua5.4")
    assert.is_nil(shell.run("LC_ALL=C " .. program):find "[\128-\255]")
    assert.truthy(shell.run("LC_ALL=C.UTF-8 " .. program):find("\226\150\136", 1, true))
    assert.truthy(shell.run("LC_ALL= LC_CTYPE= LANG=en_US.utf8 " .. program)
      :find("\226\150\136", 1, true))
  end)

  it("is 1000 columns wide at most, and names as many as there are", function()
    for _, ascii in ipairs { true, false } do
      local widest =
        written(report.summarize(), "text", { width = 1000, top = 2 ^ 31, ascii = ascii })
      for _, number in ipairs { 1e300, math.huge, 2 ^ 53 } do
        assert.equal(widest,
          written(report.summarize(), "text", { width = number, top = number, ascii = ascii }))
      end
    end
  end)

  it("fits the width asked for", function()
    for _, width in ipairs { 40, 41, 60, 80, 133 } do
      local text = written(report.summarize(), "text", { width = width, ascii = true })
      local longest = 0
      for line in text:gmatch "[^\n]+" do
        longest = math.max(longest, #line)
      end
      assert.equal(width, longest)
    end
  end)

  it("reports that writing fails", function()
    local full = assert(io.open("/dev/full", "wb"))
    full:setvbuf "no"
    assert.same({ nil, "cannot write: No space left on device" },
      { report.write(report.summarize(registry), "text", full) })
    full:close()
  end)

  for message, arguments in pairs {
    ["#1 to 'write' (summary expected, got table)"] = { {}, "text", io.stdout },
    ["#2 to 'write' (text, markdown, json or svg expected, got \"html\")"] = {
      report.summarize(registry), "html", io.stdout,
    },
    ["#3 to 'write' (file to write expected, got nil)"] = { report.summarize(registry), "text" },
    ["#4 to 'write' (width (number) expected, got \"x\")"] = {
      report.summarize(registry), "text", io.stdout, { width = "x" },
    },
    ["#4 to 'write' (top (number) expected, got " .. tostring(0 / 0) .. ")"] = {
      report.summarize(registry), "text", io.stdout, { top = 0 / 0 },
    },
    ["#4 to 'write' (option width, ascii, top or chart expected, got \"colour\")"] = {
      report.summarize(registry), "text", io.stdout, { colour = true },
    },
  } do
    it("raises: bad argument " .. message, function()
      assert.has_error(function()
        report.write(arguments[1], arguments[2], arguments[3], arguments[4])
      end, "bad argument " .. message)
    end)
  end
end)

local ss_output = [[
Netid State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess
nl    UNCONN 0      0               rtnl:kernel             *
udp   UNCONN 0      0          127.0.0.1:53           0.0.0.0:*
udp   UNCONN 0      0      127.0.0.53%lo:53           0.0.0.0:*    users:(("x",pid=1,fd=2))
tcp   LISTEN 0      128          0.0.0.0:22           0.0.0.0:*
tcp   LISTEN 0      128             [::]:22              [::]:*
	 skmem:(r0,rb131072)
tcp   LISTEN 0      511                *:80                 *:*
icmp6 UNCONN 0      0                  *:58                 *:*
sctp  LISTEN 0      5          127.0.0.1:2905         0.0.0.0:*
]]

describe("report.read_ports of ss", function()
  it("counts the sockets of each port", function()
    local labels, skipped = read(ss_output)
    assert.equal("22/tcp*2 53/udp*2 80/tcp*1 2905/sctp*1", labels)
    assert.equal(2, skipped)
    assert.equal("22/tcp*2 53/udp*2 80/tcp*1 2905/sctp*1", (read((ss_output:gsub("\n", "\r\n")))))
    assert.equal("22/tcp*2 53/udp*2 80/tcp*1 2905/sctp*1",
      (read((ss_output:gsub("^[^\n]*\n[^\n]*\n", "")))))
  end)

  it("takes the protocol from the state if ss was asked for one protocol", function()
    local header = "State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n"
    assert.equal("8080/tcp*1", (read(header .. "LISTEN 0 5 [::1]:8080 [::]:*\n")))
    assert.equal("53/udp*1", (read(header .. "UNCONN 0 0 [fe80::1]%eth0:53 [::]:*\n")))
    assert.equal("8080/tcp*1", (read "LISTEN 0 5 [::1]:8080 [::]:*"))
    assert.equal("", (read(header)))
  end)

  it("reports the line that it cannot read", function()
    local header = "Netid State Recv-Q Send-Q Local Address:Port Peer Address:Port\n"
    assert.equal('ss.txt:2: port "ssh" is no number from 0 to 65535; ss writes numbers with -n',
      wrong(header .. "tcp LISTEN 0 5 *:ssh *:*\n", "ss.txt"))
    assert.equal('input:3: no line of ss: "what \\x1b is this"',
      wrong(header .. "tcp LISTEN 0 5 *:22 *:*\nwhat \27 is this\n"))
    assert.equal('input:2: no local address and port: "tcp LISTEN 0"',
      wrong(header .. "tcp LISTEN 0\n"))
  end)

  it("reads what ss writes #hosts", function()
    local missing = hosts.missing { programs = { "ss", "perl" }, isolation = true }
    if missing then
      pending(missing)
      return
    end
    local start = listeners.start { "127.0.0.1:22/tcp", "::1:22/tcp", "127.0.0.1:53/udp" }
    local output, succeeded = hosts.run_isolated(start .. "ss -tuln\necho ==\nss -tlnH\n")
    assert.is_true(succeeded, output)
    local both, tcp = output:match "^(.-)==\n(.*)$"
    assert.equal("22/tcp*2 53/udp*1", (read(both)))
    assert.equal("22/tcp*2", (read(tcp)))
  end)
end)

local xml_head = [[
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nmaprun>
<nmaprun scanner="nmap"><host><ports>
<port protocol="tcp" portid="22"><state state="open"/></port>
]]

describe("report.read_ports of nmap", function()
  it("counts the open ports of -oX", function()
    local labels, skipped = read(xml_head
      .. '<port protocol="tcp" portid="23"><state state="closed"/></port>\n'
      .. '<port protocol="udp" portid="53"><state state="open|filtered"/></port>\n'
      .. '<port protocol="ip" portid="1"><state state="open"/></port></ports></host>\n'
      .. '<host><ports><port protocol="tcp" portid="22"><state state="open"/></port>'
      .. "</ports></host></nmaprun>")
    assert.equal("22/tcp*2", labels)
    assert.equal(1, skipped)
  end)

  it("counts the open ports of -oG", function()
    local labels, skipped = read("# Nmap 7.93 scan initiated as: nmap -oG -\n"
      .. "Host: ::1 ()\tStatus: Up\n"
      .. "Host: ::1 ()\tPorts: 22/open/tcp//ssh///, 23/closed/tcp//telnet///, "
      .. "53/open/udp//domain//a, b/, 2905/open/sctp/////\tIgnored State: closed (3)\n"
      .. "Host: 10.0.0.1 (x)\tPorts: 22/open/tcp//ssh///, 1/open/ip//icmp///\n# Nmap done\n")
    assert.equal("22/tcp*2 53/udp*1 2905/sctp*1", labels)
    assert.equal(1, skipped)
  end)

  it("reports the line that it cannot read", function()
    assert.equal('input:5: port "70000" is no number from 0 to 65535',
      wrong(xml_head .. '<port protocol="tcp" portid="70000"><state state="open"/></port>'
        .. "</ports></host></nmaprun>"))
    assert.equal("input:5: malformed XML: no element found", wrong(xml_head))
    assert.equal("input:2: malformed XML: mismatched tag", wrong "<nmaprun>\n</x>")
    assert.equal("input:1: root element <html> where <nmaprun> is expected", wrong "<html/>")
    assert.equal('x.gnmap:2: no port of nmap -oG: "22/open"',
      wrong("# Nmap 7\nHost: a ()\tPorts: 22/open\n", "x.gnmap"))
    assert.equal('input:2: port "70000" is over 65535',
      wrong "# Nmap \nHost: a ()\tPorts: 70000/open/tcp//x///\n")
    assert.equal('input:2: no line of nmap -oG: "what"', wrong "Host: a ()\tStatus: Up\nwhat\n")
  end)

  it("reads a document type declaration of -oX that declares nothing", function()
    for _, declaration in ipairs {
      "<!DOCTYPE nmaprun>", '<!DOCTYPE nmaprun SYSTEM "file:///etc/passwd">',
      '<!DOCTYPE nmaprun PUBLIC "-//x//DTD Nmap XML 1.04//EN" "http://127.0.0.1:1/nmap.dtd">',
    } do
      assert.equal("22/tcp*1", (read((xml_head:gsub("<!DOCTYPE nmaprun>", declaration))
        .. "</ports></host></nmaprun>")))
    end
  end)

  it("refuses declarations within -oX, which could make it grow without end", function()
    local grown = { '<!DOCTYPE nmaprun [<!ENTITY a0 "aaaaaaaaaa">' }
    for level = 1, 20 do
      grown[#grown + 1] = ('<!ENTITY a%d "%s">'):format(level, ("&a%d;"):format(level - 1):rep(10))
    end
    grown[#grown + 1] = ']>\n<nmaprun args="&a20;">&a20;</nmaprun>'
    local refused = "input:1: document type declaration with declarations of its own"
    assert.equal(refused, wrong(table.concat(grown)))
    assert.equal(refused, wrong '<!DOCTYPE nmaprun [<!ATTLIST port portid CDATA "22">]><nmaprun/>')
    assert.equal(refused, wrong '<!DOCTYPE nmaprun SYSTEM "x" []><nmaprun/>')
  end)

  it("refuses elements of -oX that nest without end", function()
    local inner = ("<table>"):rep(63) .. ("</table>"):rep(63)
    assert.equal("", (read("<nmaprun>" .. inner .. inner .. "</nmaprun>")))
    assert.equal("input:2: elements nest deeper than 64",
      wrong("<nmaprun>\n" .. ("<table>"):rep(100000)))
  end)

  it("reads what nmap writes #hosts", function()
    local missing = hosts.missing { programs = { "nmap", "perl" }, isolation = true }
    if missing then
      pending(missing)
      return
    end
    local start = listeners.start { "127.0.0.1:22/tcp", "127.0.0.1:8080/tcp", "127.0.0.2:22/tcp" }
    local output, succeeded = hosts.run_isolated(start
      .. "nmap -n -oX - -p 21,22,8080 127.0.0.1 127.0.0.2\necho ==\n"
      .. "nmap -n -oG - -p 21,22,8080 127.0.0.1 127.0.0.2\n")
    assert.is_true(succeeded, output)
    local xml, grepable = output:match "^(.-)==\n(.*)$"
    assert.equal("22/tcp*2 8080/tcp*1", (read(xml)))
    assert.equal("22/tcp*2 8080/tcp*1", (read(grepable)))
  end)
end)

describe("report.read_ports of a CSV", function()
  it("counts the rows of each port and protocol", function()
    local labels, skipped = read('\239\187\191src,dst_port,proto\r\n'
      .. 'a,443,tcp\r\n"b\r\n""c""",443,6\r\n\r\na,53,"UDP"\r\na,8.0,icmp\r\na,,tcp\r\na,443,17')
    assert.equal("53/udp*1 443/tcp*2 443/udp*1", labels)
    assert.equal(2, skipped)
    assert.equal("22/-*2 80/-*1", (read "port\n22\n80\n22\n"))
  end)

  it("takes LF, CR LF and CR as line ends", function()
    assert.equal("22/-*2 80/-*1", (read "port\r22\r\n80\n\r22"))
    assert.equal("22/tcp*1 80/udp*1", (read 'port,proto\r22,"tcp"\r\r80,udp\r'))
    assert.equal('input:4: port "x" is no number from 0 to 65535',
      wrong 'port,x\r22,"\r\n"\rx,1\n')
  end)

  it("reads the columns that are named", function()
    assert.equal("1/udp*1", (read("port,b,proto,d\n5,1,tcp,udp\n",
      { port_column = "b", protocol_column = "d" })))
  end)

  it("reports the line that it cannot read", function()
    assert.equal('f.csv:4: port "70000" is no number from 0 to 65535',
      wrong('port,x\n80,"\n"\n70000,1\n', "f.csv"))
    assert.equal("input:3: record has 1 cells where the header has 2", wrong "port,x\n80,1\n80\n")
    assert.equal('input:1: no column of ports by a usual name; the header is "a,b"', wrong "a,b\n")
    assert.equal('input:1: no column "q"; the header is "a,b"',
      wrong("a,b\n", nil, { port_column = "q" }))
    assert.equal("input:3: quoted cell is not closed", wrong 'port,x\n80,1\n80,"')
  end)
end)

describe("report.read_ports", function()
  local known = "ss -tuln, nmap -oX, nmap -oG, or a CSV with a header"

  it("lists the forms that it knows", function()
    assert.equal("input:1: nothing there; expected is what these write: " .. known, wrong "")
    assert.equal("input:1: nothing there; expected is what these write: " .. known, wrong "\n \n")
    assert.equal("x:1: unknown format; expected is what these write: " .. known,
      wrong("hello\nworld", "x"))
  end)

  it("raises for wrong arguments", function()
    assert.has_error(function()
      report.read_ports(nil)
    end, "bad argument #1 to 'read_ports' (string expected, got nil)")
    assert.has_error(function()
      report.read_ports("", 5)
    end, "bad argument #2 to 'read_ports' (source (string) expected, got 5)")
    assert.has_error(function()
      report.read_ports("", nil, { port = "x" })
    end, "bad argument #3 to 'read_ports' (option port_column or protocol_column expected, "
      .. 'got "port")')
  end)
end)
