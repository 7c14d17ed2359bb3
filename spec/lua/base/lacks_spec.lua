local ianaports = require "ianaports"
local lacks = require "ianaports.base.lacks"
local overlay = require "ianaports.overlay"

-- A registry of which some entries are known only in part.
local function snapshot(ports, rows)
  return ianaports.build {
    rows = rows,
    info = { lacks = { columns = { "assignee", "reference" }, ports = ports } },
  }
end

describe("Entries in part", function()
  local rows = {
    { service_name = "new", port_number = 7, transport_protocol = "tcp" },
    { service_name = "whole", port_number = 7, transport_protocol = "tcp", assignee = "[A]" },
    { service_name = "referred", port_number = 8, transport_protocol = "tcp", reference = "[B]" },
    { service_name = "noted", port_number = 7, transport_protocol = "tcp", contact = "[A]" },
    { service_name = "old", port_number = 7, transport_protocol = "udp" },
    { service_name = "all", port_number = 7 },
    { service_name = "portless" },
    { port_number = 7, port_last = 9, transport_protocol = "tcp", description = "Reserved" },
  }

  local function in_part(ports)
    local registry, names = snapshot(ports, rows), {}
    local is_in_part = lacks.test(registry)
    for entry in registry:entries() do
      names[#names + 1] = is_in_part(entry) and entry.service_name or nil
    end
    return table.concat(names, " ")
  end

  it("are those of the listed ports and protocols that have no assignee", function()
    assert.equal("new noted", in_part "T:7")
    assert.equal("new noted", in_part "T:1,5-7,U:8,S:7")
    assert.equal("old", in_part "T:9,U:7")
    assert.equal("new noted old", in_part "T:7,U:1-7,D:7")
    assert.equal("", in_part "T:9-99999999999,70")
    assert.equal("", in_part "")
  end)

  it("have it said in each cell that is not known", function()
    local registry = snapshot("T:7-8", rows)
    local fill = lacks.filler(registry)
    local new, whole = registry:find("new"), registry:find("whole")
    fill(new)
    fill(whole)
    assert.equal("not in this snapshot", new.assignee)
    assert.equal("not in this snapshot", new.reference)
    assert.is_true(lacks.test(registry, "reference")(registry:find "new"))
    assert.is_false(lacks.test(registry, "reference")(registry:find "referred"))
    assert.is_true(lacks.test(registry, "assignee")(registry:find "referred"))
    assert.is_false(lacks.test(registry, "contact")(registry:find "new"))
    assert.is_nil(new.contact)
    assert.is_nil(whole.reference)
  end)

  it("are none in a registry that lacks nothing", function()
    local registry = ianaports.build { rows = rows }
    local entry = registry:find "new"
    assert.is_false(lacks.test(registry)(entry))
    lacks.filler(registry)(entry)
    assert.is_nil(entry.assignee)
  end)

  it("stay so in an overlay, whose own entries are whole", function()
    local site = overlay.new(snapshot("T:7", rows), {
      { service_name = "own", port_number = 7, transport_protocol = "tcp" },
    })
    local is_in_part = lacks.test(site)
    assert.is_true(is_in_part(site:find "new"))
    assert.is_false(is_in_part(site:find "own"))
  end)
end)
