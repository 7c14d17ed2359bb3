-- How many calls a second a compiled loop makes through ianaports.ffi, beside the same loop
-- through ianaports, both on LuaJIT. At least 10 times as many are wanted of service_name.
--
-- usage, from a checkout after `make LUA_VERSION=jit`:
--   luajit spec/bench/ffi.lua [--json FILE] [ROUNDS]
--
-- Keys are drawn beforehand, and every answer is used: names and statuses add to a sum by
-- their length, ports by their value. The compiler makes no table of find's where a loop only
-- reads fields; where it is to be kept, it does. Each loop is a chunk of its own, so that none is
-- compiled for another's functions, and both must come to the same sum. Rounds take the two
-- in turn. Times are of the processor; a round beforehand, which compiles, and lists the
-- answers, is told apart. The file has the nanoseconds of each round.

package.path = "./?.lua;" .. package.path

local ianaports = require "ianaports"
local new_random = require "spec.conformance.random"

local SEED = 20260511
local KEYS = 65536
local WANTED = 10
local PASSES = { api = 4, ffi = 100 } -- over the keys in a round: some 30 ms each

local LOOP = [[
local ask, keys, passes = ...
local sum, kept = 0, {}
for _ = 1, passes do
  for index = 1, #keys do
    local answer = ask(%s)
    if answer then
      sum = sum + %s
    end
  end
end
return sum, kept]]

local function draw(list)
  local random, drawn = new_random(SEED), {}
  for index = 1, KEYS do
    drawn[index] = random:item(list)
  end
  return drawn
end

local function ports(wanted)
  local list = {}
  for port = 0, 65535 do
    if wanted(port) then
      list[#list + 1] = port
    end
  end
  return draw(list)
end

local function names()
  local list, known = {}, {}
  for entry in ianaports.entries { port = true } do
    local name = entry.service_name
    if name and not known[name] then
      known[name] = true
      list[#list + 1] = name
    end
  end
  return draw(list)
end

local function any()
  return true
end

local READ = "#answer.status + (answer.port_number or 0)"
local KEPT = READ .. "; kept[index % 64 + 1] = answer"

local cases = {
  { name = "service_name", of = "ports by chance", keys = ports(any), wanted = WANTED },
  { name = "service_name", of = "ports by chance, tcp", keys = ports(any),
    call = 'keys[index], "tcp"', wanted = WANTED },
  { name = "service_name", of = "ports with a name", keys = ports(ianaports.service_name),
    wanted = WANTED },
  { name = "port_number", of = "names by chance", keys = names(), use = "answer" },
  { name = "find", of = "ports by chance", keys = ports(any), use = READ, wanted = WANTED },
  { name = "find", of = "names by chance", keys = names(), use = READ },
  { name = "find", of = "ports, tables kept", keys = ports(any), use = KEPT },
}

local function compile(case)
  return assert(loadstring(LOOP:format(case.call or "keys[index]", case.use or "#answer")))
end

-- Nanoseconds a call, and the sum of one pass.
local function measure(loop, ask, keys, passes)
  collectgarbage()
  collectgarbage() -- the first one only calls finalizers
  local start = os.clock()
  local sum = loop(ask, keys, passes)
  return (os.clock() - start) / passes / #keys * 1e9, sum / passes
end

local function run(case, lookups, rounds)
  local api, ffi = compile(case), compile(case)
  case.api, case.ffi = {}, {}
  measure(api, ianaports[case.name], case.keys, 1)
  case.first = measure(ffi, lookups[case.name], case.keys, 1) * #case.keys / 1e6
  for round = 1, rounds do
    local one, other
    case.api[round], one = measure(api, ianaports[case.name], case.keys, PASSES.api)
    case.ffi[round], other = measure(ffi, lookups[case.name], case.keys, PASSES.ffi)
    assert(one == other and one > 0, "answers differ")
  end
end

local function summary(values)
  local sorted = { unpack(values) }
  table.sort(sorted)
  local middle = (#sorted + 1) / 2
  return (sorted[math.floor(middle)] + sorted[math.ceil(middle)]) / 2, sorted[1], sorted[#sorted]
end

-- Million calls a second: median (least-most).
local function rate(nanoseconds)
  local median, least, most = summary(nanoseconds)
  return ("%.1f (%.1f-%.1f)"):format(1e3 / median, 1e3 / most, 1e3 / least)
end

local function show(case, rounds)
  local ratios = {}
  for round = 1, rounds do
    ratios[round] = case.api[round] / case.ffi[round]
  end
  local median, least, most = summary(ratios)
  print(("%-13s %-21s %-17s %-21s %5.1f (%.1f-%.1f)%s; first pass %.1f ms"):format(case.name,
    case.of, rate(case.api), rate(case.ffi), median, least, most,
    case.wanted and ("   at least %d is wanted"):format(case.wanted) or "", case.first))
end

local function json_list(values)
  local texts = {}
  for index, value in ipairs(values) do
    texts[index] = ("%.3f"):format(value)
  end
  return "[" .. table.concat(texts, ", ") .. "]"
end

local function write_json(path)
  local rows = {}
  for index, case in ipairs(cases) do
    rows[index] = ('  {"what": "ianaports.ffi.%s, %s", "unit": "ns", "floor_name": "ianaports.%s '
      .. 'on LuaJIT", "wanted_times_faster": %s, "values": %s, "floors": %s}'):format(case.name,
      case.of, case.name, case.wanted or "null", json_list(case.ffi), json_list(case.api))
  end
  local file = assert(io.open(path, "w"))
  assert(file:write("[\n", table.concat(rows, ",\n"), "\n]\n"))
  assert(file:close())
end

local function main(arguments)
  local path, rounds = nil, 15
  while arguments[1] do
    local argument = table.remove(arguments, 1)
    if argument == "--json" then
      path = table.remove(arguments, 1)
    else
      rounds = assert(tonumber(argument), "no number of rounds: " .. argument)
    end
  end
  local start = os.clock()
  local lookups = require "ianaports.ffi"
  print(("require takes %.1f ms; %d rounds; million calls a second: median (least-most)")
    :format((os.clock() - start) * 1e3, rounds))
  print(("%-13s %-21s %-17s %-21s %s"):format("", "", "ianaports", "ianaports.ffi", "times"))
  for _, case in ipairs(cases) do
    run(case, lookups, rounds)
    show(case, rounds)
  end
  if path then
    write_json(path)
  end
end

main { ... }
