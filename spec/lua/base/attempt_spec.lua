local attempt = require "ianaports.base.attempt"

describe("run", function()
  it("returns the result of a function", function()
    assert.equal(3, attempt.run(math.max, 1, 3))
  end)

  it("returns nil, the message and the detail of what stopped it", function()
    assert.same({ nil, "no such port", 7 }, { attempt.run(function()
      attempt.fail("no such port", 7)
    end) })
  end)

  it("passes other errors through", function()
    local errors = { "text", { message = "a table of another kind" } }
    for _, raised in ipairs(errors) do
      assert.same({ false, raised }, { pcall(attempt.run, error, raised, 0) })
    end
  end)
end)

describe("check", function()
  it("returns its arguments if the first one is true", function()
    assert.same({ 1, nil, 3 }, { attempt.check(1, nil, 3) })
  end)

  it("stops with the message that follows nil or false", function()
    for _, value in ipairs { false, 0 } do
      assert.same({ nil, "why" }, { attempt.run(attempt.check, value == 0 and nil, "why") })
    end
  end)
end)
