-- What `make demo` shows of the registry.

local capture = require "spec.support.capture"

local file = assert(io.open "lua/demo.lua")
local output = capture(file:read "*a", "demo.lua")
file:close()

-- The lines under a heading, up to the next blank line.
local function section(heading)
  local start, stop = output:find("\n" .. heading:gsub("%p", "%%%0") .. "\n%-+\n")
  assert(start, "no heading '" .. heading .. "'")
  return output:sub(stop + 1):match "^(.-)\n\n" or output:sub(stop + 1)
end

describe("The demo #large", function()
  it("shows the entries on 80/tcp, http first", function()
    assert.is_truthy(section("80/tcp"):find "^http +80 +tcp +assigned +World Wide Web HTTP\n")
    assert.is_truthy(section("80/tcp"):find "\nwww%-http +80 ")
  end)

  it("shows all services named epp", function()
    local epp = section "epp, on every port"
    assert.is_truthy(epp:find "epp +700 +tcp +assigned +Extensible Provisioning Protocol")
    assert.is_truthy(epp:find "epp +3044 +udp +assigned +EndPoint Protocol")
  end)

  it("shows the services of 6010", function()
    assert.is_truthy(section("Port 6010"):find "^x11 +6000%-6063 +tcp +assigned +X Window System")
  end)

  it("shows the first five unassigned port ranges among the user ports", function()
    local ranges = section "The first five unassigned ranges of user ports"
    assert.equal("1491\n1895\n2194-2196\n2693\n2825", ranges)
  end)

  it("counts all entries by protocol and status", function()
    local total = 0
    for row in section("Entries by protocol and status"):gmatch "\n([^\n]+)" do
      for number in row:gmatch "%d+" do
        total = total + tonumber(number)
      end
    end
    assert.equal(#require("ianaports").bundled, total)
  end)

  it("shows the contact behind 1315/tcp", function()
    assert.equal(
      "E.L.S., Event Listener Service: Jim Cleppe <clep13@hotmail.com>\n",
      section "The contact behind 1315/tcp"
    )
  end)
end)
