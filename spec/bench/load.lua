-- How long loading IANA's own files takes beside the time that libcsv or expat alone
-- takes to walk the same bytes with callbacks that do nothing.
--
-- usage, from a checkout with the module built:
--   IANAPORTS_OFFICIAL=FOLDER lua5.4 spec/bench/load.lua [ROUNDS]
--
-- Each round is a process that loads twice and one that walks twice, so that whatever else
-- the machine does falls on both. The first load of a process also waits for the system to
-- give it memory, page by page, which takes as long as the system likes; the second has the
-- memory at hand, as the second walk has, and is what is held against the target.
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
  local pipe = assert(io.popen(KEEP_MEMORY .. command))
  local output = pipe:read "*a"
  pipe:close()
  local first, second = output:match "^(%S+)\n(%S+)\n$"
  assert(first, "failed: " .. command)
  return tonumber(first), tonumber(second)
end

local function floor_times(format, path)
  return two_times(("%s %s '%s' %d 2"):format(FLOOR, format, path, PIECE))
end

local function load_times(path)
  return two_times(("%s build/bench/load_twice.lua '%s'"):format(arg[-1], path))
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

local function measure(format, path, rounds)
  local first, again, floors, ratios = {}, {}, {}, {}
  for round = 1, rounds do
    local _
    _, floors[round] = floor_times(format, path)
    first[round], again[round] = load_times(path)
    ratios[round] = again[round] / floors[round]
  end
  print(("\n%s, %d rounds: median (least to most)"):format(path:match "[^/]+$", rounds))
  show("first load of a process", first, "ms")
  show("load", again, "ms")
  show("parser alone", floors, "ms")
  show("load / parser alone", ratios, "", ("; at most %g is wanted"):format(LIMITS[format]))
  print(("%-26s %8.2f"):format("the same of the least", again[1] / floors[1]))
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
