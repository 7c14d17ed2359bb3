-- README's pictures of a terminal show what the command prints today.

local files = require "spec.support.files"
local terminal = require "spec.pictures.terminal"

describe("A picture of a terminal #programs", function()
  for name, lines in pairs(terminal.PICTURES) do
    it("is fresh: " .. name, function()
      local path = ("spec/pictures/%s.svg"):format(name)
      assert.is_true(files.read(path) == terminal.draw(lines), path .. ": make pictures renews it")
    end)
  end
end)
