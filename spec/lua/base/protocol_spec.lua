-- ianaports.base.protocol: the protocols as the C module knows them.

local ianaports = require "ianaports"
local protocol = require "ianaports.base.protocol"

describe("ianaports.base.protocol", function()
  it("has the names and numbers of the C module, in the registry's order", function()
    assert.same({ "tcp", "udp", "sctp", "dccp" }, protocol.NAMES)
    for rank, name in ipairs(protocol.NAMES) do
      assert.equal(rank, protocol.RANKS[name])
      assert.equal(ianaports.count(name), ianaports.count(protocol.NUMBERS[name]))
      assert.equal(name, protocol.of(name:upper()))
      assert.equal(name, protocol.of(tostring(protocol.NUMBERS[name])))
    end
    assert.is_nil(protocol.of "icmp")
    assert.same({ "tcp", "udp", "sctp", "dccp", "6", "17", "132", "33" }, protocol.WORDS)
  end)
end)
