-- A script can finalize a builder while `build` runs, by means of the debug library.

local ianaports = require "ianaports"

local rows, contacts = {}, {}
for index = 1, 40 do
  rows[index] = { service_name = "kiwi" .. index, port_number = index, description = "a fruit" }
  contacts[index] = { id = "a" .. index, name = "name " .. index }
end

-- Searches the local variables of all running functions for a userdata of this type.
local function running(type_name)
  local level = 2
  while debug.getinfo(level, "f") do
    local index = 1
    local name, value = debug.getlocal(level, index)
    while name do
      if type(value) == "userdata" and getmetatable(value) == type_name then
        return value
      end
      index = index + 1
      name, value = debug.getlocal(level, index)
    end
    level = level + 1
  end
end

describe("a builder that is finalized by hand while it is in use", function()
  local function items_that_finalize(items)
    local index = 0
    return function()
      index = index + 1
      if index == 10 then
        local builder = running "ianaports.builder"
        debug.getmetatable(builder).__gc(builder)
      end
      return items[index]
    end
  end

  local parts = {
    rows = function() return { rows = items_that_finalize(rows) } end,
    overlay = function() return { overlay = items_that_finalize(rows), rows = rows } end,
    contacts = function() return { rows = rows, contacts = items_that_finalize(contacts) } end,
    sources = function()
      local sources = {}
      for index = 1, 20 do
        sources[index] = "source " .. index
      end
      return { rows = rows, info = { sources = items_that_finalize(sources) } }
    end,
  }
  for part, make in pairs(parts) do
    it("makes no registry from the remaining items: " .. part, function()
      local built, message = pcall(ianaports.build, make())
      assert.is_false(built)
      assert.matches("the builder was finalized while it was in use", message, 1, true)
    end)
  end
end)
