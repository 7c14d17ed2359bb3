-- Runs in build/bin/lua5.4 with COLLECT_FIRST, as other specs do there: make test-memory.

local ianaports = require "ianaports"

local FIRST = tonumber(os.getenv "COLLECT_FIRST")

-- Whether a call of the module collects garbage although the collector is stopped.
local function collects()
  local weak = setmetatable({}, { __mode = "v" })
  collectgarbage "stop"
  weak[1] = {}
  assert.is_table(weak[1])
  assert.is_table(ianaports.find(80))
  local left = weak[1]
  collectgarbage "restart"
  return left == nil
end

describe("the collector at allocations of the module", function()
  it("collects at the first ones, and at fewer after", function()
    assert.is_true(collects())
    for _ = 1, 100 * FIRST do
      ianaports.find(80) -- a table and its fields
    end
    local collected = 0
    for _ = 1, 100 do
      collected = collected + (collects() and 1 or 0)
    end
    assert.is_true(collected < 50)
  end)

  it("begins anew with each test", function()
    assert.is_true(collects())
  end)
end)
