-- ianaports.ports reads port lists as Nmap does.

local ianaports = require "ianaports"
local ports = require "ianaports.ports"
local sample = require "spec.support.sample"

local site = sample.registry {
  "web 80 tcp",
  "web 80 udp",
  "web-alt 8080-8083 tcp",
  "web-portless - tcp",
  "sql*net 66 tcp",
  "cl/1 172 tcp",
  "anywhere 700 -",
  { "- 8084-8090 -", description = "Unassigned" },
  "late 8100 udp",
}

-- "80-80/tcp 53-53/*"
local function written(list, registry)
  local parts = {}
  for index, run in ipairs(assert(ports.parse(list, registry or site))) do
    parts[index] = ("%d-%d/%s"):format(run.first, run.last, run.protocol or "*")
  end
  return table.concat(parts, " ")
end

describe("ianaports.ports.parse", function()
  for list, expected in pairs {
    ["80"] = "80-80/*",
    ["0"] = "0-0/*",
    ["65535"] = "65535-65535/*",
    ["0080"] = "80-80/*",
    ["80,443"] = "80-80/* 443-443/*",
    ["6000-6063"] = "6000-6063/*",
    ["7-7"] = "7-7/*",
    ["-100"] = "1-100/*",
    ["60000-"] = "60000-65535/*",
    ["-"] = "1-65535/*",
    ["T:80,443"] = "80-80/tcp 443-443/tcp",
    ["U:53,T:80"] = "53-53/udp 80-80/tcp",
    ["S:9,D:10"] = "9-9/sctp 10-10/dccp",
    ["t:80"] = "80-80/tcp",
    ["1,U:2"] = "1-1/* 2-2/udp",
    ["443/udp"] = "443-443/udp",
    ["443/UDP"] = "443-443/udp",
    ["1-2/132,3"] = "1-2/sctp 3-3/*",
    ["1/6,1/17,1/33"] = "1-1/tcp 1-1/udp 1-1/dccp",
    ["T:1,2/udp,3"] = "1-1/tcp 2-2/udp 3-3/tcp",
    [" 80 , T: 81 "] = "80-80/* 81-81/tcp",
    ["80,80"] = "80-80/* 80-80/*",
  } do
    it("reads " .. list, function()
      assert.equal(expected, written(list))
    end)
  end

  it("returns a name's ports for each protocol, and none of its entries without a port", function()
    assert.equal("80-80/tcp 80-80/udp", written "WEB")
    assert.equal("80-80/udp", written "U:web")
    assert.equal("80-80/tcp", written "web/tcp")
    assert.equal("8080-8083/tcp", written "web-alt")
  end)

  it("takes the list's protocol if the registry names none", function()
    assert.equal("700-700/*", written "anywhere")
    assert.equal("700-700/udp", written "U:anywhere")
  end)

  it("takes * and ? as a shell does", function()
    assert.equal("80-80/tcp 8080-8083/tcp 80-80/udp", written "web*")
    assert.equal("80-80/tcp 80-80/udp", written "we?")
    assert.equal("80-80/tcp 8080-8083/tcp", written "T:w*")
  end)

  it("knows names with characters that have a meaning in a list", function()
    assert.equal("66-66/tcp", written "sql*net")
    assert.equal("172-172/tcp", written "cl/1")
    assert.equal("172-172/tcp", written "cl/1/tcp")
  end)

  it("returns for brackets the assigned ports, cut to the range", function()
    assert.equal("8082-8083/tcp 8100-8100/udp", written "[8082-9000]")
    assert.equal("8100-8100/udp", written "U:[8000-]")
    assert.equal("80-80/tcp 80-80/udp", written "[80]")
    assert.equal("", written "[8084-8090]")
    assert.equal("80-80/tcp 80-80/udp 8100-8100/udp 5-5/*", written "[web,8100],5")
    assert.equal("66-66/tcp 80-80/tcp", written "[T:-100]")
  end)

  it("merges port ranges that touch", function()
    local touching = sample.registry { "a 5 tcp", "b 6 tcp", "c 6-9 tcp", "d 11 tcp" }
    assert.equal("5-9/tcp 11-11/tcp", written("[1-20]", touching))
  end)

  it("asks the bundled registry by default", function()
    assert.same(ports.parse("https", ianaports.bundled), ports.parse "https")
    assert.same({ first = 443, last = 443, protocol = "tcp" }, ports.parse("https")[1])
  end)

  for _, case in ipairs {
    { "", 1, "port, range or service name expected" },
    { ",80", 1, "port, range or service name expected" },
    { "80,,90", 4, "port, range or service name expected" },
    { "T:", 3, "port, range or service name expected" },
    { "[]", 2, "port, range or service name expected" },
    { "80,70000", 4, "port number 70000 is over 65535" },
    { "1-65536", 3, "port number 65536 is over 65535" },
    { "99999999999999999999", 1, "port number 99999999999999999999 is over 65535" },
    { "T:90-80", 3, "range 90-80 runs backwards" },
    { "1-2-3", 4, "a range has one hyphen, as in 6000-6063" },
    { "80[90]", 3, "comma expected" },
    { "[80", 1, "the bracket is not closed" },
    { "7,80]", 5, "no bracket is open here" },
    { "[[80]]", 2, "brackets do not nest" },
    { "X:80", 1, 'unknown protocol letter "X" (known: T, U, S, D)' },
    { "80/foo", 4, 'unknown transport protocol "foo" (known: tcp, udp, sctp, dccp)' },
    { "a\27b", 2, "service names are printable ASCII, without spaces" },
    { "T:1,nosuch", 5, 'no service with a port is called "nosuch"' },
    { "rdp", 1, "no service with a port is called \"rdp\"; IANA's name is ms-wbt-server" },
    { "nosuch*", 1, 'no service with a port matches "nosuch*"' },
    { "web-portless", 1, 'no service with a port is called "web-portless"' },
    { "web/dccp", 1, 'no service with a port is called "web"' },
  } do
    local list, position, message = case[1], case[2], case[3]
    it("points at what is wrong in " .. list:gsub("%c", "?"), function()
      local result, got, where = ports.parse(list, site)
      assert.is_nil(result)
      assert.equal(("character %d: %s"):format(position, message), got)
      assert.equal(position, where)
    end)
  end

  it("is found in time in a word of any length", function()
    local digits = ("1"):rep(60000)
    local began = os.clock()
    local _, message = ports.parse(digits .. "x", site)
    assert.matches("^character 1: no service with a port is called", message)
    _, message = ports.parse("1-" .. digits .. "-", site)
    assert.equal("character 60003: a range has one hyphen, as in 6000-6063", message)
    assert.is_true(os.clock() - began < 1)
  end)

  it("takes arguments of other types for mistakes", function()
    local function mistake(...)
      return select(2, pcall(function(...)
        ports.parse(...)
      end, ...))
    end
    local here = "^spec/lua/ports_spec%.lua:%d+: bad argument #"
    assert.matches(here .. "1 to 'parse' %(string expected, got 80%)$", mistake(80))
    assert.matches(here .. "2 to 'parse' %(registry expected, got table%)$", mistake("80", {}))
    assert.error_matches(function()
      ports.elements()
    end, "bad argument #1 to 'elements' %(string expected, got nil%)$")
  end)
end)

describe("ianaports.ports.elements", function()
  it("returns what is written and looks nothing up", function()
    assert.same({
      { kind = "port", first = 80, last = 80, protocol = "tcp", position = 3, registered = false },
      { kind = "range", first = 1, last = 9, protocol = "tcp", position = 7, registered = true },
      { kind = "name", name = "nosuch", protocol = "udp", position = 11, registered = false },
      { kind = "pattern", name = "no*", protocol = "tcp", position = 22, registered = false },
    }, ports.elements "T:80,[-9],nosuch/udp,no*")
  end)

  it("returns nil, what is wrong and its position", function()
    local result, message, position = ports.elements "80,x,,"
    assert.same({ n = 3, nil, "character 6: port, range or service name expected", 6 },
      { n = 3, result, message, position })
  end)
end)
