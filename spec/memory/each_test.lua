-- A helper of busted in build/bin/lua5.4: the module's allocations are counted anew in each test
-- and in what sets up a file or a block of tests.

local busted = require "busted"
local collecting = require "collecting"

for _, kind in ipairs { "file", "describe", "test" } do
  busted.subscribe({ kind, "start" }, function()
    collecting.restart()
    return nil, true
  end)
end
