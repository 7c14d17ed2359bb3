-- The bench: each figure beside its floor and its peers, measured in the same run.
--
-- usage, from a checkout after `make all bench-programs`:
--   lua5.4 spec/bench/run.lua [PART...] [OPTION=NUMBER...]
--
-- Parts are the files beside this one; without any, all run. Options are those that a part
-- names in its first lines: rounds=3 makes each part quick.

package.path = "./?.lua;" .. package.path
package.cpath = ("build/bench/%s/?.so;"):format(os.getenv "LUA_VERSION" or "5.4") .. package.cpath

local command = require "spec.bench.support.command"
local results = require "spec.bench.support.results"

local PARTS = {
  "size", "start", "memory", "lookup", "iterate", "query", "load", "annotate", "wireshark",
  "peers", "growth",
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

-- A part's own options, and what is given in their place.
local function options_of(part, given)
  local options = {}
  for name, value in pairs(part) do
    options[name] = type(value) == "number" and given[name] or value
  end
  return options
end

local names, given = read_arguments(arg)
command.run("mkdir -p " .. command.folder)
local collected = results.new()
print(("%s, %s, %s"):format(collected.machine.processor, collected.machine.system, _VERSION))
for _, name in ipairs(names) do
  local part = require("spec.bench." .. name)
  local start = os.time()
  local result = part.run(options_of(part, given))
  results.print(name, result, os.time() - start)
  results.add(collected, name, result)
end
results.write(collected)
