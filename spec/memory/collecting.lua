-- Runs in build/bin/lua5.4 with COLLECT_FIRST=1000, beside the specs: make test-memory.

local ianaports = require "ianaports"

describe("the collector at every allocation of the module", function()
  it("collects what is not in use, though it is stopped", function()
    local weak = setmetatable({}, { __mode = "v" })
    collectgarbage "stop"
    weak[1] = {}
    assert.is_table(weak[1])
    assert.is_table(ianaports.find(80))
    local left = weak[1]
    collectgarbage "restart"
    assert.is_nil(left)
  end)
end)
