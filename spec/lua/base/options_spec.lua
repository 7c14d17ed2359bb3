-- ianaports.base.options: submodules refuse a wrong argument in the words of the C module.

local check = require "ianaports.base.options"
local quote = require("ianaports.base.text").quote
local ianaports = require "ianaports"

describe("ianaports.base.options", function()
  it("quotes a text as the C module does, whatever its length", function()
    local compared = 0
    for _, character in ipairs { "a", "\0", "\200", "\n", '"', "\\" } do
      for length = 0, 160 do
        for _, text in ipairs { character:rep(length), "ab" .. character:rep(length) .. "c" } do
          local _, message = pcall(ianaports.port_class, text)
          assert.equal(message:match "got (.*)%)$", quote(text))
          compared = compared + 1
        end
      end
    end
    assert.equal(6 * 161 * 2, compared)
  end)

  it("names the value that it got as the C module does", function()
    for _, value in ipairs { true, {}, print, io.stdout, 1.5, -1, 1 / 0, 2 ^ 53, "http" } do
      local _, expected = pcall(ianaports.port_class, value)
      local _, message = pcall(check.expected, value, 1, "?", "port number 0-65535")
      assert.equal(expected:match "%(.+%)$", message:match "%(.+%)$")
    end
  end)
end)
