local diff = require "ianaports.diff"
local ianaports = require "ianaports"
local sample = require "spec.support.sample"

-- What changed between two registries of rows, as sample.registry takes them:
-- "+ NEW", "- OLD", "OLD -> NEW: COLUMNS".
local function changes(old, new)
  local lines = {}
  for change in diff.changes(sample.registry(old), sample.registry(new)) do
    if change.kind == "added" then
      lines[#lines + 1] = "+ " .. sample.label(change.new)
    elseif change.kind == "removed" then
      lines[#lines + 1] = "- " .. sample.label(change.old)
    else
      lines[#lines + 1] = ("%s -> %s: %s"):format(sample.label(change.old),
        sample.label(change.new), table.concat(change.columns, " "))
    end
  end
  return lines
end

-- A row with the text that distinguishes services.
local function service(label, text)
  return { label, description = text, assignee = "[" .. text .. "]" }
end

describe("diff.changes #large", function()
  it("returns nothing if nothing changed", function()
    local rows = { "a 1 tcp", "a 1 tcp", { "- 2-5 -", description = "Unassigned" }, "b - -" }
    assert.same({}, changes(rows, rows))
    assert.same({}, changes({}, {}))
    assert.is_nil(diff.changes(ianaports.bundled, ianaports.bundled)())
  end)

  it("returns nothing if rows have only changed their order", function()
    assert.same({},
      changes({ "a 1 tcp", "b 1 tcp", "c 2 tcp" }, { "c 2 tcp", "b 1 tcp", "a 1 tcp" }))
  end)

  it("returns added and removed entries", function()
    assert.same({ "- a 1 tcp" }, changes({ "a 1 tcp" }, {}))
    assert.same({ "+ a 1 tcp" }, changes({}, { "a 1 tcp" }))
    assert.same({ "+ a 1 tcp", "- b 2 udp" }, changes({ "b 2 udp" }, { "a 1 tcp" }))
  end)

  it("returns whole entries, and columns for changed ones only", function()
    local old = sample.registry { service("a 1 tcp", "one"), "gone 3 udp" }
    local new = sample.registry { service("a 1 tcp", "two"), "new 2 udp" }
    local list = sample.collect(diff.changes(old, new))
    assert.same({
      {
        kind = "changed",
        old = old:find "a",
        new = new:find "a",
        columns = { "description", "assignee" },
      },
      { kind = "added", new = new:find "new", columns = {} },
      { kind = "removed", old = old:find "gone", columns = {} },
    }, list)
  end)

  it("names each column that differs, in the order of the entry's fields", function()
    local text_columns = {
      "description",
      "assignee",
      "contact",
      "registration_date",
      "modification_date",
      "reference",
      "service_code",
      "unauthorized_use_reported",
      "assignment_notes",
    }
    local plain, full = sample.registry { "a 1 tcp" }, sample.row "a 1 tcp"
    for _, column in ipairs(text_columns) do
      full[column] = "x"
      local change = diff.changes(plain, sample.registry { { "a 1 tcp", [column] = "x" } })()
      assert.same({ column }, change.columns)
    end
    local change = diff.changes(plain, ianaports.build { rows = { full } })()
    assert.same(text_columns, change.columns)
    assert.same({
      "a 1 tcp -> A 1 tcp: service_name",
      "b 5 tcp -> b 6-7 tcp: port_number port_last",
      "c 9 tcp -> c 9 udp: transport_protocol",
    }, changes({ "a 1 tcp", "b 5 tcp", "c 9 tcp" }, { "A 1 tcp", "b 6-7 tcp", "c 9 udp" }))
  end)

  it("compares neither derived fields nor sources", function()
    assert.same({ "- 1 tcp -> - 1 tcp: description" },
      changes({ { "- 1 tcp", description = "Reserved" } },
        { { "- 1 tcp", description = "Unassigned" } }))
    assert.same({ "a 1 tcp -> a 1 tcp: assignment_notes" },
      changes({ "a 1 tcp" },
        { { "a 1 tcp", assignment_notes = 'This entry is an alias to "b"' } }))
    assert.same({}, changes({ { "a 1 tcp", source = "one" } }, { { "a 1 tcp", source = "two" } }))
  end)

  it("goes by port, then by the registry's order, entries without a port last", function()
    assert.same({
      "+ b 5 tcp",
      "+ a 5 udp",
      "- z 7 tcp",
      "+ w 9 tcp",
      "- none - tcp",
      "+ no-port - -",
    }, changes({ "keep 1 tcp", "none - tcp", "z 7 tcp" },
      { "w 9 tcp", "no-port - -", "b 5 tcp", "a 5 udp", "keep 1 tcp" }))
  end)

  it("goes by the new port of an entry that moved", function()
    assert.same({
      "+ b 5 tcp",
      "a 1 tcp -> a 9 tcp: port_number",
    }, changes({ "a 1 tcp" }, { "a 9 tcp", "b 5 tcp" }))
  end)

  it("reads both registries at once", function()
    local old, new = sample.registry { "a 1 tcp" }, sample.registry { "b 2 udp" }
    local iterator = diff.changes(old, new)
    old:close()
    new:close()
    assert.equal("removed", iterator().kind)
    assert.equal("added", iterator().kind)
    assert.is_nil(iterator())
    assert.is_nil(iterator())
  end)

  it("returns new tables to each caller", function()
    local old, new = sample.registry { "a 1 tcp" }, sample.registry { service("a 1 tcp", "x") }
    local change = diff.changes(old, new)()
    change.columns[1], change.new.description = "spoilt", "spoilt"
    local again = diff.changes(old, new)()
    assert.same({ "description", "assignee" }, again.columns)
    assert.equal("x", again.new.description)
  end)
end)

describe("diff.changes takes as the same #large", function()
  it("a row with another text, be its name written in other case", function()
    assert.same({ "a 1 tcp -> A 1 tcp: service_name description assignee" },
      changes({ "a 1 tcp" }, { service("A 1 tcp", "x") }))
    assert.same({ "a - tcp -> A - tcp: service_name" }, changes({ "a - tcp" }, { "A - tcp" }))
  end)

  it("a row under its name, though another on its port has its text", function()
    local old = { service("a 1 tcp", "x"), service("b 1 tcp", "y") }
    local new = { service("a 1 tcp", "y"), service("b 1 tcp", "x") }
    new[1].contact, new[2].contact = "[C]", "[C]"
    assert.same({
      "a 1 tcp -> a 1 tcp: description assignee contact",
      "b 1 tcp -> b 1 tcp: description assignee contact",
    }, changes(old, new))
  end)

  it("rows that are identical, however far apart", function()
    local old, new = {}, {}
    for index = 1, 100 do
      old[index] = { "a 1 tcp", description = "row " .. index }
      new[101 - index] = old[index]
    end
    assert.same({}, changes(old, new))
  end)

  it("of several rows of a name, port and protocol first those that are identical", function()
    assert.same({ "a 1 tcp -> a 1 tcp: description assignee" },
      changes({ service("a 1 tcp", "x"), service("a 1 tcp", "y") },
        { service("a 1 tcp", "z"), service("a 1 tcp", "x") }))
  end)

  it("of such rows then those with most in common", function()
    local old = { service("a 1 tcp", "x"), service("a 1 tcp", "y") }
    local new = { service("a 1 tcp", "y"), service("a 1 tcp", "x") }
    new[1].contact, new[2].contact = "[C]", "[C]"
    assert.same({
      "a 1 tcp -> a 1 tcp: contact",
      "a 1 tcp -> a 1 tcp: contact",
    }, changes(old, new))
  end)

  it("no more of such rows than there are", function()
    assert.same({ "- a 1 tcp" }, changes({ "a 1 tcp", "a 1 tcp" }, { "a 1 tcp" }))
    assert.same({ "+ a 1 tcp", "+ a 1 tcp" },
      changes({ "a 1 tcp" }, { "a 1 tcp", "a 1 tcp", "a 1 tcp" }))
    assert.same({
      "a 1 tcp -> a 1 tcp: description assignee",
      "+ a 1 tcp",
    }, changes({ "a 1 tcp" }, { service("a 1 tcp", "x"), service("a 1 tcp", "y") }))
  end)

  it("a port and protocol under a new name", function()
    assert.same({ "a 1 tcp -> b 1 tcp: service_name" }, changes({ "a 1 tcp" }, { "b 1 tcp" }))
    assert.same({ "a 3-5 - -> b 3-5 -: service_name" }, changes({ "a 3-5 -" }, { "b 3-5 -" }))
    assert.same({ "- a 1 tcp", "+ b 1 udp" }, changes({ "a 1 tcp" }, { "b 1 udp" }))
  end)

  it("an unassigned port that is assigned", function()
    assert.same({ "- 1 tcp -> a 1 tcp: service_name description" },
      changes({ { "- 1 tcp", description = "Unassigned" } }, { "a 1 tcp" }))
  end)

  it("of several new names on a port the nearest", function()
    assert.same({
      "+ c 1 tcp",
      "a 1 tcp -> b 1 tcp: service_name",
    }, changes({ service("a 1 tcp", "x") }, { "c 1 tcp", service("b 1 tcp", "x") }))
  end)

  it("a service that keeps its name, and not the one that takes its port", function()
    assert.same({
      "b 2 tcp -> b 1 tcp: port_number",
      "a 1 tcp -> a 2 tcp: port_number",
    }, changes({ service("a 1 tcp", "x"), service("b 2 tcp", "y") },
      { service("b 1 tcp", "y"), service("a 2 tcp", "x") }))
  end)

  for label, rows in pairs {
    ["a range with its last port moved"] = { "- 4-9 tcp", "- 4-7 tcp", "port_last" },
    ["a range with its first port moved"] = { "- 4-9 tcp", "- 6-9 tcp", "port_number" },
    ["a range cut to its first port"] = { "- 4-9 tcp", "- 4 tcp", "port_last" },
    ["a range cut to its last port"] = { "- 4-9 tcp", "- 9 tcp", "port_number port_last" },
    ["a port that grows to a range"] = { "- 4 tcp", "- 4-9 tcp", "port_last" },
    ["a range with both edges moved"] = { "- 4-9 tcp", "- 5-7 tcp", "port_number port_last" },
    ["a named range that moved"] = { "a 4-9 tcp", "a 14-19 tcp", "port_number port_last" },
    ["a name with another protocol"] = { "a 4 tcp", "a 4 -", "transport_protocol" },
    ["a name that is given a port"] = { "a - tcp", "a 4 tcp", "port_number" },
    ["a name that loses its port"] = { "a 4 tcp", "a - tcp", "port_number" },
  } do
    it(label, function()
      local old, new, columns = rows[1], rows[2], rows[3]
      assert.same({ old .. " -> " .. new .. ": " .. columns }, changes({ old }, { new }))
    end)
  end

  it("a range that a service is cut out of", function()
    local function free(label)
      return { label, description = "Unassigned" }
    end
    assert.same({
      "- 4-9 - -> - 4-5 -: port_last",
      "+ a 6 tcp",
      "+ - 7-9 -",
    }, changes({ free "- 4-9 -" }, { free "- 4-5 -", "a 6 tcp", free "- 7-9 -" }))
  end)

  it("a range by an edge that stays before one that only overlaps", function()
    assert.same({ "+ - 5-6 tcp", "- 4-9 tcp -> - 7-9 tcp: port_number" },
      changes({ "- 4-9 tcp" }, { "- 5-6 tcp", "- 7-9 tcp" }))
  end)

  it("ranges that overlap, each with the next, and none that do not", function()
    assert.same({
      "- 2-11 tcp -> - 1-12 tcp: port_number port_last",
      "- 21-29 tcp -> - 20-30 tcp: port_number port_last",
      "- - 41-49 tcp",
      "+ - 50-60 tcp",
    }, changes({ "- 21-29 tcp", "- 2-11 tcp", "- 41-49 tcp" },
      { "- 50-60 tcp", "- 20-30 tcp", "- 1-12 tcp" }))
  end)

  it("no nameless ranges of unlike status or protocol", function()
    assert.same({ "- - 4-9 tcp", "+ - 4-8 tcp" },
      changes({ { "- 4-9 tcp", description = "Reserved" } },
        { { "- 4-8 tcp", description = "Unassigned" } }))
    assert.same({ "- - 4-9 tcp", "+ - 4-8 udp" }, changes({ "- 4-9 tcp" }, { "- 4-8 udp" }))
  end)

  it("a service with a new name elsewhere, by its text and assignee", function()
    assert.same({ "a - udp -> b - udp: service_name" },
      changes({ service("a - udp", "x") }, { service("b - udp", "x") }))
    assert.same({ "a 1 udp -> b 2 udp: service_name port_number" },
      changes({ service("a 1 udp", "x") }, { service("b 2 udp", "x") }))
    assert.same({ "- a - udp", "+ b - udp" },
      changes({ service("a - udp", "x") }, { service("b - udp", "y") }))
  end)

  it("no two services of which nothing else is said", function()
    assert.same({ "- a - udp", "+ b - udp" }, changes({ "a - udp" }, { "b - udp" }))
    assert.same({ "- a 1 udp", "+ b 2 udp" }, changes({ "a 1 udp" }, { "b 2 udp" }))
  end)

  it("thousands of rows of one name, port and protocol, in little time", function()
    local old, new = {}, {}
    for index = 1, 5000 do
      old[index] = { "a 1 tcp", description = "old " .. index }
      new[index] = { "a 1 tcp", description = "new " .. index }
    end
    local started = os.clock()
    local counts = diff.summary(sample.registry(old), sample.registry(new))
    assert.same({ 0, 0, 5000 }, { counts.added, counts.removed, counts.changed })
    assert.is_true(os.clock() - started < 5)
  end)

  it("each of many rows, though their numbers differ", function()
    local old, new = {}, {}
    for index = 1, 60 do
      old[index] = { "a 1 tcp", description = "old " .. index }
    end
    new[1] = { "a 1 tcp", description = "new" }
    local counts = diff.summary(sample.registry(old), sample.registry(new))
    assert.same({ 0, 59, 1 }, { counts.added, counts.removed, counts.changed })
    counts = diff.summary(sample.registry(new), sample.registry(old))
    assert.same({ 59, 0, 1 }, { counts.added, counts.removed, counts.changed })
  end)
end)

describe("diff.summary #large", function()
  it("counts the changes, and the changed entries by column", function()
    local counts = diff.summary(
      sample.registry { "a 1 tcp", "b 2 tcp", "c 3 tcp", service("d 4 tcp", "x"), "f 6-7 udp" },
      sample.registry { "a 1 tcp", "b2 2 tcp", service("d 4 tcp", "y"), "e 5 udp", "f 6-9 udp" }
    )
    assert.same({
      added = 1,
      removed = 1,
      changed = 3,
      unchanged = 1,
      columns = {
        service_name = 1,
        port_number = 0,
        port_last = 1,
        transport_protocol = 0,
        description = 1,
        assignee = 1,
        contact = 0,
        registration_date = 0,
        modification_date = 0,
        reference = 0,
        service_code = 0,
        unauthorized_use_reported = 0,
        assignment_notes = 0,
      },
    }, counts)
  end)

  it("counts rows that are alike as often as they are there", function()
    local counts = diff.summary(sample.registry { "a 1 tcp", "a 1 tcp", "a 1 tcp" },
      sample.registry { "a 1 tcp", "a 1 tcp" })
    assert.same({ 0, 1, 0, 2 },
      { counts.added, counts.removed, counts.changed, counts.unchanged })
  end)

  it("finds the bundled registry to be itself", function()
    local counts = diff.summary(ianaports.bundled, ianaports.bundled)
    assert.same({ 0, 0, 0, #ianaports.bundled },
      { counts.added, counts.removed, counts.changed, counts.unchanged })
  end)
end)

for name, f in pairs(diff) do
  describe("diff." .. name .. " #large", function()
    for _, case in ipairs {
      { nil, "nil" },
      { ianaports, "table" },
      { "data.csv", '"data.csv"' },
      { 1, "1" },
      { io.stdout, "userdata" },
    } do
      local value, shown = case[1], case[2]
      it("refuses " .. shown, function()
        local expected = ("bad argument #%%d to '%s' (registry expected, got %s)")
          :format(name, shown)
        local refused, message = pcall(f, value, ianaports.bundled)
        assert.is_false(refused)
        assert.equal(expected:format(1), message)
        refused, message = pcall(f, ianaports.bundled, value)
        assert.is_false(refused)
        assert.equal(expected:format(2), message)
      end)
    end

    it("names the line of a call with a bad argument", function()
      local _, message = pcall(function()
        f(ianaports.bundled)
      end)
      assert.matches("spec/lua/diff_spec%.lua:%d+: bad argument #2 to '" .. name, message)
    end)

    it("refuses a closed registry", function()
      local closed = sample.registry { "a 1 tcp" }
      closed:close()
      assert.error_matches(function()
        f(ianaports.bundled, closed)
      end, "closed registry")
    end)
  end)
end
