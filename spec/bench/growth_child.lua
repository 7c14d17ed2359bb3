-- One registry of growth.lua, in a process of its own: prints its rows, the milliseconds to
-- load it, the private memory in KiB that it takes, and nanoseconds of look-ups.

package.path = "./?.lua;" .. package.path

local ianaports = require "ianaports"
local clock = require "spec.bench.support.clock"
local keys = require "spec.bench.support.keys"
local many_rows = require "spec.bench.support.many_rows"
local statistics = require "spec.bench.support.statistics"

local CALLS, KEYS = 100000, 100

local function private_memory()
  collectgarbage()
  collectgarbage()
  local private = 0
  for line in io.lines "/proc/self/smaps_rollup" do
    private = private + (line:match "^Private_%a+:%s+(%d+) kB" or 0)
  end
  return private
end

local before = private_memory()
local start = os.clock()
local registry = assert(ianaports.load(arg[1]))
print(#registry)
print((os.clock() - start) * 1000)
print(private_memory() - before)

local ports = keys.ports(function(port)
  return registry:service_name(port, "tcp")
end)
assert(#ports > 0, "no port has a name")
local names = {}
for name in io.lines(many_rows.names_of(arg[1])) do
  names[#names + 1] = name
end

-- `count` random keys, at most `distinct` of them different.
local function draw(count, list, distinct)
  return keys.draw(count, distinct and keys.draw(distinct, list) or list)
end

local function time(method, list)
  local ask = registry[method]
  local function candidate()
    for index = 1, #list do
      ask(registry, list[index], "tcp")
    end
  end
  print(statistics.median(clock.per_call(5, #list, 1e9, { candidate })[1]))
end

local random_ports, random_names = draw(CALLS, ports), draw(CALLS, names)
local same_ports, same_names = draw(CALLS, ports, KEYS), draw(CALLS, names, KEYS)
time("service_name", same_ports)
time("port_number", same_names)
time("find", same_ports)
time("service_name", random_ports)
time("port_number", random_names)
time("find", random_ports)
