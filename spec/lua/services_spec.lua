local files = require "spec.support.files"
local ianaports = require "ianaports"
local new_random = require "spec.conformance.random"
local sample = require "spec.support.sample"
local services = require "ianaports.services"

local function parse(text)
  return ianaports.parse(text, "services")
end

local function labels(text)
  return sample.labels(assert(parse(text)):entries())
end

-- Reads the pieces; `message` is returned for a piece that cannot be read.
local function read(pieces, message)
  local index = 0
  return services.read(function()
    index = index + 1
    return pieces[index], pieces[index] == nil and message or nil
  end, "text")
end

describe("A services file", function()
  it("has the name, port and protocol of each line, in order", function()
    assert.same({ "ssh 22 tcp", "domain 53 udp", "first 0 sctp", "last 65535 dccp" },
      labels "ssh 22/tcp\ndomain\t\t53/udp\nfirst 0/sctp\n  last 65535/dccp\n")
  end)

  it("has the comment as the description", function()
    local registry = assert(parse "ssh 22/tcp  # Secure # Shell \t\nhttp 80/tcp#Web\nx 1/tcp #\n")
    assert.equal("Secure # Shell", registry:find("ssh").description)
    assert.equal("Web", registry:find("http").description)
    assert.same({
      service_name = "x",
      port_number = 1,
      transport_protocol = "tcp",
      status = "assigned",
    }, registry:find "x")
  end)

  it("has an entry for each alias, which refers to the name", function()
    local registry = assert(parse "http 80/tcp www www-http # World Wide Web\n")
    assert.same({ "http 80 tcp", "www 80 tcp", "www-http 80 tcp" },
      sample.labels(registry:entries()))
    assert.is_nil(registry:find("http").alias_of)
    for _, alias in ipairs { "www", "www-http" } do
      assert.equal("http", registry:find(alias).alias_of)
      assert.equal("World Wide Web", registry:find(alias).description)
      assert.same({ 80, "tcp" }, { registry:port_number(alias) })
    end
  end)

  it("has the name and not an alias come first on the port", function()
    assert.equal("http", assert(parse "http 80/tcp aaa\n"):service_name(80))
  end)

  it("has no alias for a repeated name, nor for Nmap's open-frequency", function()
    assert.same({ "a 1 tcp", "b 2 tcp", "c 2 tcp" }, labels "a 1/tcp a\nb 2/tcp 0.484143 c\n")
    assert.same({ "a 1 tcp", "b 1 tcp", "0.5 1 tcp" }, labels "a 1/tcp b 0.5\n")
  end)

  it("has an alias that is a number but no frequency", function()
    assert.same({ "a 1 tcp", "1.5 1 tcp", "0.5 1 tcp" }, labels "a 1/tcp 1.5 0.5\n")
    assert.same({ "a 1 tcp", "b 1 tcp" }, labels "a 1/tcp 1.000000 b\n")
    assert.same({ "a 1 tcp", "00.5 1 tcp" }, labels "a 1/tcp 00.5\n")
  end)

  it("keeps lines that are alike", function()
    assert.same({ "a 1 tcp", "a 1 tcp" }, labels "a 1/tcp\na 1/tcp\n")
  end)

  it("may hold ranges of ports, protocols in capitals, leading zeros", function()
    assert.same({ "x11 6000-6063 tcp", "a 7 udp", "b 8-8 tcp" },
      labels "x11 6000-6063/tcp\na 007/UDP\nb 8-8/tcp\n")
  end)

  it("may have empty lines, and lines with nothing but a comment", function()
    assert.same({ "a 1 tcp" }, labels "# head\n\n \t \n#a 2/tcp\na 1/tcp\n  # tail")
  end)

  it("may hold nothing", function()
    for _, text in ipairs { "", "\n", "# nothing\n" } do
      assert.same({}, labels(text))
    end
  end)

  it("may end its lines with CR LF, lack the last line end, begin with a byte order mark",
    function()
      local registry = assert(parse "\239\187\191a 1/tcp # one\r\n\r\nb 2/tcp c\r\nd 3/tcp")
      assert.same({ "a 1 tcp", "b 2 tcp", "c 2 tcp", "d 3 tcp" },
        sample.labels(registry:entries()))
      assert.equal("one", registry:find("a").description)
    end)

  it("is read as ISO 8859-1 at each byte that is not UTF-8", function()
    local registry = assert(parse "a 1/tcp # caf\233\nb 2/tcp # caf\195\169 \128\255\n")
    assert.equal("caf\195\169", registry:find("a").description)
    assert.equal("caf\195\169 \194\128\195\191", registry:find("b").description)
  end)

  it("may name several protocols for a port", function()
    assert.same({ "a 80 tcp", "b 80 tcp", "a 80 udp", "b 80 udp", "c 7 tcp", "c 7 udp" },
      labels "a 80/tcp,udp b\nc 7/tcp/UDP\n")
  end)

  it("lists the lines that it passes over in its note, and returns the note", function()
    local registry, note = parse "ssh 22/tcp\nprivoxy    8188\nold 245/ucp\nhttp 80/tcp www\n"
    assert.same({ "ssh 22 tcp", "http 80 tcp", "www 80 tcp" }, sample.labels(registry:entries()))
    assert.equal('Passed over 2 lines without a port and protocol of the registry: '
      .. '"privoxy 8188" (line 2), "old 245/ucp" (line 3)', note)
    assert.equal(note, registry:info().note)
    assert.is_nil(assert(parse "a 1/tcp\n"):info().note)
  end)

  for line, noted in pairs {
    ["alone"] = '"alone"',
    ["rtmp 1/ddp # AppleTalk"] = '"rtmp 1/ddp"',
    ["high 65536/tcp"] = '"high 65536/tcp"',
    ["back 9-8/udp"] = '"back 9-8/udp"',
    ["word www/tcp # x"] = '"word www/tcp"',
    ["no-port /tcp"] = '"no-port /tcp"',
    ["no-protocol 80/"] = '"no-protocol 80/"',
    ["caf\233 80/\255"] = '"caf\\xe9 80/\\xff"',
  } do
    it("passes over the line " .. noted, function()
      local registry = assert(parse("a 1/tcp\n" .. line .. "\nb 2/udp\n"))
      assert.same({ "a 1 tcp", "b 2 udp" }, sample.labels(registry:entries()))
      assert.equal("Passed over 1 line without a port and protocol of the registry: "
        .. noted .. " (line 2)", registry:info().note)
    end)
  end

  it("reads the known protocols of a line that names another one, too", function()
    local registry, note = parse "a 80/tcp,ucp\n"
    assert.same({ "a 80 tcp" }, sample.labels(registry:entries()))
    assert.matches('"a 80/tcp,ucp" (line 1)', note, 1, true)
  end)

  it("lists twenty lines at most in its note", function()
    local note = assert(parse((("x"):rep(1000) .. " 4/ddp\n"):rep(100) .. "a 1/tcp\n")):info().note
    assert.matches("^Passed over 100 lines ", note)
    assert.matches('x..." %(line 20%), and 80 more$', note)
  end)

  it("may have lines of 65,536 bytes, and no longer ones", function()
    local comment = "# " .. ("x"):rep(65536 - 10)
    assert.equal(65526, #assert(parse("a 1/tcp " .. comment .. "\n")):find("a").description)
    local registry, message = parse("\na 1/tcp " .. comment .. "x\n")
    assert.is_nil(registry)
    assert.equal("text:2: line is longer than 65536 bytes", message)
  end)

  it("is named as the source", function()
    assert.same({ "text" }, assert(parse "a 1/tcp\n"):info().sources)
    files.with("a 1/tcp\n", function(path)
      assert.same({ path }, assert(ianaports.load(path, "services")):info().sources)
    end)
  end)

  it("is known by its content", function()
    files.with("# Network services\n\nssh 22/tcp\n", function(path)
      assert.equal("ssh", assert(ianaports.load(path)):service_name(22))
    end)
    assert.equal("ssh", assert(ianaports.parse "privoxy 8188\nssh 22/tcp\n"):service_name(22))
  end)
end)

describe("A services file without a line that can be read", function()
  local long = ("x"):rep(100)
  for text, message in pairs {
    ["http"] = '1: PORT/PROTOCOL expected after the service name, as in "http 80/tcp", got ""',
    ["# a 1/tcp\n\nhttp 80\nx"] =
      '3: PORT/PROTOCOL expected after the service name, as in "http 80/tcp", got "80"',
    ["http 80/"] =
      '1: PORT/PROTOCOL expected after the service name, as in "http 80/tcp", got "80/"',
    ["http /tcp"] =
      '1: PORT/PROTOCOL expected after the service name, as in "http 80/tcp", got "/tcp"',
    ["http # 80/tcp"] =
      '1: PORT/PROTOCOL expected after the service name, as in "http 80/tcp", got ""',
    ["http www/tcp"] = '1: port number "www" is neither a number nor a range FIRST-LAST',
    ["http -1/tcp"] = '1: port number "-1" is neither a number nor a range FIRST-LAST',
    ["http 0x50/tcp"] = '1: port number "0x50" is neither a number nor a range FIRST-LAST',
    ["http 8e1/tcp"] = '1: port number "8e1" is neither a number nor a range FIRST-LAST',
    ["http 1-2-3/tcp"] = '1: port number "1-2-3" is neither a number nor a range FIRST-LAST',
    ["http 65536/tcp"] = '1: port number "65536" is over 65535',
    ["http 1-65536/tcp"] = '1: port number "1-65536" is over 65535',
    ["http 99999999999999999999999/tcp"] =
      '1: port number "99999999999999999999999" is over 65535',
    ["http 90-80/tcp"] = '1: port number "90-80" is a range that runs backwards',
    ["\r\nhttp 80/tpc\r\n"] =
      '2: unknown transport protocol "tpc" (known: tcp, udp, sctp, dccp)',
    ["http 80/tcp\255"] = '1: unknown transport protocol "tcp\\xff" (known: tcp, udp, sctp, dccp)',
    ["http 80/" .. long] = ('1: unknown transport protocol "%s..." (known: tcp, udp, sctp, dccp)')
      :format(long:sub(1, 73)),
    ["a 1/tcp\nb 2/tcp # \0\n"] = "2: NUL byte",
    ["a\0 1/tcp\n"] = "1: NUL byte",
    ["a 1/tcp\rb 2/tcp\r"] = "1: CR inside a line; lines end with LF or CR LF",
  } do
    it(("is refused: %q"):format(text:sub(1, 40)), function()
      local registry, got = parse(text)
      assert.is_nil(registry)
      assert.equal("text:" .. message, got)
    end)
  end

  it("is named by its path in messages", function()
    files.with("\nb\n", function(path)
      local registry, message = ianaports.load(path, "services")
      assert.is_nil(registry)
      assert.equal(path .. ":2: ", message:sub(1, #path + 4))
    end)
  end)

  it("whose ports overlap too deeply for a registry is refused, too", function()
    local lines = {}
    for index = 1, 1100 do
      lines[index] = "a 0-65535/tcp"
    end
    for port = 0, 65535 do
      lines[#lines + 1] = "b " .. port .. "/tcp"
    end
    local registry, message = parse(table.concat(lines, "\n"))
    assert.is_nil(registry)
    assert.equal("text:1: port ranges overlap too deeply", message)
  end)

  it("raises nothing, whatever it holds", function()
    local random = new_random(7001)
    local pieces = { "a", "http", " ", "\t", "\n", "\r\n", "80", "/", "tcp", "ddp", "#", "-", "\0",
      "\255", "65536", "0.5", '"', "(", "%" }
    local read_count = 0
    for _ = 1, 3000 do
      local text = {}
      for index = 1, random:integer(1, 12) do
        text[index] = random:item(pieces)
      end
      local registry, message = parse(table.concat(text))
      if registry then
        read_count = read_count + 1
      else
        assert.matches("^text:%d+: .", message)
      end
    end
    assert.is_true(read_count > 100)
  end)
end)

describe("services.read", function()
  it("reads the text in pieces of any size", function()
    local text = "# x\nhttp 80/tcp www # Web\r\nb 2/udp\n"
    local expected = sample.collect(assert(read { text }):entries())
    for size = 1, 7 do
      local pieces = {}
      for first = 1, #text, size do
        pieces[#pieces + 1] = text:sub(first, first + size - 1)
      end
      assert.same(expected, sample.collect(assert(read(pieces)):entries()))
    end
    assert.equal(3, #expected)
  end)

  it("accepts empty pieces", function()
    assert.equal(1, #assert(read { "", "a 1/", "", "tcp", "" }))
  end)

  it("reports the line in which reading failed", function()
    local registry, message = read({ "a 1/tcp\nb 2/t", "cp\nc" }, "disk on fire")
    assert.is_nil(registry)
    assert.equal("text:3: disk on fire", message)
    registry, message = read({}, "disk on fire")
    assert.is_nil(registry)
    assert.equal("text: disk on fire", message)
  end)
end)

describe("The system's services file", function()
  local path = "/etc/services"
  local file = io.open(path)
  if not file then
    pending("install what provides " .. path .. " (on Debian netbase) to load it")
    return
  end
  file:close()

  it("loads whole", function()
    local registry = assert(ianaports.load(path, "services"))
    local expected, others = {}, 0
    for line in files.read(path):gmatch "[^\n]+" do
      local name, port, protocol, rest = line:match "^([^#%s]+)%s+(%d+)/(%l+)([^#]*)"
      if protocol == "tcp" or protocol == "udp" or protocol == "sctp" or protocol == "dccp" then
        for word in (name .. rest):gmatch "%S+" do
          expected[#expected + 1] = ("%s %s %s"):format(word, port, protocol)
        end
      elseif name then
        others = others + 1
        assert.matches(name .. " " .. port .. "/" .. protocol, registry:info().note, 1, true)
      end
    end
    assert.same(expected, sample.labels(registry:entries()))
    assert.equal(others > 0, registry:info().note ~= nil)
    assert.equal("ssh", registry:service_name(22, "tcp"))
  end)

  it("is known by its content", function()
    assert.equal(#ianaports.load(path, "services"), #assert(ianaports.load(path)))
  end)
end)
