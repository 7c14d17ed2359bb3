-- The module's size beside that of the CSV that is compiled in.

local command = require "spec.bench.support.command"
local comparison = require "spec.bench.support.comparison"

local size = { rounds = 1 }

function size.run()
  local stripped = command.folder .. "/stripped.so"
  command.run(("strip -o %s build/%s/ianaports.so"):format(stripped, command.lua_version))
  return {
    comparisons = {
      comparison.new {
        what = "size of the stripped module",
        unit = "KiB",
        values = { command.size_of(stripped) / 1024 },
        floor_name = "bundled CSV",
        floors = { command.size_of "data/service-names-port-numbers.csv" / 1024 },
        target = { smaller = true },
      },
    },
  }
end

return size
