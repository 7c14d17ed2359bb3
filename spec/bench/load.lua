-- How long loading IANA's own files takes beside the time that libcsv or expat alone
-- takes to walk the same bytes with callbacks that do nothing.
--
-- usage, from a checkout with the module built:
--   IANAPORTS_OFFICIAL=FOLDER lua5.4 spec/bench/load.lua [ROUNDS]
--
-- Each round is a process that walks twice and two that load twice, so that whatever else
-- the machine does falls on all. Besides computing, a load waits for the system to give it
-- memory, page by page, which takes as long as the system likes; a walk needs next to none.
-- So there are three figures: the first load of a process; the second as the allocator is,
-- which may have given the memory back; and the second with the memory kept at hand. The
-- last tells what the reader itself costs, and is what is held against the target.
-- Without IANAPORTS_OFFICIAL, it loads the bundled snapshot's CSV, and no XML.
-- It needs luaexpat, a C compiler and expat's header (Debian: lua-expat, libexpat1-dev).

local FILE = "/service-names-port-numbers."
local PIECE = 65536
local LIMITS = { csv = 2.5, xml = 6 }
local FLOOR = "build/bench/load_floor"
local SOURCE = "spec/bench/load_floor.c"

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

local function run(command)
  local status = os.execute(command)
  assert(status == true or status == 0, "failed: " .. command)
end

-- What a command prints: two times, in milliseconds.
local function two_times(command)
  local pipe = assert(io.popen(command))
  local output = pipe:read "*a"
  pipe:close()
  local first, second = output:match "^(%S+)\n(%S+)\n$"
  assert(first, "failed: " .. command)
  return tonumber(first), tonumber(second)
end

local function floor_times(format, path)
  return two_times(("%s %s '%s' %d 2"):format(FLOOR, format, path, PIECE))
end

local function load_times(environment, path)
  return two_times(("%s%s build/bench/load_twice.lua '%s'"):format(environment, arg[-1], path))
end

local function median(sorted)
  local middle = (#sorted + 1) / 2
  return (sorted[math.floor(middle)] + sorted[math.ceil(middle)]) / 2
end

local function show(label, values, unit, note)
  table.sort(values)
  print(("%-26s %8.2f %-2s (%.2f to %.2f%s)"):format(label, median(values), unit, values[1],
    values[#values], note or ""))
end

local function ratios(loads, floors)
  local list = {}
  for round, floor in ipairs(floors) do
    list[round] = loads[round] / floor
  end
  return list
end

local function measure(format, path, rounds)
  local floors, first, default, kept = {}, {}, {}, {}
  for round = 1, rounds do
    local _
    _, floors[round] = floor_times(format, path)
    first[round], default[round] = load_times("", path)
    _, kept[round] = load_times(KEEP_MEMORY, path)
  end
  print(("\n%s, %d rounds: median (least to most)"):format(path:match "[^/]+$", rounds))
  local of_first, of_default, of_kept =
    ratios(first, floors), ratios(default, floors), ratios(kept, floors)
  show("parser alone", floors, "ms")
  show("load, memory at hand", kept, "ms")
  show("load, allocator as it is", default, "ms")
  show("first load of a process", first, "ms")
  print "times the parser alone:"
  show("load, memory at hand", of_kept, "", ("; at most %g is wanted"):format(LIMITS[format]))
  show("load, allocator as it is", of_default, "")
  show("first load of a process", of_first, "")
end

local function main(folder, rounds)
  run "mkdir -p build/bench"
  run(("${CC:-cc} -std=c11 -O2 -o %s %s -lcsv -lexpat"):format(FLOOR, SOURCE))
  local script = assert(io.open("build/bench/load_twice.lua", "w"))
  script:write(LOAD)
  script:close()
  measure("csv", (folder or "data") .. FILE .. "csv", rounds)
  if folder then
    measure("xml", folder .. FILE .. "xml", rounds)
  end
end

main(os.getenv "IANAPORTS_OFFICIAL", tonumber(arg[1]) or 21)
