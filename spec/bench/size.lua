-- The size of the tables that are compiled in, beside that of the CSV files that they come from;
-- and that of the module, which also has the code.

local command = require "spec.bench.support.command"
local comparison = require "spec.bench.support.comparison"

local size = { rounds = 1 }

local FILES = { "service-names-port-numbers", "contacts", "info", "common-names" }

local function size_of_files()
  local bytes = 0
  for _, name in ipairs(FILES) do
    bytes = bytes + command.size_of("data/" .. name .. ".csv")
  end
  return bytes
end

-- All of the object file is constant tables.
local function size_of_tables()
  return tonumber(command.output "size build/core/bundled.o":match "\n%s*(%d+)")
end

local function compare(what, bytes, floor_name, floor, target)
  return comparison.new {
    what = what,
    unit = "KiB",
    values = { bytes / 1024 },
    floor_name = floor_name,
    floors = { floor / 1024 },
    target = target,
  }
end

function size.run()
  local stripped = command.folder .. "/stripped.so"
  command.run(("strip -o %s build/%s/ianaports.so"):format(stripped, command.lua_version))
  local tables = size_of_tables()
  return {
    comparisons = {
      compare("size of the compiled-in tables", tables, "bundled CSV files", size_of_files(),
        { smaller = true }),
      compare("size of the stripped module", command.size_of(stripped), "its tables", tables),
    },
  }
end

return size
