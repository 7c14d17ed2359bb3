-- The module's size beside that of the CSV files that are compiled in.

local command = require "spec.bench.support.command"
local comparison = require "spec.bench.support.comparison"

local size = { rounds = 1 }

local FILES = { "service-names-port-numbers", "contacts", "info", "common-names" }

function size.run()
  local stripped = command.folder .. "/stripped.so"
  command.run(("strip -o %s build/%s/ianaports.so"):format(stripped, command.lua_version))
  local bytes = 0
  for _, name in ipairs(FILES) do
    bytes = bytes + command.size_of("data/" .. name .. ".csv")
  end
  return {
    comparisons = {
      comparison.new {
        what = "size of the stripped module",
        unit = "KiB",
        values = { command.size_of(stripped) / 1024 },
        floor_name = "bundled CSV files",
        floors = { bytes / 1024 },
        target = { smaller = true },
      },
    },
  }
end

return size
