local array = require "ianaports.base.array"
local changes = require "ianaports.page.changes"
local diff = require "ianaports.diff"
local ianaports = require "ianaports"
local sample = require "spec.support.sample"

-- The records of what changed from some rows to others.
local function records(old_rows, new_rows)
  local old, new = sample.registry(old_rows), sample.registry(new_rows)
  return changes.of(old, new, array.collect(diff.changes(old, new)))
end

-- The kinds of the same, each with the port of the record.
local function kinds(old_rows, new_rows)
  return array.map(records(old_rows, new_rows), function(record)
    local entry = record.after or record.before
    return ("%s %s"):format(record.kind, entry.port_number or "-")
  end)
end

-- A row without a name: its ports and protocol, and what it is.
local function nameless(place, description)
  return { "- " .. place, description = description }
end

local function free(ports)
  return nameless(ports .. " -", "Unassigned")
end

describe("changes.of", function()
  it("marks a port as newly assigned, and the rows around it as merely cut anew", function()
    local found = kinds({ free "10-20" }, { free "10-14", "new 15 tcp", free "16-20" })
    assert.same({ "recut 10", "newly-assigned 15", "recut 16" }, found)
  end)

  it("marks a port that was unassigned by a row of its own", function()
    assert.same({ "recut 10", "newly-assigned 10" }, kinds({ free "10" }, { "new 10 tcp" }))
    assert.same({ "newly-assigned 10" },
      kinds({ nameless("10 tcp", "Unassigned") }, { "new 10 tcp" }))
    assert.same({ "newly-assigned 10" },
      kinds({ nameless("10 tcp", "Reserved") }, { "new 10 tcp" }))
  end)

  it("marks a port that has no service any more as freed, or as reserved if it is", function()
    assert.same({ "freed 10" }, kinds({ "old 10 tcp" }, {}))
    assert.same({ "freed 10" }, kinds({ "old 10 tcp" }, { nameless("10 tcp", "Unassigned") }))
    assert.same({ "newly-reserved 10" },
      kinds({ "old 10 tcp" }, { nameless("10 tcp", "Reserved") }))
    assert.same({ "freed 10" }, kinds({ nameless("10 -", "Reserved") }, {}))
    assert.same({ "newly-reserved 10" }, kinds({}, { nameless("10 -", "Reserved") }))
  end)

  it("does not call a port freed or new that another service has", function()
    assert.same({ "renamed 10" }, kinds({ "old 10 tcp", "kept 10 tcp" }, { "kept 10 tcp" }))
    assert.same({ "renamed 10" }, kinds({ "kept 10 tcp" }, { "new 10 tcp", "kept 10 tcp" }))
    assert.same({ "renamed 10" }, kinds({ "old 10 tcp" }, { "new 10 tcp" }))
    assert.same({ "newly-assigned 10" }, kinds({ "kept 10 udp" }, { "new 10 tcp", "kept 10 udp" }))
  end)

  it("marks both places of a service that moved", function()
    assert.same({ "freed 10", "newly-assigned 20" }, kinds({ "moved 10 tcp" }, { "moved 20 tcp" }))
    assert.same({ "freed 10", "newly-assigned 10" }, kinds({ "moved 10 tcp" }, { "moved 10 udp" }))
  end)

  it("tells other ends of a reserved range from ports that became reserved or free", function()
    local function reserved(ports)
      return nameless(ports .. " -", "Reserved")
    end
    assert.same({ "recut 10", "recut 15" },
      kinds({ reserved "10-20" }, { reserved "10-14", reserved "15-20" }))
    assert.same({ "newly-reserved 10" }, kinds({ reserved "10-20" }, { reserved "10-30" }))
    assert.same({ "freed 10" }, kinds({ reserved "10-20" }, { reserved "10-14" }))
  end)

  it("marks names without a port", function()
    assert.same({ "newly-assigned -" }, kinds({}, { "x - -" }))
    assert.same({ "freed -" }, kinds({ "x - -" }, {}))
    assert.same({ "freed -" }, kinds({ "99999 - -" }, {}))
    assert.same({ "newly-assigned 20", "changed -" }, kinds({ "x - -" }, { "x 20 tcp" }))
  end)

  it("marks other columns, and tells those that one registry does not know", function()
    local old = { { "x 10 tcp", description = "one" } }
    assert.same({ "changed 10" }, kinds(old, { { "x 10 tcp", description = "two" } }))
    local before, after = ianaports.find "ssh", ianaports.find "ssh"
    before.assignee, before.unknown = nil, { "assignee" }
    local change = { kind = "changed", old = before, new = after, columns = { "assignee" } }
    local function kind()
      return changes.of(ianaports.bundled, ianaports.bundled, { change })[1].kind
    end
    assert.equal("unknown", kind())
    change.columns = { "description", "assignee" }
    assert.equal("changed", kind())
  end)

  it("returns nothing if nothing changed", function()
    assert.same({}, records({ "x 10 tcp" }, { "x 10 tcp" }))
  end)
end)
