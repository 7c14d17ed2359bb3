-- Look-ups through ianaports.ffi beside those through ianaports, on LuaJIT. The goal for loops over
-- random ports is at least ten times as many calls a second.

local command = require "spec.bench.support.command"
local comparison = require "spec.bench.support.comparison"
local json = require "dkjson"

local ffi = { rounds = 11 }

local RUN = [[LUA_CPATH="build/jit/?.so;;" luajit spec/bench/ffi_child.lua %d]]

-- If a loop keeps the table of each call, making tables takes most of the time on both sides.
local function target(row)
  if row.of:find "^ports" and not row.of:find "kept" then
    return { at_most_times = 0.1 }
  end
end

function ffi.run(options)
  local comparisons = {}
  for index, row in ipairs(assert(json.decode(command.output(RUN:format(options.rounds))))) do
    comparisons[index] = comparison.new {
      what = ("ianaports.ffi.%s, %s"):format(row.name, row.of),
      unit = "ns",
      values = row.ffi,
      floor_name = ("ianaports.%s on LuaJIT"):format(row.name),
      floors = row.api,
      target = target(row),
    }
  end
  return { comparisons = comparisons }
end

return ffi
