-- How long loading IANA's own files takes beside the time that libcsv or expat alone
-- takes to walk the same bytes with callbacks that do nothing.
--
-- Each round is a process that walks twice and two that load twice, so that whatever else
-- the machine does falls on all. Besides computing, a load waits for the system to give it
-- memory, page by page, which takes as long as the system likes; a walk needs next to none.
-- So there are three figures: the first load of a process; the second as the allocator is,
-- which may have given the memory back; and the second with the memory kept at hand. The
-- last tells what the reader itself costs, and is what is held against the target.
-- IANAPORTS_OFFICIAL names the folder with the files; without it, it loads the bundled
-- snapshot's CSV, and no XML.

local command = require "spec.bench.support.command"
local comparison = require "spec.bench.support.comparison"

local load_part = { rounds = 15 }

local FILE = "/service-names-port-numbers."
local PIECE = 65536
local FLOORS = { csv = "libcsv alone", xml = "expat alone" }
local TARGETS = { csv = 2, xml = 6 }
local NOTES = { csv = "2.5 was the target before" }

-- Has glibc keep memory that is freed, and not give it back and ask for it again.
local KEEP_MEMORY = "MALLOC_TOP_PAD_=67108864 MALLOC_TRIM_THRESHOLD_=134217728 "

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

-- What a command prints: two times, in milliseconds.
local function two_times(line)
  local first, second = command.output(line):match "^(%S+)\n(%S+)\n$"
  return tonumber(first), tonumber(second)
end

local function measure(format, path, rounds)
  local script = command.write_file("load_twice.lua", LOAD)
  local walk = ("build/bench/load_floor %s '%s' %d 2"):format(format, path, PIECE)
  local load = ("%s %s '%s'"):format(command.lua, script, path)
  local floors, first, default, kept = {}, {}, {}, {}
  local _
  for round = 1, rounds do
    _, floors[round] = two_times(walk)
    first[round], default[round] = two_times(load)
    _, kept[round] = two_times(KEEP_MEMORY .. load)
  end
  local function compare(how, values, target, note)
    return comparison.new {
      what = ("load %s, %s"):format(path:match "[^/]+$", how),
      unit = "ms",
      values = values,
      floor_name = FLOORS[format],
      floors = floors,
      target = target,
      note = note,
    }
  end
  return {
    compare("memory at hand", kept, { at_most_times = TARGETS[format] }, NOTES[format]),
    compare("allocator as it is", default),
    compare("first of a process", first),
  }
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
