-- Commands that do the same work on a file: their times side by side, after their outputs have been
-- compared.
--
-- A candidate has these fields:
--
--   name      what the tables call it
--   line      the command; it writes to standard output
--   compared  the command whose output is compared, if another one than is timed
--   needs     a program that must be installed, or a file if it has a slash
--   sorted    a shell command that brings its output into the order or form of the others'
--   differs   whether it writes something else, as `cat` does
--   target    of the first candidate beside this one, as in a comparison

local command = require "spec.bench.support.command"
local comparison = require "spec.bench.support.comparison"
local statistics = require "spec.bench.support.statistics"

local jobs = {}

local OUTPUT = command.folder .. "/output.txt"

-- Packages of Node, and the same rules of text for all: bytes.
local ENVIRONMENT = "LC_ALL=C NODE_PATH=build/npm-duckdb/node_modules"

-- What a candidate needs that runs DuckDB.
jobs.DUCKDB = "build/npm-duckdb/node_modules/@duckdb/node-api/package.json"

-- The command, run as a user would run it.
jobs.own = command.lua .. " lua/bin/ianaports "

function jobs.is_installed(candidate)
  local needs = candidate.needs
  if not needs or not needs:find "/" then
    return not needs or command.exists(needs)
  end
  local file = io.open(needs)
  return file ~= nil and file:close()
end

-- Stops the bench if a candidate writes something else than the first one, or if that one writes
-- nothing.
local function compare_outputs(candidates)
  local first, other = command.folder .. "/first.txt", command.folder .. "/other.txt"
  for index, candidate in ipairs(candidates) do
    if not candidate.differs then
      local line = candidate.compared or candidate.line
      command.output(("env %s %s >%s 2>%s"):format(ENVIRONMENT, line, OUTPUT,
        command.folder .. "/messages.txt"))
      command.output(("{ %s; } <%s >%s"):format(candidate.sorted or "cat", OUTPUT,
        index == 1 and first or other))
      if index == 1 then
        assert(command.size_of(first) > 0, "it wrote nothing: " .. candidate.line)
      else
        command.output(("cmp %s %s"):format(first, other))
      end
    end
  end
  os.remove(first)
  os.remove(other)
end

-- The first candidate beside another one, by the clock. The note has the processor time.
local function compare(what, first, other)
  local own, others = first.times, other.times or {}
  return comparison.new {
    what = what,
    unit = "ms",
    values = own.clock,
    floor_name = other.name,
    floors = others.clock,
    target = other.target,
    note = others.clock and ("processor %.0f, %.0f"):format(statistics.median(own.processor),
      statistics.median(others.processor)),
  }
end

-- Returns comparisons of the first candidate with each of the others. They alternate in each round.
function jobs.compare(what, rounds, candidates)
  local installed, lines, rows = {}, {}, {}
  for _, candidate in ipairs(candidates) do
    if jobs.is_installed(candidate) then
      table.insert(installed, candidate)
      table.insert(lines, candidate.line)
    end
  end
  compare_outputs(installed)
  local times = command.measure(rounds, lines, { environment = ENVIRONMENT, output = OUTPUT })
  for index, candidate in ipairs(installed) do
    candidate.times = times[index]
  end
  for index = 2, #candidates do
    rows[index - 1] = compare(what, candidates[1], candidates[index])
  end
  os.remove(OUTPUT)
  return rows
end

return jobs
