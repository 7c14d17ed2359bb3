-- ianaports.base.title: the title of a registry.

local title = require "ianaports.base.title"

describe("The title of a registry", function()
  it("is its own, or says what a registry is", function()
    assert.equal("Ports", title.of { title = "Ports", last_updated = "2026-06-01" })
    assert.equal("A registry of service names and port numbers", title.of {})
  end)

  it("is followed by the date, if that is known", function()
    assert.equal("Ports, 2026-06-01", title.dated { title = "Ports", last_updated = "2026-06-01" })
    assert.equal("Ports", title.dated { title = "Ports" })
  end)
end)
