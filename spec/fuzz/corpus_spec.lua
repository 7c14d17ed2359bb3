-- Runs every input of the fuzzers' corpora, under this Lua and without sanitizers. Among them are
-- the inputs that have found errors, see README.md.

local files = require "spec.support.files"
local shell = require "spec.support.shell"

local FOLDER = "spec/fuzz/corpus/"

describe("The fuzzer's corpus of #large", function()
  for _, name in ipairs { "csv", "services", "ports", "xml", "api", "text", "flows" } do
    it(name .. " causes no unexpected error", function()
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
