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

describe("map", function()
  it("returns an array of what a function returns for each item", function()
    assert.same({ "A", "B" }, array.map({ "a", "b" }, string.upper))
    assert.same({}, array.map({}, string.upper))
  end)
end)

describe("slice", function()
  it("returns the items from an index on", function()
    assert.same({ "b", "c" }, array.slice({ "a", "b", "c" }, 2))
    assert.same({}, array.slice({ "a" }, 2))
  end)
end)

describe("filter", function()
  it("returns the items for which a function is true", function()
    assert.same({ 2, 4 }, array.filter({ 1, 2, 3, 4 }, function(item)
      return item % 2 == 0
    end))
  end)
end)

describe("append", function()
  it("adds the items of another array, and returns the first array", function()
    local list = { 1 }
    assert.equal(list, array.append(list, { 2, 3 }))
    assert.same({ 1, 2, 3 }, list)
  end)
end)

describe("unique", function()
  it("drops repetitions and keeps the order", function()
    assert.same({ "b", "a" }, array.unique { "b", "a", "b" })
  end)
end)

describe("group", function()
  it("returns arrays by key, without the items that have none", function()
    local groups = array.group({ "a1", "b", "a2", "c" }, function(item)
      return item ~= "c" and item:sub(1, 1)
    end)
    assert.same({ a = { "a1", "a2" }, b = { "b" } }, groups)
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
