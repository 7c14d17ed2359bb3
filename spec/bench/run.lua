-- The bench: each figure beside its floor and its peers, measured in the same run.
--
-- usage, from a checkout after `make all bench-programs`:
--   lua5.4 spec/bench/run.lua [PART...] [OPTION=NUMBER...]
--
-- Parts are the files beside this one; without any, all run. Options are those that a part
-- names in its first lines: rounds=3 makes each part fast.

package.path = "./?.lua;" .. package.path
package.cpath = ("build/bench/%s/?.so;"):format(os.getenv "LUA_VERSION" or "5.4") .. package.cpath

local command = require "spec.bench.support.command"
local results = require "spec.bench.support.results"

local PARTS = {
  "size", "start", "memory", "small", "lookup", "iterate", "query", "load", "ffi", "annotate",
  "report", "trickle", "wireshark", "nmap", "haproxy", "peers", "growth",
}

-- The parts named, and the options.
local function read_arguments(arguments)
  local names, options = {}, {}
  for _, argument in ipairs(arguments) do
    local name, value = argument:match "^([%w_]+)=(.*)$"
    if name then
      options[name] = assert(tonumber(value), "no number: " .. argument)
    else
      names[#names + 1] = argument
    end
  end
  return #names > 0 and names or PARTS, options
end

-- Runs the parts with these names, each with its own options or those that replace them.
local function read_parts(names, given)
  local parts, known = {}, {}
  for index, name in ipairs(names) do
    parts[index] = { name = name, run = require("spec.bench." .. name).run, options = {} }
    for option, value in pairs(require("spec.bench." .. name)) do
      parts[index].options[option] = given[option] or value
      known[option] = type(value) == "number"
    end
  end
  for option in pairs(given) do
    assert(known[option], "no part has the option " .. option)
  end
  return parts
end

local parts = read_parts(read_arguments(arg))
command.run("mkdir -p " .. command.folder)
local collected = results.new()
print(("%s, %s, %s"):format(collected.machine.processor, collected.machine.system, _VERSION))
for _, part in ipairs(parts) do
  local start = os.time()
  local result = part.run(part.options)
  results.print(part.name, result, os.time() - start)
  results.add(collected, part.name, result)
end
results.write(collected)
