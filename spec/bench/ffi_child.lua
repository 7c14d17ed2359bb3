-- Nanoseconds a call of a compiled loop takes through ianaports.ffi, and the same loop through
-- ianaports, both on LuaJIT: run by ffi.lua.
--
-- usage, from a checkout after `make LUA_VERSION=jit`: luajit spec/bench/ffi_child.lua ROUNDS
--
-- Prints JSON. Keys are drawn in advance, and every answer is used: the lengths of names and
-- statuses and the values of ports are added up. LuaJIT does not make find's table if a loop only
-- reads its fields, but makes it if the loop keeps it. Each loop is a chunk of its own, so that
-- none is compiled for another's functions, and both must get the same sum. The two alternate in
-- each round. Times are processor times; a round in advance compiles the loops and lists the
-- answers.

package.path = "./?.lua;" .. package.path

local ianaports = require "ianaports"
local new_random = require "spec.conformance.random"

local SEED = 20260511
local KEYS = 65536
local PASSES = { api = 4, ffi = 100 } -- over the keys in a round: about 30 ms each

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
  { name = "service_name", of = "ports by chance", keys = ports(any) },
  { name = "service_name", of = "ports by chance, tcp", keys = ports(any),
    call = 'keys[index], "tcp"' },
  { name = "service_name", of = "ports with a name", keys = ports(ianaports.service_name) },
  { name = "port_number", of = "names by chance", keys = names(), use = "answer" },
  { name = "find", of = "ports by chance", keys = ports(any), use = READ },
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
  measure(ffi, lookups[case.name], case.keys, 1)
  for round = 1, rounds do
    local one, other
    case.api[round], one = measure(api, ianaports[case.name], case.keys, PASSES.api)
    case.ffi[round], other = measure(ffi, lookups[case.name], case.keys, PASSES.ffi)
    assert(one == other and one > 0, "answers differ")
  end
end

local function json_list(values)
  local texts = {}
  for index, value in ipairs(values) do
    texts[index] = ("%.3f"):format(value)
  end
  return "[" .. table.concat(texts, ", ") .. "]"
end

local lookups, rows = require "ianaports.ffi", {}
for index, case in ipairs(cases) do
  run(case, lookups, tonumber((...)))
  rows[index] = ('{ "name": "%s", "of": "%s", "ffi": %s, "api": %s }'):format(case.name, case.of,
    json_list(case.ffi), json_list(case.api))
end
print("[" .. table.concat(rows, ",\n") .. "]")
