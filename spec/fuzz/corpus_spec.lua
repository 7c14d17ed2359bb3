-- Every input that the fuzzers' corpora keep, under this Lua and without sanitizers. Inputs
-- that once were finds are among them, see README.md.

local files = require "spec.support.files"
local shell = require "spec.support.shell"

local FOLDER = "spec/fuzz/corpus/"

describe("The fuzzer's corpus of #large", function()
  for _, name in ipairs { "csv", "services", "ports", "xml", "api" } do
    it(name .. " meets nothing unforeseen", function()
      local fuzz = require("spec.fuzz." .. name)
      local count = 0
      for file in (shell.run("ls " .. FOLDER .. name)):gmatch "[^\n]+" do
        local passed, message = pcall(fuzz, files.read(FOLDER .. name .. "/" .. file))
        assert(passed, ("%s%s/%s: %s"):format(FOLDER, name, file, tostring(message)))
        count = count + 1
      end
      assert.is_true(count > 20)
    end)
  end
end)
