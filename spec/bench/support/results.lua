-- The results of all parts, printed when each part ends, and written as JSON and as a chart.

local chart = require "spec.bench.support.chart"
local command = require "spec.bench.support.command"
local json = require "dkjson"
local printed = require "spec.bench.support.printed"

local results = {}

-- The names in the order of the output.
local KEY_ORDER = {
  "processor", "system", "lua", "part", "what", "name", "unit", "value",
  "floor_name", "floor", "ratio", "difference", "target", "target_ratio", "meets", "rounds",
  "note", "median", "least", "most",
}

-- The lists of rows that a part may return.
local KINDS = { "comparisons", "peers", "growth" }

local function first_line(line)
  return command.output(line):match "[^\n]*"
end

-- The machine and the versions that the figures apply to.
local function machine()
  return {
    processor = first_line "sed -n 's/^model name[^:]*: //p' /proc/cpuinfo",
    system = first_line "uname -srm",
    lua = _VERSION,
  }
end

function results.new()
  local collected = { machine = machine() }
  for _, kind in ipairs(KINDS) do
    collected[kind] = {}
  end
  return collected
end

function results.print(name, result, seconds)
  print(("\n%s (%d s)"):format(name, seconds))
  for _, kind in ipairs(KINDS) do
    if result[kind] then
      print(table.concat(printed[kind](result[kind]), "\n"))
    end
  end
  io.stdout:flush()
end

function results.add(collected, name, result)
  for _, kind in ipairs(KINDS) do
    for _, row in ipairs(result[kind] or {}) do
      row.part = name
      table.insert(collected[kind], row)
    end
  end
end

-- How many of the targets are met.
function results.count_met(collected)
  local met, targets = 0, 0
  for _, kind in ipairs(KINDS) do
    for _, row in ipairs(collected[kind]) do
      if row.meets ~= nil then
        targets = targets + 1
        met = met + (row.meets and 1 or 0)
      end
    end
  end
  return met, targets
end

function results.json(collected)
  return json.encode(collected, { indent = true, keyorder = KEY_ORDER }) .. "\n"
end

function results.write(collected)
  local written = command.write_file("results.json", results.json(collected))
  local drawn = command.write_file("results.svg", chart.svg(collected))
  local met, targets = results.count_met(collected)
  print(("\n%d of %d targets met; written to %s and %s"):format(met, targets, written, drawn))
end

return results
