-- How long after a row is written to a pipe its answer is there, beside `cat` and `sed -u`: for
-- `annotate --csv` and for a text. No row may wait for others.

local command = require "spec.bench.support.command"
local comparison = require "spec.bench.support.comparison"
local flow_files = require "spec.bench.support.flow_files"
local jobs = require "spec.bench.support.jobs"
local statistics = require "spec.bench.support.statistics"

local trickle = { rounds = 5, lines = 200 }

local MOST = 1000 -- microseconds: the time of a switch between processes, not of a block

-- The median of a round, in microseconds.
local function measure(count, path, line)
  local times = {}
  for time in command.output(("%s spec/bench/peers/flows/trickle.py %d %s %s"):format(
    command.python3(), count, path, line)):gmatch "%S+" do
    times[#times + 1] = tonumber(time)
  end
  return statistics.median(times)
end

local function measure_all(options, path, lines)
  local times = { {}, {}, {} }
  for round = 1, options.rounds do
    for index, line in ipairs(lines) do
      times[index][round] = measure(options.lines, path, line)
    end
  end
  return times
end

local function compare(options, what, path, own)
  local times = measure_all(options, path, { jobs.own .. own, "cat", "sed -u s/$/,/" })
  local rows = {}
  for index, floor_name in ipairs { "cat", "sed -u" } do
    rows[index] = comparison.new {
      what = what,
      unit = "us",
      values = times[1],
      floor_name = floor_name,
      floors = times[index + 1],
      target = index == 1 and { at_most = MOST } or nil,
    }
  end
  os.remove(path)
  return rows
end

function trickle.run(options)
  local lines = options.lines + 2
  local comparisons = compare(options, "a row through annotate --csv",
    flow_files.write_plain(lines), "annotate --csv --port-column dst_port --protocol-column proto")
  for _, row in ipairs(compare(options, "a line through annotate", flow_files.write_log(lines),
    "annotate")) do
    table.insert(comparisons, row)
  end
  return { comparisons = comparisons }
end

return trickle
