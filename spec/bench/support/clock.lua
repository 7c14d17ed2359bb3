-- Times within this process. The candidates alternate in each round, so that other work on the
-- machine affects all of them.

local clock = {}

-- Processor time, including the collector's work on the candidate's garbage.
local function seconds(candidate)
  collectgarbage()
  collectgarbage() -- the first one only calls finalizers
  local start = os.clock()
  candidate()
  return os.clock() - start
end

-- For each candidate, a list of its seconds in each round. A first round is not counted.
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

-- The same for each of `calls` calls, in another unit (1e9: nanoseconds).
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
