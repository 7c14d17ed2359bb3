-- Functions that go through all records: count, with filters of each kind that accept nothing,
-- beside a loop that reads each record once; and search, beside memmem over all strings.

local clock = require "spec.bench.support.clock"
local comparison = require "spec.bench.support.comparison"
local floor = require "floor"
local ianaports = require "ianaports"

local query = { rounds = 21, calls = 50 }

local filters = {
  { "{ protocol, status, port }", { protocol = "dccp", status = "reserved", port = false } },
  { "{ class }", { class = "dynamic" } },
  { "{ alias, registered_since }", { alias = true, registered_since = "2090" } },
  { "{ service_name }", { service_name = "no-such-*" } },
  { "{ registered_since }", { registered_since = "2090" } },
  { "{ text }", { text = "no such text" } },
  { "{ assignee }", { assignee = "no such assignee" } },
  { "{ assignment_notes }", { assignment_notes = "no such notes" } },
}

local function repeated(calls, ask, argument)
  return function()
    for _ = 1, calls do
      ask(argument)
    end
  end
end

local function compare(row, options, ask, ask_floor, argument)
  local times = clock.per_call(options.rounds, options.calls, 1e6, {
    repeated(options.calls, ask, argument),
    repeated(options.calls, ask_floor, argument),
  })
  row.unit, row.values, row.floors = "us", times[1], times[2]
  return comparison.new(row)
end

function query.run(options)
  local comparisons = {}
  for _, filter in ipairs(filters) do
    local label, conditions = filter[1], filter[2]
    assert(ianaports.count(conditions) == 0, "something matches " .. label)
    comparisons[#comparisons + 1] = compare({
      what = "count " .. label .. ", no match",
      floor_name = "reading each record once",
      target = { at_most = 60 },
    }, options, ianaports.count, floor.read_records, conditions)
  end
  assert(floor.count_in_pool "replication" > 0, "the floor finds nothing")
  comparisons[#comparisons + 1] = compare({
    what = 'search("replication")',
    floor_name = "memmem over all strings",
    target = { at_most_times = 6 },
  }, options, ianaports.search, floor.count_in_pool, "replication")
  return { comparisons = comparisons }
end

return query
