-- Times within this process, in rounds that take the candidates in turn: whatever else the
-- machine does falls on all.

local clock = {}

-- Processor time. The collector's work on what a candidate leaves behind counts, too.
local function seconds(candidate)
  collectgarbage()
  collectgarbage() -- the first one only calls finalizers
  local start = os.clock()
  candidate()
  return os.clock() - start
end

-- For each candidate, a list of its seconds, one a round. One round beforehand is not counted.
function clock.rounds(count, candidates)
  local times = {}
  for index, candidate in ipairs(candidates) do
    times[index] = {}
    candidate()
  end
  for round = 1, count do
    for index, candidate in ipairs(candidates) do
      times[index][round] = seconds(candidate)
    end
  end
  return times
end

-- The same, as so many units (1e9: nanoseconds) for each of `calls` calls.
function clock.per_call(count, calls, unit, candidates)
  local times = clock.rounds(count, candidates)
  for _, list in ipairs(times) do
    for round, time in ipairs(list) do
      list[round] = time / calls * unit
    end
  end
  return times
end

return clock
