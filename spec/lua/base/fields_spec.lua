local fields = require "ianaports.base.fields"

describe("of", function()
  it("adds the last port after the first one", function()
    assert.same({ "port_number", "port_last", "status" }, fields.of { "port_number", "status" })
    assert.same({ "status" }, fields.of { "status" })
  end)

  it("leaves the last port in its place if it is named", function()
    local columns = { "port_number", "status", "port_last" }
    assert.same(columns, fields.of(columns))
  end)
end)

describe("ALL", function()
  it("has the fields of all columns, and three more", function()
    assert.equal(13, #fields.OF_COLUMNS)
    assert.equal(16, #fields.ALL)
  end)
end)
