-- How look-ups, loading and memory grow with the number of rows: registries with 1, 10 and 100
-- times the rows of the bundled one, and the exponent of growth. It is 0 if a figure is constant,
-- and 1 if it is proportional to the rows.
--
-- One set of look-ups repeats the same 100 keys, which measures the steps of a look-up. The other
-- has 20,000 random keys: the more rows there are, the fewer of them are in the processor's caches.

local command = require "spec.bench.support.command"
local many_rows = require "spec.bench.support.many_rows"
local statistics = require "spec.bench.support.statistics"

local growth = { rounds = 3 }

local FACTORS = { 1, 10, 100 }
local CHILD = "spec/bench/growth_child.lua"

local function flat(slope)
  return slope <= 0.1
end

local function linear(slope)
  return slope >= 0.8 and slope <= 1.2
end

-- In the order in which growth_child.lua prints them.
local figures = {
  { "load", "ms", linear },
  { "private memory of a loaded registry", "KiB", linear },
  { "service_name, the same 100 keys", "ns", flat },
  { "port_number, the same 100 keys", "ns", flat },
  { "find, the same 100 keys", "ns", flat },
  { "service_name, random keys", "ns" },
  { "port_number, random keys", "ns" },
  { "find, random keys", "ns" },
}

local TARGETS = { [flat] = "at most 0.1", [linear] = "0.8 to 1.2" }
local TARGET_SLOPES = { [flat] = 0, [linear] = 1 }

-- The figures of one process: rows, then as above.
local function measure(path)
  local values = {}
  for word in command.output(("%s %s %s"):format(command.lua, CHILD, path)):gmatch "%S+" do
    values[#values + 1] = assert(tonumber(word), word)
  end
  assert(#values == #figures + 1, "growth_child.lua printed something else")
  return values
end

-- results[round][factor]: what measure returns.
local function row_of(index, figure, results)
  local slopes, values = {}, {}
  for round, by_factor in ipairs(results) do
    local rows, ys = {}, {}
    for factor, measured in ipairs(by_factor) do
      rows[factor], ys[factor] = measured[1], measured[index + 1]
      values[factor] = values[factor] or {}
      values[factor][round] = ys[factor]
    end
    slopes[round] = statistics.slope(rows, ys)
  end
  local row = {
    what = figure[1],
    unit = figure[2],
    values = {},
    slope = statistics.summary(slopes),
    target = TARGETS[figure[3]],
    target_slope = TARGET_SLOPES[figure[3]],
  }
  for factor, list in ipairs(values) do
    row.values[factor] = { rows = results[1][factor][1], value = statistics.summary(list) }
  end
  if figure[3] then
    row.meets = figure[3](row.slope.median)
  end
  return row
end

function growth.run(options)
  local paths, results, rows = {}, {}, {}
  for index, factor in ipairs(FACTORS) do
    paths[index] = ("%s/growth-%d.csv"):format(command.folder, factor)
    many_rows.write(paths[index], factor)
  end
  for round = 1, options.rounds do
    results[round] = {}
    for index, path in ipairs(paths) do
      results[round][index] = measure(path)
    end
  end
  for _, path in ipairs(paths) do
    os.remove(path)
    os.remove(many_rows.names_of(path))
  end
  for index, figure in ipairs(figures) do
    rows[index] = row_of(index, figure, results)
  end
  return { growth = rows }
end

return growth
