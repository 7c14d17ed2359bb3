-- ianaports.base.text: white space, UTF-8.

local text = require "ianaports.base.text"

describe("ianaports.base.text", function()
  it("trims ASCII white space", function()
    for given, expected in pairs {
      [""] = "", [" \t\r\n"] = "", [" a  b\n"] = "a  b", ["a"] = "a", ["\194\160a "] = "\194\160a",
    } do
      assert.equal(expected, text.trim(given))
    end
    assert.equal(" a", text.trim_right " a \n")
    assert.equal("", text.trim_right "  ")
  end)

  it("repairs what is not UTF-8", function()
    local bad = "\239\191\189"
    assert.equal("caf\195\169", text.repair "caf\195\169")
    assert.equal("a" .. bad .. "b", text.repair "a\255b")
    assert.equal(bad:rep(3), text.repair "\237\160\128") -- a surrogate
    assert.equal(bad:rep(2), text.repair "\192\175") -- not the shortest form
  end)

  it("finds a character that is not complete", function()
    for given, length in pairs {
      [""] = 0, ["a"] = 0, ["\195\169"] = 0, ["a\195"] = 1, ["a\240\159\152"] = 3, ["\240"] = 1,
    } do
      assert.equal(length, text.incomplete_tail(given))
    end
  end)
end)
