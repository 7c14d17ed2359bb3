-- What the script for Nmap costs a scan of 1,000 open ports: Nmap's time without a script, with an
-- empty one that runs for each port and prints nothing, and with the script.
--
-- The ports are Nmap's 1,000 most common TCP ports, in a network of its own. Measures Nmap's
-- processor time, user and system. All alternate in each round.

local command = require "spec.bench.support.command"
local comparison = require "spec.bench.support.comparison"
local hosts = require "spec.support.hosts"
local listeners = require "spec.support.listeners"
local nmap_scans = require "spec.support.nmap_scans"

local nmap = { rounds = 5 }

local folder = command.folder

local empty = [[
description = "Says nothing."
categories = { "safe" }
portrule = function(_, port) return port.state == "open" end
action = function() end
]]

-- `times` is in every shell; its second line is what the children used.
local round = [[
for script in '' '--script %s' '--script %s' '--script %s -v'; do
  sh -c "nmap -n -Pn --top-ports 1000 $script 127.0.0.1 >%s && times" | tail -n 1
done
]]

-- The seconds of processor time of each candidate, by rounds.
local function measure(rounds)
  local lua = hosts.lua_of "nmap"
  local script = ("%s --script-args ianaports.cpath=%s"):format(nmap_scans.script, hosts.build(lua))
  local one = round:format(command.write_file("empty.nse", empty), script, script,
    folder .. "/nmap.txt")
  local output, succeeded = hosts.run_isolated("ulimit -n 4096\n"
    .. listeners.start(nmap_scans.common_ports "127.0.0.1") .. one:rep(rounds))
  assert(succeeded, output)
  local times, count = { {}, {}, {}, {} }, 0
  for user_minutes, user, system_minutes, system in
    output:gmatch "(%d+)m([%d.]+)s (%d+)m([%d.]+)s\n"
  do
    table.insert(times[count % 4 + 1], (user_minutes + system_minutes) * 60 + user + system)
    count = count + 1
  end
  assert(count == 4 * rounds, output)
  return times
end

function nmap.run(options)
  local times = measure(options.rounds)
  local text = io.open(folder .. "/nmap.txt"):read "*a"
  assert(select(2, text:gsub("\n| ianaports:", "")) == 1001, "Nmap shows other than 1,000 ports")
  local comparisons = {}
  for _, pair in ipairs {
    { 3, 1, "no script" }, { 3, 2, "an empty script" }, { 4, 2, "an empty script" },
    { 2, 1, "no script" },
  } do
    local value, floor, floor_name = pair[1], pair[2], pair[3]
    comparisons[#comparisons + 1] = comparison.new {
      what = ("nmap, 1,000 open ports, %s"):format(
        value == 2 and "an empty script" or value == 3 and "the script" or "the script, -v"),
      unit = "s",
      values = times[value],
      floor_name = floor_name,
      floors = times[floor],
    }
  end
  return { comparisons = comparisons }
end

return nmap
