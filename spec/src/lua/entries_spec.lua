local ianaports = require "ianaports"
local sample = require "spec.support.sample"

local labels, port_ranges = sample.labels, sample.port_ranges

describe("entries", function()
  local rows = {
    "c 30 udp",
    "a 10 tcp",
    "any 20 -",
    { "- 5-9 tcp", description = "Unassigned" },
    "portless - tcp",
    "a 10 tcp",
  }
  local registry = sample.registry(rows)

  it("returns every entry in the registry's order, duplicates included", function()
    assert.same({ "c 30 udp", "a 10 tcp", "any 20 -", "- 5-9 tcp", "portless - tcp", "a 10 tcp" },
      labels(registry:entries()))
  end)

  it("returns as many entries as the registry holds", function()
    assert.equal(#ianaports.bundled, #sample.collect(ianaports.entries()))
  end)

  it("accepts a protocol as filter", function()
    assert.same({ "c 30 udp", "any 20 -" }, labels(registry:entries "udp"))
    assert.same({ "c 30 udp", "any 20 -" }, labels(registry:entries(17)))
  end)

  it("accepts a table as filter", function()
    assert.same({ "- 5-9 tcp" }, labels(registry:entries { status = "unassigned" }))
  end)

  it("treats nil as no filter", function()
    assert.equal(#rows, #labels(registry:entries(nil)))
  end)

  it("returns nothing from an empty registry", function()
    assert.same({}, labels(ianaports.build({}):entries()))
  end)

  it("returns nothing if nothing matches", function()
    assert.same({}, labels(registry:entries { service_name = "none" }))
  end)
end)

describe("an entry", function()
  local row = {
    service_name = "Full",
    port_number = 10,
    port_last = 12,
    transport_protocol = "sctp",
    description = "line one\nline two",
    assignee = "[A]",
    contact = "[C]",
    registration_date = "2010-12",
    modification_date = "2012-08-07",
    reference = "[RFC1][RFC2]",
    service_code = "1397442130",
    unauthorized_use_reported = "on 11",
    assignment_notes = 'This entry is an alias to "Other".\r\nDo not use',
  }

  it("has every column unchanged, and the derived fields", function()
    local expected = { status = "assigned", alias_of = "Other" }
    for field, value in pairs(row) do
      expected[field] = value
    end
    assert.same(expected, ianaports.build({ rows = { row } }):find "full")
  end)

  it("has no field for an empty cell", function()
    local registry = ianaports.build {
      rows = { { service_name = "bare", description = "", assignee = "", reference = "" } },
    }
    assert.same({ service_name = "bare", status = "assigned" }, registry:find "bare")
  end)

  it("has port_last only for a port range", function()
    assert.is_nil(ianaports.find(80).port_last)
    assert.equal(6063, ianaports.find(6010).port_last)
  end)

  it("has integers as ports", function()
    local entry = ianaports.find(6010)
    assert.equal("6000", tostring(entry.port_number))
    assert.equal("6063", tostring(entry.port_last))
  end)

  it("is the same from every function that returns it", function()
    local found = ianaports.find("acplt", "tcp")
    assert.same({
      service_name = "acplt",
      port_number = 7509,
      transport_protocol = "tcp",
      description = "ACPLT - process automation service",
      assignee = "[Chair_for_Process_Control_Engineering]",
      contact = "[Ulrich_Epple]",
      registration_date = "2010-12-07",
      modification_date = "2012-08-07",
      status = "assigned",
    }, found)
    assert.same(found, ianaports.find_all(7509)[1])
    assert.same({ found }, sample.collect(ianaports.entries { service_name = "acplt" }))
    assert.same(found, sample.collect(ianaports.range(7509, 7509, "tcp"))[1])
    assert.same(found, ianaports.search("acplt")[1])
  end)

  local statuses = {
    ["Unassigned"] = "unassigned",
    ["currently unassigned (was foo)"] = "unassigned",
    ["Reserved"] = "reserved",
    ["RESERVED for later"] = "reserved",
    ["IANA Reserved"] = "reserved",
    ["De-registered"] = "deregistered",
    ["de-registered 2010"] = "deregistered",
    ["Removed on 2004-01-01"] = "deregistered",
    ["Deprecated"] = "deregistered",
    ["De-commissioned"] = "deregistered",
    ["Decomissioned"] = "deregistered",
    ["any private mail system"] = "assigned",
    ["not Reserved"] = "assigned",
    ["was Removed"] = "assigned",
  }
  for description, status in pairs(statuses) do
    it(("without a name, described as %q, is %s"):format(description, status), function()
      local registry = ianaports.build { rows = { { port_number = 9, description = description } } }
      assert.equal(status, registry:find(9).status)
    end)
  end

  it("is assigned if it has neither name nor description", function()
    assert.equal("assigned", sample.registry({ "- 9 tcp" }):find(9).status)
  end)

  it("is assigned if it has a name, whatever its description", function()
    for description in pairs(statuses) do
      local registry = sample.registry { { "x 9 tcp", description = description } }
      assert.equal("assigned", registry:find(9).status)
    end
  end)

  local aliases = {
    ['This entry is an alias to "target".'] = "target",
    ['Before. This entry is an alias to "target". After.'] = "target",
    ['This entry is an alias\nto "target"'] = "target",
    ['This is a duplicate of the "target" service and should not be used'] = "target",
    ['This is a duplicate of\n   the "target"\nservice'] = "target",
  }
  for text, target in pairs(aliases) do
    it(("is an alias by its notes %q"):format(text), function()
      local registry = sample.registry { { "x 9 tcp", assignment_notes = text } }
      assert.equal(target, registry:find(9).alias_of)
    end)

    it(("is an alias by its description %q"):format(text), function()
      local registry = sample.registry { { "x 9 tcp", description = text } }
      assert.equal(target, registry:find(9).alias_of)
    end)
  end

  it("is no alias if no text says so", function()
    for _, text in ipairs { "alias", 'see "other"', 'This entry is an alias to "' } do
      local registry = sample.registry { { "x 9 tcp", assignment_notes = text } }
      assert.is_nil(registry:find(9).alias_of)
    end
  end)
end)

describe("range", function()
  local registry = sample.registry {
    "late 30 tcp",
    "wide 10-40 udp",
    "early 20 tcp",
    "portless - tcp",
    "early-too 20 udp",
    "wider 5-50 tcp",
    "any 25 -",
    "at-end 40-45 tcp",
    "beyond 46 tcp",
  }

  it("orders entries by first port, then as the registry does", function()
    assert.same({
      "wider 5-50 tcp",
      "wide 10-40 udp",
      "early 20 tcp",
      "early-too 20 udp",
      "any 25 -",
      "late 30 tcp",
      "at-end 40-45 tcp",
    }, labels(registry:range(5, 45)))
  end)

  it("includes port ranges that begin before it and reach into it", function()
    assert.same({ "wider 5-50 tcp", "wide 10-40 udp", "late 30 tcp" },
      labels(registry:range(30, 30)))
  end)

  it("includes port ranges that begin in it and reach beyond it", function()
    assert.same({ "wider 5-50 tcp" }, labels(registry:range(1, 5)))
  end)

  it("returns a port range once, however many of its ports lie in it", function()
    local count = 0
    for entry in registry:range(0, 65535) do
      count = count + (entry.service_name == "wider" and 1 or 0)
    end
    assert.equal(1, count)
  end)

  it("includes its bounds", function()
    local bounds = sample.registry { "a 9 tcp", "b 10 tcp", "c 20 tcp", "d 21 tcp" }
    assert.same({ "b 10 tcp", "c 20 tcp" }, labels(bounds:range(10, 20)))
  end)

  it("leaves out rows without a port", function()
    assert.equal(8, #labels(registry:range(0, 65535)))
  end)

  it("accepts a protocol as filter", function()
    assert.same({ "wide 10-40 udp", "early-too 20 udp", "any 25 -" },
      labels(registry:range(5, 45, "udp")))
  end)

  it("accepts a table as filter", function()
    assert.same({ "early 20 tcp", "early-too 20 udp" },
      labels(registry:range(5, 45, { service_name = "early*" })))
  end)

  it("accepts strings of digits and integral floats as ports", function()
    assert.same(labels(registry:range(20, 25)), labels(registry:range("20", 50 / 2)))
  end)

  it("returns nothing if no row lies in it", function()
    assert.same({}, labels(registry:range(51, 65535)))
  end)

  it("orders rows with the same first port as the registry does, port ranges or not", function()
    local mixed = sample.registry { "b 9-12 udp", "a 9 tcp", "c 9-10 -", "d 9 -" }
    assert.same({ "b 9-12 udp", "a 9 tcp", "c 9-10 -", "d 9 -" }, labels(mixed:range(9, 9)))
  end)

  it("orders rows that begin before it by first port, too", function()
    local mixed = sample.registry { "b 3-12 udp", "a 3-12 tcp", "c 2-12 -", "d 4 -" }
    assert.same({ "c 2-12 -", "b 3-12 udp", "a 3-12 tcp" }, labels(mixed:range(9, 20)))
  end)

  it("returns all rows of the bundled registry that have a port", function()
    local count = 0
    local previous = 0
    for entry in ianaports.range(0, 65535) do
      count = count + 1
      assert(entry.port_number >= previous, sample.label(entry))
      previous = entry.port_number
    end
    assert.equal(ianaports.count { port = true }, count)
  end)
end)

describe("unassigned", function()
  local registry = sample.registry {
    "one 1 tcp",
    { "- 4 tcp", description = "Unassigned" },
    { "- 5-6 -", description = "Unassigned" },
    { "- 7 udp", description = "Reserved" },
    { "- 9 -", description = "Reserved" },
    "ranged 20-29 tcp",
    { "- 40-49 tcp", description = "Unassigned" },
    "inside 45 tcp",
  }

  it("returns the largest port ranges that no row covers or all rows call unassigned", function()
    assert.equal("0-0 2-6 8-8 10-19 30-44 46-60", port_ranges(registry:unassigned(0, 60)))
  end)

  it("with a protocol considers rows of that protocol and rows of none", function()
    assert.equal("0-6 8-8 10-60", port_ranges(registry:unassigned(0, 60, "udp")))
    assert.equal("0-8 10-60", port_ranges(registry:unassigned(0, 60, "sctp")))
    assert.equal("0-0 2-8 10-19 30-44 46-60", port_ranges(registry:unassigned(0, 60, 6)))
  end)

  it("cuts port ranges at its bounds", function()
    assert.equal("11-12", port_ranges(registry:unassigned(11, 12)))
    assert.equal("15-19 30-32", port_ranges(registry:unassigned(15, 32)))
  end)

  it("accepts a single port", function()
    assert.equal("4-4", port_ranges(registry:unassigned(4, 4)))
    assert.equal("", port_ranges(registry:unassigned(45, 45)))
  end)

  it("ends at port 49151, the last that can be assigned", function()
    assert.equal("49000-49151", port_ranges(registry:unassigned(49000, 65535)))
    assert.equal("49151-49151", port_ranges(registry:unassigned(49151)))
    assert.equal("", port_ranges(registry:unassigned(49152, 65535)))
    assert.equal("", port_ranges(registry:unassigned(49152)))
  end)

  it("accepts only the first port, only the last, only the protocol, or no argument", function()
    assert.equal("46-49151", port_ranges(registry:unassigned(45)))
    assert.equal("0-0 2-2", port_ranges(registry:unassigned(nil, 2)))
    assert.equal("0-8 10-49151", port_ranges(registry:unassigned(nil, nil, "dccp")))
    assert.equal("0-0 2-6 8-8 10-19 30-44 46-49151", port_ranges(registry:unassigned()))
  end)

  it("returns all assignable ports of an empty registry", function()
    assert.equal("0-49151", port_ranges(ianaports.build({}):unassigned()))
  end)

  it("does not count deregistered or reserved ports as unassigned", function()
    local mixed = sample.registry {
      { "- 1 tcp", description = "De-registered" },
      { "- 3 tcp", description = "Reserved" },
      { "- 5 tcp", description = "any private mail system" },
    }
    assert.equal("0-0 2-2 4-4 6-6", port_ranges(mixed:unassigned(0, 6)))
  end)

  it("ignores rows without a port", function()
    assert.equal("0-49151", port_ranges(sample.registry({ "portless - tcp" }):unassigned()))
  end)

  it("considers every row of a port, not only the primary one", function()
    local mixed = sample.registry {
      { "- 9 -", description = "Unassigned" },
      { "- 5-10 -", description = "Reserved" },
    }
    assert.equal("unassigned", mixed:find(9).status)
    assert.equal("0-4 11-12", port_ranges(mixed:unassigned(0, 12)))
  end)

  it("returns integers", function()
    local first, last = ianaports.unassigned(4, 4)()
    assert.equal("4 4", first .. " " .. last)
  end)

  it("returns the gaps of the bundled registry", function()
    assert.equal("4-4 6-6 8-8 10-10 12-12 14-16", port_ranges(ianaports.unassigned(0, 20)))
  end)
end)

describe("count", function()
  local registry = sample.registry {
    "a 9 tcp",
    "b 9 udp",
    "any 9 -",
    "portless - tcp",
    { "- 9 tcp", description = "Reserved" },
  }

  it("counts every entry", function()
    assert.equal(5, registry:count())
    assert.equal(5, registry:count(nil))
  end)

  it("equals the registry's length", function()
    assert.equal(5, #registry)
    assert.equal(ianaports.count(), #ianaports.bundled)
  end)

  it("accepts a protocol as filter", function()
    assert.equal(2, registry:count "udp")
    assert.equal(1, registry:count(132))
  end)

  it("accepts a table as filter", function()
    assert.equal(3, registry:count { protocol = "tcp", status = "assigned" })
    assert.equal(0, registry:count { service_name = "none" })
  end)

  it("counts what entries returns", function()
    local filters = { "tcp", { status = "reserved" }, { class = "system" }, { text = "a" } }
    for _, filter in ipairs(filters) do
      assert.equal(#sample.collect(ianaports.entries(filter)), ianaports.count(filter))
    end
  end)

  it("is 0 for an empty registry", function()
    assert.equal(0, ianaports.build({}):count())
    assert.equal(0, #ianaports.build {})
  end)
end)
