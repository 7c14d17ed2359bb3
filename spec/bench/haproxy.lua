-- What the converter costs HAProxy: requests a second, and processor time a request, if it answers
-- with the name of a service, with a constant from an empty converter, and without a script.
--
-- Each configuration has a process of its own with one thread. wrk makes the load, with 16
-- connections. The configurations alternate in each round. The requests a second include the time
-- in which other programs have the processors, and wrk's; HAProxy's processor time does not.

local command = require "spec.bench.support.command"
local comparison = require "spec.bench.support.comparison"
local hosts = require "spec.support.hosts"

local haproxy = { rounds = 10, seconds = 1 } -- of load each

local configuration = [[
global
    nbthread 1
    %s
defaults
    mode http
    timeout connect 5s
    timeout client 5s
    timeout server 5s
frontend ports
    bind 127.0.0.1:%d
    http-request return status 200 content-type text/plain lf-string "%%[dst_port%s]\n"
]]

local empty = [[
core.register_converters("empty", function()
  return "-"
end)
]]

-- In a namespace of processes, a process finds its number in the surrounding one, which /proc has,
-- in /proc/self alone. A round prints: port, requests, seconds, processor time before and after.
local script = [[
serve() {
  sh -c 'read pid rest </proc/self/stat; echo $pid >$1.pid; exec haproxy -f $1' sh $1 &
}
used() {
  cut -d " " -f 14,15 /proc/$(cat $1.pid)/stat
}
for port in $ports; do
  serve $folder/haproxy-$port.cfg
  await curl --silent --output /dev/null http://127.0.0.1:$port/
done
for round in $(seq $rounds); do
  for port in $ports; do
    before=$(used $folder/haproxy-$port.cfg)
    wrk --threads 1 --connections 16 --duration ${seconds}s http://127.0.0.1:$port/ |
      sed -n "s/^ *\([0-9]*\) requests in \([0-9.]*\)s.*/load $port \1 \2/p"
    echo "used $before $(used $folder/haproxy-$port.cfg)"
  done
done
]]

-- Writes the configurations. Returns the names of what they answer with, by their ports.
local function write_configurations()
  local module = hosts.build(hosts.lua_of "haproxy")
  local candidates = {
    { "the converter", ",lua.ianaports_service(tcp)", ("lua-prepend-path %s/?.so cpath\n"
      .. "    lua-load lua/hosts/haproxy/service.lua"):format(module) },
    { "an empty converter", ",lua.empty(tcp)",
      "lua-load " .. command.write_file("empty_converter.lua", empty) },
    { "no script", "", "" },
  }
  local names = {}
  for index, candidate in ipairs(candidates) do
    local port = 8080 + index
    names[port] = candidate[1]
    command.write_file(("haproxy-%d.cfg"):format(port),
      configuration:format(candidate[3], port, candidate[2]))
  end
  return names
end

-- Requests a second and microseconds a request, by port, one of each a round.
local function measure(options)
  local output, succeeded = hosts.run_isolated(
    ("folder=%s ports='8081 8082 8083' rounds=%d seconds=%d\n"):format(
      command.folder, options.rounds, options.seconds) .. script)
  assert(succeeded, output)
  local ticks = tonumber((command.output "getconf CLK_TCK"))
  local rates, times = {}, {}
  for port, requests, seconds, user, system, user_after, system_after in output:gmatch(
    "load (%d+) (%d+) ([%d.]+)\nused (%d+) (%d+) (%d+) (%d+)\n") do
    port = tonumber(port)
    rates[port], times[port] = rates[port] or {}, times[port] or {}
    table.insert(rates[port], requests / seconds)
    table.insert(times[port],
      (user_after + system_after - user - system) / ticks / requests * 1e6)
  end
  return rates, times
end

function haproxy.run(options)
  local names = write_configurations()
  local rates, times = measure(options)
  local comparisons = {}
  local function compare(what, unit, values, is_rate)
    for port = 8082, 8083 do
      comparisons[#comparisons + 1] = comparison.new {
        what = what,
        unit = unit,
        is_rate = is_rate,
        values = values[8081],
        floor_name = names[port],
        floors = values[port],
      }
    end
  end
  compare("HAProxy, a service's name in each answer", "requests/s", rates, true)
  compare("its processor time", "µs", times)
  return { comparisons = comparisons }
end

return haproxy
