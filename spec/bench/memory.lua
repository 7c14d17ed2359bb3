-- A process's private memory after require and one look-up, beside that of one that required
-- an empty C module. Each is started by a process that holds the same module open and has
-- used all of it, so that pages that processes share are counted as shared.

local command = require "spec.bench.support.command"
local comparison = require "spec.bench.support.comparison"

local memory = { rounds = 15 }

local MEASURED = [[
package.cpath = arg[2]
local module = require(arg[1])
local answer = module.service_name and module.service_name(443, "tcp")
local private = 0
for line in io.lines "/proc/self/smaps_rollup" do
  private = private + (line:match "^Private_%a+:%s+(%d+) kB" or 0)
end
print(private, answer)
]]

local HOLDER = [[
package.cpath = arg[2]
local module = require(arg[1])
if module.entries then
  for entry in module.entries() do
    module.find_all(entry.service_name or entry.port_number)
  end
end
os.execute(table.concat({ arg[-1], arg[3], arg[1], "'" .. arg[2] .. "'" }, " "))
]]

local function private_memory(name, holder, measured)
  local cpath = ("build/%s/?.so;%s/?.so"):format(command.lua_version, command.programs)
  local line = ("%s %s %s '%s' %s"):format(command.lua, holder, name, cpath, measured)
  local private, answer = command.output(line):match "^(%d+)\t(%S+)\n$"
  assert(answer == (name == "ianaports" and "https" or "nil"), "no answer: " .. line)
  return tonumber(private)
end

function memory.run(options)
  local holder = command.write_file("memory_holder.lua", HOLDER)
  local measured = command.write_file("memory.lua", MEASURED)
  local values, floors = {}, {}
  for round = 1, options.rounds do
    values[round] = private_memory("ianaports", holder, measured)
    floors[round] = private_memory("empty", holder, measured)
  end
  return {
    comparisons = {
      comparison.new {
        what = "private memory after one look-up",
        unit = "KiB",
        values = values,
        floor_name = "empty C module",
        floors = floors,
        target = { at_most_more = 200 },
      },
    },
  }
end

return memory
