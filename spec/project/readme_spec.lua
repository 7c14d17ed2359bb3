-- Every example in README gives the output that README shows.

local capture = require "spec.support.capture"
local shell = require "spec.support.shell"

local file = assert(io.open "README.md")
local readme = file:read "*a"
file:close()

-- Blocks of this language that an output follows: { source, output } each.
local function examples(language)
  local found = {}
  for source, stop in readme:gmatch("```" .. language .. "\n(.-)```()") do
    local output = readme:match("^%s*```text\n(.-)```", stop)
    if output then
      found[#found + 1] = { source = source, output = output }
    end
  end
  return found
end

local function count_blocks(language)
  return select(2, readme:gsub("```" .. language .. "\n", ""))
end

-- README's command lines are for Lua 5.4; each other Lua runs them with its own build.
local lua, version = os.getenv "LUA" or "lua5.4", os.getenv "LUA_VERSION" or "5.4"

local function for_this_lua(source)
  if version == "5.4" then
    return source
  end
  return (source:gsub("lua5%.4", lua):gsub("build/5%.4/", "build/" .. version .. "/")
    :gsub("lua/bin/ianaports", lua .. " %0"))
end

describe("README", function()
  it("shows the output of every Lua example", function()
    assert.is_true(count_blocks "lua" > 0)
    assert.equal(count_blocks "lua", #examples "lua")
  end)

  for index, example in ipairs(examples "lua") do
    it("has right output for Lua example " .. index, function()
      assert.equal(example.output, capture(example.source, "example " .. index))
    end)
  end

  for index, example in ipairs(examples "sh") do
    it("has right output for shell example " .. index, function()
      local output, succeeded = shell.run((for_this_lua(example.source):gsub("%s+$", "")))
      assert.equal(example.output, output)
      assert.is_true(succeeded)
    end)
  end

  it("names every public function in its table", function()
    for name, value in pairs(require "ianaports") do
      if type(value) == "function" then
        assert.is_truthy(readme:find("`[^`\n]*" .. name .. "[({]"), name .. " is not in README")
      end
    end
  end)

  it("states the number of entries and the date of the snapshot", function()
    local info = require("ianaports").info()
    local count = tostring(info.record_count):reverse():gsub("(%d%d%d)", "%1,"):reverse()
    assert.is_truthy(readme:find(info.last_updated, 1, true))
    assert.is_truthy(readme:find(count .. " entries", 1, true))
  end)
end)
