-- Whether .ci/windows-exceptions.txt names specs that are there.

local shell = require "spec.support.shell"

describe(".ci/windows-exceptions.txt #programs", function()
  it("leaves out nothing that does not exist", function()
    local list = shell.output((os.getenv "LUA" or "lua5.4")
      .. " spec/run.lua --list --tags=programs spec/lua/cli spec/lua/cli_spec.lua")
    local names = {}
    for name in list:gmatch "%.lua:%d+: ([^\n]+)" do
      names[#names + 1] = name
    end
    assert.is_true(#names > 100)
    for pattern in io.lines ".ci/windows-exceptions.txt" do
      if pattern:find "^[^#]" then
        local found = false
        for _, name in ipairs(names) do
          found = found or name:find(pattern) ~= nil
        end
        assert.is_true(found, pattern)
      end
    end
  end)
end)
