-- The exports that list services: services, nmap-services, wireshark-services.

local exported = require "spec.support.exported"
local ianaports = require "ianaports"
local overlay = require "ianaports.overlay"
local sample = require "spec.support.sample"

local HOSTILE, hostile, small, text =
  exported.HOSTILE, exported.hostile, exported.small, exported.text

local untitled = "# A registry of service names and port numbers\n"

-- A registry of services with these names.
local function hostile_names(names)
  local rows = {}
  for index, name in ipairs(names) do
    rows[index] = { service_name = name, port_number = index, transport_protocol = "tcp" }
  end
  return ianaports.build { rows = rows }
end

describe("The services export", function()
  it("has the primary name first, aliases on its line, other names on their own", function()
    assert.equal([[
# Small registry, 2026-05-11
http	80/tcp	www WWW-http	# World Wide Web HTTP
other	80/tcp	# Other
http	80/udp	# World Wide Web HTTP
all	90/tcp
all	90/udp
all	90/sctp
all	90/dccp
run	100/udp
run	101/udp
inside	102/udp	# It's "inside"
run	103/udp
]], text(small(), "services"))
  end)

  it("has each name of a port once", function()
    local registry = sample.registry { "a 1 tcp", "b 1 tcp", "a 1 tcp", "A 1 tcp" }
    assert.equal(untitled .. "a\t1/tcp\nb\t1/tcp\nA\t1/tcp\n", text(registry, "services"))
  end)

  it("has comments on one line, whatever is in the cell", function()
    assert.equal(untitled .. "a\t1/tcp\t# =cmd|' /C calc'!A0 \"quoted\", it's next last \\ # ; "
      .. "\195\169 \240\159\152\128\n", text(hostile(HOSTILE), "services"))
    assert.equal(untitled .. "a\t1/tcp\n", text(hostile " \n\t\r\1 ", "services"))
  end)

  it("puts a name that cannot be a word into a comment", function()
    assert.equal(untitled .. [[
# 1/tcp: the name "two words" cannot stand here
# 2/tcp: the name "line evil 9/tcp" cannot stand here
# 3/tcp: the name "c#" cannot stand here
# 4/tcp: the name "bell" cannot stand here
sql*net	5/tcp
whois++	6/tcp
]], text(hostile_names { "two words", "line\nevil 9/tcp", "c#", "bell\7", "sql*net", "whois++" },
      "services"))
  end)

  it("has no alias that a reader would take for Nmap's frequency", function()
    for _, name in ipairs { "1.5", "0.5", "1.0", "0.25.x" } do
      local registry = sample.registry {
        "a 1 tcp",
        { "x 1 tcp", service_name = name, assignment_notes = 'This entry is an alias to "a"' },
        { "b 1 tcp", assignment_notes = 'This entry is an alias to "a"' },
      }
      local read = assert(ianaports.parse(text(registry, "services"), "services"))
      assert.same({ "a 1 tcp", name .. " 1 tcp", "b 1 tcp" }, sample.labels(read:entries()))
      assert.equal("a", read:find(name).alias_of)
    end
  end)

  it("never has an alias that cannot be a word, nor one of a name that is not there", function()
    local registry = sample.registry {
      { "x 1 tcp", service_name = "x y" },
      { "b 1 tcp", assignment_notes = 'This entry is an alias to "x y"' },
      { "c 1 tcp", service_name = "c d", assignment_notes = 'This entry is an alias to "b"' },
      { "e 1 tcp", assignment_notes = 'This entry is an alias to "gone"' },
    }
    assert.equal(untitled .. '# 1/tcp: the name "x y" cannot stand here\nb\t1/tcp\n'
      .. '# 1/tcp: the name "c d" cannot stand here\ne\t1/tcp\n', text(registry, "services"))
  end)

  it("holds all of 0 to 65535", function()
    assert.equal(untitled .. "first\t0/sctp\nlast\t65535/dccp\n",
      text(sample.registry { "last 65535 dccp", "first 0 sctp" }, "services"))
  end)

  it("is read again as the same services", function()
    local read = assert(ianaports.parse(text(ianaports.bundled, "services"), "services"))
    local compared = 0
    for port = 0, 65535 do
      for _, protocol in ipairs { "tcp", "udp", "sctp", "dccp" } do
        local name = ianaports.service_name(port, protocol)
        if name ~= read:service_name(port, protocol) then
          assert.equal(name, read:service_name(port, protocol), port .. "/" .. protocol)
        end
        compared = compared + (name and 1 or 0)
      end
    end
    assert.is_true(compared > 12000, compared)
  end)

  it("has an overlay's own rows first", function()
    local site = overlay.new(small(), { sample.row "own 100-200 udp" })
    assert.equal("own\t102/udp\ninside\t102/udp",
      text(site, "services"):match "[^\n]*\t102/udp\n[^\n]*\t102/udp")
  end)
end)

describe("The nmap-services export", function()
  it("has the primary name of each port of tcp, udp and sctp", function()
    assert.equal([[
# Small registry, 2026-05-11
http	80/tcp	# World Wide Web HTTP (also other, www, WWW-http)
http	80/udp	# World Wide Web HTTP
all	90/tcp
all	90/udp
all	90/sctp
run	100/udp
run	101/udp
inside	102/udp	# It's "inside"
run	103/udp
]], text(small(), "nmap-services"))
  end)

  it("has frequencies if they are given", function()
    local asked = {}
    local function frequency(port, protocol)
      asked[#asked + 1] = port .. "/" .. protocol
      return port == 80 and 0.48414325 or nil
    end
    local registry = sample.registry { "a 80 tcp", { "b 90 sctp", description = "B" }, "c 1 dccp" }
    assert.equal(untitled .. "a\t80/tcp\t0.484143\nb\t90/sctp\t0.000000\t# B\n",
      text(registry, "nmap-services", { frequency = frequency }))
    assert.same({ "80/tcp", "90/sctp" }, asked)
  end)

  it("refuses a value that is no frequency", function()
    for _, value in ipairs { 1, -0.1, 0 / 0, "0.5" } do
      assert.has_error(function()
        text(small(), "nmap-services", { frequency = function() return value end })
      end, ("option 'frequency': number from 0 to below 1 expected for 80/tcp, got %s")
        :format(tostring(value)))
    end
  end)

  it("has no line that Nmap would take for two, and no name that it would cut", function()
    local long = ("\195\169"):rep(5000)
    local registry = ianaports.build {
      info = { title = long },
      rows = {
        { service_name = ("n"):rep(127), port_number = 1, transport_protocol = "tcp",
          description = long },
        { service_name = ("n"):rep(128), port_number = 2, transport_protocol = "tcp" },
        { service_name = long, port_number = 3, transport_protocol = "tcp" },
      },
    }
    local lines = {}
    for line in text(registry, "nmap-services"):gmatch "[^\n]*\n" do
      assert.is_true(#line < 1024, #line)
      lines[#lines + 1] = line
    end
    assert.equal(4, #lines)
    assert.equal(("n"):rep(127) .. "\t1/tcp\t# " .. ("\195\169"):rep(382) .. "...\n", lines[2])
    assert.equal('# 2/tcp: the name "' .. ("n"):rep(128) .. '" cannot stand here\n', lines[3])
  end)
end)

describe("The wireshark-services export", function()
  it("has one line for protocols and ports that have the same", function()
    assert.equal([[
# Small registry, 2026-05-11
http	80/tcp/udp	# World Wide Web HTTP
all	90/tcp/udp/sctp/dccp
run	100-101/udp
inside	102/udp	# It's "inside"
run	103/udp
]], text(small(), "wireshark-services"))
  end)

  it("keeps apart what differs in description, protocols, or by a gap", function()
    local registry = sample.registry {
      "a 1 tcp", { "a 1 udp", description = "A" }, "a 2 tcp", "a 2 udp", "a 3 tcp", "a 5 tcp",
      "b 6 tcp", "b 7 udp", { "b 8 tcp", service_name = "b c" },
      { "b 9 tcp", service_name = "b c" },
    }
    assert.equal(untitled .. [[
a	1/tcp
a	1/udp	# A
a	2/tcp/udp
a	3/tcp
a	5/tcp
b	6/tcp
b	7/udp
# 8-9/tcp: the name "b c" cannot stand here
]], text(registry, "wireshark-services"))
  end)

  it("has the last port", function()
    assert.equal(untitled .. "a\t65534-65535/udp\n",
      text(sample.registry { "a 65534-65535 udp" }, "wireshark-services"))
  end)
end)
