-- A figure beside its floor, and whether it meets its target. Rounds are paired: other work on the
-- machine affects both figures of a round.

local statistics = require "spec.bench.support.statistics"

local comparison = {}

local function divide(value, floor)
  return value / floor
end

local function subtract(value, floor)
  return value - floor
end

-- For each kind of target: its text, whether a row meets it, and its ratio to the floor.
local targets = {
  at_most_times = function(limit, row)
    return ("at most %g times"):format(limit), row.ratio.median <= limit, limit
  end,
  times_as_fast = function(limit, row)
    return ("at least %g times as fast"):format(limit), row.ratio.median <= 1 / limit, 1 / limit
  end,
  smaller = function(_, row)
    return "smaller", row.ratio.median < 1, 1
  end,
  at_most_more = function(limit, row)
    return ("at most %g %s more"):format(limit, row.unit), row.difference.median <= limit,
      (row.floor.median + limit) / row.floor.median
  end,
  at_most = function(limit, row)
    return ("at most %g %s"):format(limit, row.unit), row.value.median <= limit,
      limit / row.floor.median
  end,
  at_least = function(limit, row)
    return ("at least %g %s"):format(limit, row.unit), row.value.median >= limit,
      row.floor.median / limit
  end,
}

-- From: what, unit, values and floors (one of each a round), floor_name, and optionally a
-- target ({ at_most_times = 1.5 }) and a note. Of a rate (MB/s) more is better: its ratio is
-- that of the times. Without floors, such as those of a peer that is not installed, the row has
-- no other figure than the values.
function comparison.new(from)
  if not from.floors then
    return {
      what = from.what,
      unit = from.unit,
      value = statistics.summary(from.values),
      floor_name = from.floor_name,
      rounds = #from.values,
    }
  end
  local ratios = statistics.paired(from.values, from.floors, divide)
  if from.is_rate then
    ratios = statistics.paired(from.floors, from.values, divide)
  end
  local row = {
    what = from.what,
    unit = from.unit,
    value = statistics.summary(from.values),
    floor_name = from.floor_name,
    floor = statistics.summary(from.floors),
    ratio = statistics.summary(ratios),
    difference = statistics.summary(statistics.paired(from.values, from.floors, subtract)),
    rounds = #from.values,
    note = from.note,
  }
  if from.target then
    local kind, limit = next(from.target)
    row.target, row.meets, row.target_ratio = targets[kind](limit, row)
  end
  return row
end

return comparison
