-- Functions that return many entries: the time for a row, beside two floors. One fills tables with
-- the same rows, prepared in order; the other fills a table with constants, those of 443/tcp, as
-- often.

local clock = require "spec.bench.support.clock"
local comparison = require "spec.bench.support.comparison"
local entries = require "spec.bench.support.entries"
local floor = require "floor"
local ianaports = require "ianaports"
local keys = require "spec.bench.support.keys"

local iterate = { rounds = 15 }

local function walk(iterator)
  return function()
    for _ in iterator() do -- luacheck: ignore
    end
  end
end

local function count_fields(entry)
  local count = 0
  for _ in pairs(entry) do
    count = count + 1
  end
  return count
end

-- The prepared rows and their description. The entries themselves are dropped, because the
-- collector would visit them in every round.
local function prepare(rows, sizes)
  local fields = 0
  for _, row in ipairs(rows) do
    fields = fields + count_fields(row)
  end
  return {
    count = #rows,
    fields = fields / #rows,
    same = floor.rows(rows, sizes),
    constant = floor.constant_rows(#rows, sizes),
  }
end

local function compare(what, rounds, prepared, candidates)
  local times = clock.per_call(rounds, prepared.count, 1e9, candidates)
  return comparison.new {
    what = what .. ", a row",
    unit = "ns",
    values = times[1],
    floor_name = "the same rows",
    floors = times[2],
    target = { at_most_times = 1.3 },
  }, comparison.new {
    what = what .. ", a row",
    unit = "ns",
    values = times[1],
    floor_name = "the table of 443/tcp",
    floors = times[3],
    note = ("%d fields; rows have %.1f"):format(
      count_fields(floor.find(443, "tcp")), prepared.fields),
  }
end

local function all_of(iterator)
  local rows = {}
  for entry in iterator do
    rows[#rows + 1] = entry
  end
  return rows
end

local function compare_iterator(what, rounds, iterator)
  local prepared = prepare(all_of(iterator()))
  local function same_rows()
    return floor.entries(prepared.same)
  end
  local function constant_rows()
    return floor.entries(prepared.constant)
  end
  entries.assert_same_rows(same_rows(), iterator())
  return compare(what, rounds, prepared, {
    walk(iterator), walk(same_rows), walk(constant_rows),
  })
end

local function prepare_find_all(ports)
  local rows, sizes = {}, {}
  for index, port in ipairs(ports) do
    local found = ianaports.find_all(port)
    sizes[index] = #found
    for _, entry in ipairs(found) do
      rows[#rows + 1] = entry
    end
  end
  return prepare(rows, sizes)
end

local function ask_each(ports, find_all)
  return function()
    for index = 1, #ports do
      find_all(ports[index])
    end
  end
end

local function compare_find_all(rounds)
  local ports = keys.shuffle(keys.ports(ianaports.find))
  local prepared = prepare_find_all(ports)
  local same = floor.find_all_each(prepared.same)
  for _, port in ipairs(ports) do
    entries.assert_same_rows(entries.each(same(port)), entries.each(ianaports.find_all(port)))
  end
  return compare("find_all, each port that has an entry", rounds, prepared, {
    ask_each(ports, ianaports.find_all),
    ask_each(ports, same),
    ask_each(ports, floor.find_all_each(prepared.constant)),
  })
end

function iterate.run(options)
  local comparisons = {}
  local function add(...)
    for _, row in ipairs { ... } do
      comparisons[#comparisons + 1] = row
    end
  end
  add(compare_find_all(options.rounds))
  add(compare_iterator("range(0, 65535)", options.rounds, function()
    return ianaports.range(0, 65535)
  end))
  add(compare_iterator('entries { protocol = "tcp" }', options.rounds, function()
    return ianaports.entries { protocol = "tcp" }
  end))
  return { comparisons = comparisons }
end

return iterate
