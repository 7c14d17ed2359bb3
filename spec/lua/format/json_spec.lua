-- ianaports.format.json: reading. Specs of what it writes are in ../export_spec.lua.

local json = require "ianaports.format.json"

describe("json.decode", function()
  it("returns a value and the position after it", function()
    local value, after = json.decode '{"a":[1,"\\u00e9"]} rest'
    assert.same({ a = { 1, "\195\169" } }, value)
    assert.equal(19, after)
    assert.same({ b = 2 }, (json.decode('{"a":1}{"b":2}', 8)))
  end)

  it("returns nil and what is wrong", function()
    for text, message in pairs {
      ['{"a":'] = "malformed JSON: unterminated object at column 1",
      [("["):rep(100000)] = "values nest too deep",
    } do
      assert.same({ nil, message }, { json.decode(text) })
    end
  end)
end)
