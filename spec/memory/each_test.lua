-- A helper of busted in build/bin/lua5.4. It resets the count of the module's allocations for each
-- test and for each setup of a file or block. Tests tagged #large use whole registries, and collect
-- at fewer allocations.

local busted = require "busted"
local collecting = require "collecting"

local FIRST = tonumber(os.getenv "COLLECT_FIRST")

local function is_large(element)
  return element ~= nil
    and ((element.name or ""):find("#large", 1, true) ~= nil or is_large(busted.parent(element)))
end

for _, kind in ipairs { "file", "describe", "test" } do
  busted.subscribe({ kind, "start" }, function(element)
    collecting.restart(is_large(element) and FIRST / 50 or FIRST)
    return nil, true
  end)
end
