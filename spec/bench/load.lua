-- How long loading IANA's own files takes beside the time that libcsv or expat alone
-- takes to walk the same bytes with callbacks that do nothing.
--
-- usage, from a checkout with the module built:
--   IANAPORTS_OFFICIAL=FOLDER lua5.4 spec/bench/load.lua [ROUNDS]
--
-- The rounds of both alternate, so that whatever else the machine does falls on both.
-- Without IANAPORTS_OFFICIAL, it loads the bundled snapshot's CSV, and no XML.
-- It needs luaexpat, a C compiler and expat's header (Debian: lua-expat, libexpat1-dev).

local ianaports = require "ianaports"

local FILE = "/service-names-port-numbers."
local PIECE = 65536
local LIMITS = { csv = 2.5, xml = 6 }
local FLOOR = "build/bench/load_floor"
local SOURCE = "spec/bench/load_floor.c"

local function run(command)
  local status = os.execute(command)
  assert(status == true or status == 0, "failed: " .. command)
end

-- Milliseconds that the parser alone takes. The first walk of a process meets memory that
-- is not mapped yet, as a load in a process that has loaded before does not: the second
-- one counts.
local function floor_time(format, path)
  local pipe = assert(io.popen(("%s %s '%s' %d 2"):format(FLOOR, format, path, PIECE)))
  local output = pipe:read "*a"
  pipe:close()
  return tonumber(output:match "^%S+\n(%S+)\n$") or error(FLOOR .. " failed", 0)
end

-- Milliseconds of this process: the module reads and computes, and waits for nothing.
local function load_time(path)
  collectgarbage()
  collectgarbage() -- the first one only calls finalizers
  local start = os.clock()
  local registry = assert(ianaports.load(path))
  local elapsed = (os.clock() - start) * 1000
  registry:close()
  return elapsed
end

local function median(sorted)
  local middle = (#sorted + 1) / 2
  return (sorted[math.floor(middle)] + sorted[math.ceil(middle)]) / 2
end

local function show(label, times)
  table.sort(times)
  print(("%-22s %8.1f ms  (%.1f to %.1f)"):format(label, median(times), times[1], times[#times]))
  return median(times)
end

local function measure(format, path, rounds)
  load_time(path) -- compiles and caches what a first load must
  local loads, floors, ratios = {}, {}, {}
  for round = 1, rounds do
    floors[round] = floor_time(format, path)
    loads[round] = load_time(path)
    ratios[round] = loads[round] / floors[round]
  end
  print(("\n%s, %d rounds: median (least to most)"):format(path:match "[^/]+$", rounds))
  show("load", loads)
  show("parser alone", floors)
  table.sort(ratios)
  print(("%-22s %8.2f     (%.2f to %.2f; at most %g is wanted)"):format(
    "load / parser alone", median(ratios), ratios[1], ratios[#ratios], LIMITS[format]))
end

local function main(folder, rounds)
  run "mkdir -p build/bench"
  run(("${CC:-cc} -std=c11 -O2 -o %s %s -lcsv -lexpat"):format(FLOOR, SOURCE))
  measure("csv", (folder or "data") .. FILE .. "csv", rounds)
  if folder then
    measure("xml", folder .. FILE .. "xml", rounds)
  end
end

main(os.getenv "IANAPORTS_OFFICIAL", tonumber(arg[1]) or 21)
