-- How long a process takes to start and to require the module, beside one that requires an
-- empty C module; and a simple look-up with the command beside an interpreter that does nothing.

local command = require "spec.bench.support.command"
local comparison = require "spec.bench.support.comparison"

local start = { rounds = 200 } -- of one start each

local function requiring(name)
  return ([[%s -e 'package.cpath = "build/%s/?.so;%s/?.so" require "%s"']]):format(
    command.lua, command.lua_version, command.programs, name)
end

function start.run(options)
  local times = command.measure(options.rounds, {
    requiring "ianaports",
    requiring "empty",
    command.lua .. " lua/bin/ianaports 443",
    command.lua .. ' -e ""',
  }, {})
  return {
    comparisons = {
      comparison.new {
        what = 'start and require "ianaports"',
        unit = "ms",
        values = times[1].clock,
        floor_name = "empty C module",
        floors = times[2].clock,
        target = { at_most_times = 1.15 },
      },
      comparison.new {
        what = "command: ianaports 443",
        unit = "ms",
        values = times[3].clock,
        floor_name = "interpreter alone",
        floors = times[4].clock,
        target = { at_most_more = 5 },
      },
    },
  }
end

return start
