-- Checks that changes are complete: applied to the entries of the old registry, they yield those of
-- the new one.

local diff = require "ianaports.diff"
local ianaports = require "ianaports"
local random_registry = require "spec.conformance.random_registry"
local new_random = require "spec.conformance.random"
local new_tally = require "spec.conformance.tally"
local sample = require "spec.support.sample"

local FILE = "service-names-port-numbers.csv"
local ROWS = 100

-- An entry as text, with every field that it has.
local function written(entry)
  local fields = {}
  for field, value in pairs(entry) do
    fields[#fields + 1] = field .. "=" .. value
  end
  table.sort(fields)
  return table.concat(fields, "\0")
end

-- How often the registry has each entry.
local function multiset(registry)
  local counts = {}
  for entry in registry:entries() do
    local text = written(entry)
    counts[text] = (counts[text] or 0) + 1
  end
  return counts
end

-- Applies a change. Returns why that is impossible, or nil.
local function apply(counts, change)
  if change.old then
    local text = written(change.old)
    if not counts[text] then
      return "no such old entry: " .. text
    end
    counts[text] = counts[text] > 1 and counts[text] - 1 or nil
  end
  if change.new then
    local text = written(change.new)
    counts[text] = (counts[text] or 0) + 1
  end
end

local function difference(expected, counts)
  for text, count in pairs(expected) do
    if counts[text] ~= count then
      return ("%d expected, got %d: %s"):format(count, counts[text] or 0, text)
    end
  end
  for text, count in pairs(counts) do
    if not expected[text] then
      return ("none expected, got %d: %s"):format(count, text)
    end
  end
end

-- What is wrong with the kind and columns of a change, or nil.
local function misnamed(change)
  local kind = not change.old and "added" or not change.new and "removed" or "changed"
  if change.kind ~= kind then
    return ("%s expected, got %s"):format(kind, change.kind)
  elseif kind ~= "changed" then
    return change.columns[1] and "columns of " .. kind
  end
  local replaced, derived = {}, { status = true, alias_of = true }
  for field, value in pairs(change.old) do
    replaced[field] = value
  end
  for _, column in ipairs(change.columns) do
    if change.old[column] == change.new[column] then
      return column .. " is the same"
    end
    replaced[column] = change.new[column]
  end
  for field in pairs(derived) do
    replaced[field] = change.new[field]
  end
  return written(replaced) ~= written(change.new) and "a column is missing"
end

-- How many entries two registries have in common.
local function common(one, other)
  local total = 0
  for text, count in pairs(one) do
    total = total + math.min(count, other[text] or 0)
  end
  return total
end

local function check(tally, old, new)
  local counts, expected = multiset(old), multiset(new)
  local summary = diff.summary(old, new)
  local kinds = { added = 0, removed = 0, changed = 0 }
  tally:check(summary.unchanged ~= common(counts, expected) and "entries in common", "summary")
  for change in diff.changes(old, new) do
    kinds[change.kind] = kinds[change.kind] + 1
    tally:check(misnamed(change), "change", sample.label(change.new or change.old))
    tally:check(apply(counts, change), "change", sample.label(change.new or change.old))
  end
  tally:check(difference(expected, counts), "applied")
  for kind, count in pairs(kinds) do
    tally:check(summary[kind] ~= count and "counted otherwise", "summary", kind)
  end
end

describe("Changes between random registries #slow", function()
  -- Rows are drawn from few values, so that many are equal or nearly equal.
  it("turn the old one into the new one", function()
    local changed = 0
    for seed = 3001, 3300 do
      local random = new_random(seed)
      local tally = new_tally()
      local old = assert(ianaports.parse(random_registry.text(random, ROWS)))
      local new = assert(ianaports.parse(random_registry.text(random, ROWS)))
      check(tally, old, new)
      check(tally, new, old)
      assert.is_nil(tally.first and ("seed %d: %s"):format(seed, tally.first))
      changed = changed + diff.summary(old, new).changed
    end
    assert.is_true(changed > 1000)
  end)

  it("are few if few rows were changed", function()
    for seed = 4001, 4100 do
      local random = new_random(seed)
      local old = assert(ianaports.parse(random_registry.text(random, ROWS)))
      local rows = sample.collect(old:entries())
      local touched = 0
      for index = #rows, 1, -1 do
        if random:chance(5) then
          touched = touched + 1
          if random:chance(30) then
            table.remove(rows, index)
          else
            rows[index].contact = "touched " .. index
          end
        end
      end
      local counts = diff.summary(old, ianaports.build { rows = rows })
      assert.equal(0, counts.added)
      assert.equal(touched, counts.removed + counts.changed)
      assert.equal(#rows, counts.changed + counts.unchanged)
    end
  end)

  it("are the same each time, in the same order", function()
    local random = new_random(5001)
    local old = assert(ianaports.parse(random_registry.text(random, ROWS)))
    local new = assert(ianaports.parse(random_registry.text(random, ROWS)))
    local first = sample.collect(diff.changes(old, new))
    assert.same(first, sample.collect(diff.changes(old, new)))
    assert.is_true(#first > 1)
    local last_port = -1
    for _, change in ipairs(first) do
      local port = (change.new or change.old).port_number or 65536
      assert.is_true(port >= last_port)
      last_port = port
    end
  end)
end)

describe("Changes between the bundled registry and the official file #official #slow", function()
  local folder = os.getenv "IANAPORTS_OFFICIAL"
  if not folder then
    pending "set IANAPORTS_OFFICIAL to the folder of IANA's file to compare it"
    return
  end
  local official

  setup(function()
    official = assert(ianaports.load(folder .. "/" .. FILE))
  end)

  it("turn the bundled entries into the official ones", function()
    local tally = new_tally()
    check(tally, ianaports.bundled, official)
    assert.is_nil(tally.first)
    assert.is_true(tally.count > 100)
  end)

  it("turn the official entries into the bundled ones", function()
    local tally = new_tally()
    check(tally, official, ianaports.bundled)
    assert.is_nil(tally.first)
    assert.is_true(tally.count > 100)
  end)
end)
