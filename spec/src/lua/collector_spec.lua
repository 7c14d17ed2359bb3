-- Lua's collector does not see a registry's memory, which Lua did not allocate. The module makes
-- the collector run often enough all the same.

local compat = require "spec.support.compat"
local ianaports = require "ianaports"
local process = require "spec.support.process"
local registry_text = require "spec.support.registry_text"

-- Each way to make a registry, repeated in a process of its own. No registry is closed.
local ways = {
  build = [[
    local rows = {}
    for index = 1, 5000 do
      rows[index] = { service_name = "kiwi" .. index, port_number = index }
    end
    return function()
      for _ = 1, 300 do
        ianaports.build { rows = rows }
      end
    end]],
  parse = [[
    local rows = {}
    for index = 1, 5000 do
      rows[index] = ("kiwi%d,%d,tcp,,,,,,,,,"):format(index, index)
    end
    local text = require("spec.support.registry_text").of(rows)
    rows = nil
    return function()
      for _ = 1, 300 do
        assert(ianaports.parse(text))
      end
    end]],
}

local modes = { [""] = "the collector as it is" }
-- Lua 5.2's generational mode was an experiment: it keeps whatever a step has visited.
if _VERSION ~= "Lua 5.2" and pcall(collectgarbage, "generational") then
  collectgarbage "incremental"
  modes['collectgarbage "generational"'] = "the generational collector"
end

describe("registries that nobody closes #footprint", function()
  for name, way in pairs(ways) do
    for mode, label in pairs(modes) do
      it("take bounded memory by " .. name .. " under " .. label, function()
        local start = ('%s; local ianaports = require "ianaports"; '):format(mode)
        local peak = process.peak(start:gsub("^;", "") .. way)
        assert(peak < 24 * 1024, ("grew by %d KiB"):format(peak))
      end)
    end
  end
end)

describe("a collector that has been stopped #lua5.1 #collector", function()
  -- Lua 5.1 has no way to ask whether the collector is stopped: watch that nothing is collected.
  it("stays stopped when registries are made", function()
    local text = registry_text.of { ("kiwi,80,tcp,,,,,,,,,\n"):rep(4999) .. "kiwi,80,tcp,,,,,,,,," }
    local watched = setmetatable({}, { __mode = "v" })
    compat.collect()
    collectgarbage "stop"
    for index = 1, 50 do
      watched[index] = assert(ianaports.parse(text))
    end
    for _ = 1, 50000 do
      watched[51] = {}
    end
    local kept = 0
    for index = 1, 50 do
      kept = kept + (watched[index] and 1 or 0)
    end
    collectgarbage "restart"
    assert.equal(50, kept)
  end)
end)

describe("an error of a finalizer #footprint", function()
  -- Lua 5.4 only warns of such an error.
  it("that runs while a registry is made leaves nothing behind", function()
    local growth = process.growth(200, [[
      local ianaports = require "ianaports"
      if warn then
        warn "@off"
      elseif jit then
        jit.off() -- LuaJIT crashes by itself if a finalizer raises an error in its machine code
      end
      local rows = {}
      for index = 1, 2000 do
        rows[index] = { service_name = "kiwi", port_number = 80, description = "x" .. index }
      end
      local function fail()
        error "some error"
      end
      local function leave_failing_garbage()
        if newproxy then
          getmetatable(newproxy(true)).__gc = fail
        else
          setmetatable({}, { __gc = fail })
        end
      end
      return function()
        pcall(leave_failing_garbage)
        pcall(ianaports.build, { rows = rows })
        pcall(collectgarbage)
      end]])
    assert(growth < 4096, ("grew by %d KiB"):format(growth))
  end)
end)
