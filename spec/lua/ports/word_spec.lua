-- ianaports.ports takes ports as people paste them: out of addresses, URLs, logs and documents.

local ports = require "ianaports.ports"

-- "443/tcp 8000-8100/* http/udp": the elements of a list.
local function written(list)
  local parts = {}
  for index, element in ipairs(assert(ports.elements(list))) do
    local what = element.name or element.kind == "port" and element.first
      or element.first .. "-" .. element.last
    parts[index] = what .. "/" .. (element.protocol or "*")
  end
  return table.concat(parts, " ")
end

local READ = {
  ["a protocol before the port"] = {
    { "tcp/443", "443/tcp" },
    { "UDP/domain", "domain/udp" },
    { "udp:53", "53/udp" },
    { "TCP 443", "443/tcp" },
    { "tcp port 443", "443/tcp" },
    { "tcp/443,80", "443/tcp 80/*" },
    { "tcp: 80, 443", "80/tcp 443/tcp" },
    { "TCP 80, 443; UDP 53", "80/tcp 443/tcp 53/udp" },
    { "tcp,443", "443/tcp" },
    { "tcp,443,udp,53", "443/tcp 53/udp" },
  },
  ["a protocol after the port"] = {
    { "443:tcp", "443/tcp" },
    { "443/TCP", "443/tcp" },
    { "443 tcp", "443/tcp" },
    { "443\ttcp\n53\tudp\n", "443/tcp 53/udp" },
    { "443,tcp", "443/tcp" },
    { "443 / tcp", "443/tcp" },
    { "443 (TCP)", "443/tcp" },
    { "22 tcp, 80", "22/tcp 80/*" },
    { "T:22 53 udp 80", "22/tcp 53/tcp 80/udp" },
    { "T:22,53\n80", "22/tcp 53/tcp 80/*" },
    { "T:22,\n53\n80", "22/tcp 53/tcp 80/*" },
    { "TCP\n22\n53", "22/tcp 53/tcp" },
    { "T:\nU:22\n53", "22/udp 53/*" },
  },
  ["several protocols"] = {
    { "443/tcp,udp", "443/tcp 443/udp" },
    { "443/tcp, udp, 80", "443/tcp 443/udp 80/*" },
    { "53/tcp/udp", "53/tcp 53/udp" },
    { "53/tcp+udp", "53/tcp 53/udp" },
    { "tcp/udp/53", "53/tcp 53/udp" },
    { "TCP/UDP 53", "53/tcp 53/udp" },
    { "TCP/UDP: 53", "53/tcp 53/udp" },
    { "TCP and UDP 53", "53/tcp 53/udp" },
    { "TCP, UDP 53", "53/tcp 53/udp" },
    { "53 tcp udp", "53/tcp 53/udp" },
    { "53/tcp,tcp", "53/tcp" },
    { "443/tcp,udp 53", "443/tcp 53/udp" },
    { "443/tcp,udp/53", "443/tcp 53/udp" },
  },
  ["hosts"] = {
    { ":443", "443/*" },
    { "localhost:443", "443/*" },
    { "192.0.2.1:443", "443/*" },
    { "192.0.2.1:443/tcp", "443/tcp" },
    { "[::1]:443", "443/*" },
    { "[2001:db8::1]:443,80", "443/* 80/*" },
    { "[fe80::1%eth0]:22", "22/*" },
    { "[::ffff:192.0.2.1]:22/tcp", "22/tcp" },
    { ":::80", "80/*" },
    { "*:80", "80/*" },
    { "0.0.0.0:8000-8100", "8000-8100/*" },
    { "www.example.com:https", "https/*" },
    { "tcp:192.0.2.1:443", "443/tcp" },
  },
  ["URLs"] = {
    { "https://www.example.com", "https/*" },
    { "https://www.example.com/a:1/b?c=d:2", "https/*" },
    { "https://www.example.com:8443/path:1", "8443/*" },
    { "https://user:word@www.example.com:8443", "8443/*" },
    { "https://user:word@www.example.com/", "https/*" },
    { "https://www.example.com:/", "https/*" },
    { "http://[2001:db8::1]:8080/", "8080/*" },
    { "http://[2001:db8::1]/", "http/*" },
    { "tcp://0.0.0.0:2375", "2375/tcp" },
    { "jdbc:postgresql://db.example.com:5432/name", "5432/*" },
    { "jdbc:postgresql://db.example.com/name", "postgresql/*" },
  },
  ["names in the DNS"] = {
    { "_ipp._tcp", "ipp/tcp" },
    { "_ipp._tcp.example.com", "ipp/tcp" },
    { "_SIP._UDP.example.com.", "SIP/udp" },
    { "_printer._sub._http._tcp.example.com", "http/tcp" },
    { "Office._ipp._tcp.local", "ipp/tcp" },
    { "_443._tcp.www.example.com", "443/tcp" },
  },
  ["lists"] = {
    { "22 80", "22/* 80/*" },
    { "80, 443", "80/* 443/*" },
    { "80,443,", "80/* 443/*" },
    { "80,443\n", "80/* 443/*" },
    { "22\r\n80\r\n", "22/* 80/*" },
    { "22; 80", "22/* 80/*" },
    { '"22", "80"', "22/* 80/*" },
    { "port 443", "443/*" },
    { "Ports: 80 and 443", "80/* 443/*" },
    { "port=443", "443/*" },
    { "[80 443]", "80/* 443/*" },
    { "8000 - 8100", "8000-8100/*" },
    { "https 443 tcp", "https/* 443/tcp" },
    { "0x1bb", "443/*" },
    { "0X0035/udp", "53/udp" },
    { "tcp", "tcp/*" },
  },
  ["characters beyond ASCII"] = {
    { "8000\226\128\1478100", "8000-8100/*" },
    { "8000 \226\128\148 8100", "8000-8100/*" },
    { "\239\188\152\239\188\144\239\188\140\239\188\148\239\188\148\239\188\147", "80/* 443/*" },
    { "\239\187\19180\194\160443", "80/* 443/*" },
    { "\226\128\156443\226\128\157", "443/*" },
    { "https://m\195\188nchen.example:8443/", "8443/*" },
  },
  ["what Nmap takes, as Nmap does"] = {
    { "T:80,443,U:53,-100,60000-", "80/tcp 443/tcp 53/udp 1-100/udp 60000-65535/udp" },
    { "[8000-8100]", "8000-8100/*" },
    { "[T:80,U:-100]", "80/tcp 1-100/udp" },
    { "T:U:53", "53/udp" },
    { "[D:80]", "80/dccp" },
    { "-", "1-65535/*" },
    { "cl/1", "cl/1/*" },
    { "EtherNet/IP-1", "EtherNet/IP-1/*" },
    { "sql*net", "sql*net/*" },
  },
}

local REFUSED = {
  { "localhost:", 11, "port or service name expected" },
  { "[::1]", 6, "a port after the address expected, as in [::1]:443" },
  { "2001:db8::1", 1, "an address with colons is in brackets, as in [::1]:443" },
  { "22,2001:db8::1", 4, "an address with colons is in brackets, as in [::1]:443" },
  { "8080:80", 1, '"8080:80" is neither a range, as 6000-6063, nor a list, as 80,443' },
  { "tcp://www.example.com", 22, "port expected, as in tcp://host:443" },
  { "://www.example.com", 1, "port or service name expected" },
  { "localhost:70000", 11, "port number 70000 is over 65535" },
  { "https://www.example.com:70000/", 25, "port number 70000 is over 65535" },
  { "https://m\195\188nchen.example:70000/", 25, "port number 70000 is over 65535" },
  { "1 - 70000", 5, "port number 70000 is over 65535" },
  { "tcp/70000", 5, "port number 70000 is over 65535" },
  { "90 -80", 1, "range 90 -80 runs backwards" },
  { "80 -", 4, "comma expected" },
  { "80 -x", 4, "comma expected" },
  { "tcp/udp", 8, "port, range or service name expected" },
  { "80,tcp:", 8, "port, range or service name expected" },
  { "port", 5, "port, range or service name expected" },
  { "443/open/tcp", 5, 'unknown transport protocol "open" (known: tcp, udp, sctp, dccp)' },
  { "tcp,,80", 5, "port, range or service name expected" },
  { "\226\130\172", 1, "service names are printable ASCII, without spaces" },
}

describe("ianaports.ports.elements", function()
  for kind, cases in pairs(READ) do
    it("takes " .. kind, function()
      for _, case in ipairs(cases) do
        assert.equal(case[2], written(case[1]), case[1])
      end
    end)
  end

  it("says where a port begins", function()
    for list, position in pairs {
      ["443"] = 1, ["tcp/443"] = 5, ["localhost:443"] = 11, ["https://[::1]:8443/"] = 15,
      ["https://www.example.com"] = 1, ["_ipp._tcp"] = 2, ["T:[443"] = nil,
      ["\226\128\156443"] = 2,
    } do
      assert.equal(position, ports.elements(list)[1].position, list)
    end
  end)

  for _, case in ipairs(REFUSED) do
    local list, position, message = case[1], case[2], case[3]
    it("points at what is wrong in " .. list, function()
      assert.same({ nil, ("character %d: %s"):format(position, message), position },
        { ports.elements(list) })
    end)
  end

  it("keeps brackets for what is registered, beside addresses in brackets", function()
    local list = ports.elements "[443],[::1]:443,[80 [::1]:81]"
    local registered = {}
    for index, element in ipairs(list) do
      registered[index] = element.registered
    end
    assert.same({ true, false, true, true }, registered)
  end)
end)
