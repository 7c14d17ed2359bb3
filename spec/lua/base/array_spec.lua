local array = require "ianaports.base.array"

describe("collect", function()
  it("returns an array of what an iterator returns first", function()
    assert.same({ "a", "b" }, array.collect(("a1b2"):gmatch "(%l)(%d)"))
    assert.same({ 1, 2 }, array.collect(ipairs { "x", "y" }))
    assert.same({}, array.collect(array.each {}))
  end)
end)

describe("each", function()
  it("iterates over the items of an array", function()
    assert.same({ "a", "b" }, array.collect(array.each { "a", "b" }))
  end)
end)

describe("by", function()
  it("sorts by the first field that differs", function()
    local list = { { a = 2, b = 1 }, { a = 1, b = 2 }, { a = 1, b = 1 } }
    table.sort(list, array.by("a", "b"))
    assert.same({ { a = 1, b = 1 }, { a = 1, b = 2 }, { a = 2, b = 1 } }, list)
  end)

  it("puts neither of two equal tables before the other", function()
    assert.is_false(array.by "a" ({ a = 1 }, { a = 1 }))
  end)
end)
