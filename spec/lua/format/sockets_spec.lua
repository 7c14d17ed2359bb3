-- ianaports.format.sockets: what lists of sockets have in common.

local sockets = require "ianaports.format.sockets"

describe("sockets.split", function()
  for address, expected in pairs {
    ["127.0.0.1:22"] = { "127.0.0.1", "22" },
    ["127.0.0.53%lo:53"] = { "127.0.0.53%lo", "53" },
    ["[::1]:631"] = { "::1", "631" },
    ["[fe80::1]%eth0:546"] = { "fe80::1%eth0", "546" },
    [":::22"] = { "::", "22" },
    ["::ffff:192.0.2.1:22"] = { "::ffff:192.0.2.1", "22" },
    ["*:ssh"] = { "*", "ssh" },
    ["*.*"] = { "*", "*" },
    ["192.0.2.1.443"] = { "192.0.2.1", "443" },
    ["::1.631"] = { "::1", "631" },
    ["localhost.domain"] = { "localhost", "domain" },
    ["192.0.2.1"] = {},
    ["*"] = {},
    ["a:"] = {},
    [""] = {},
  } do
    it("splits " .. address, function()
      assert.same(expected, { sockets.split(address) })
    end)
  end
end)

describe("sockets.protocol", function()
  it("knows the protocols of the registry, also with the version of IP", function()
    for word, expected in pairs {
      tcp = "tcp", TCP = "tcp", tcp4 = "tcp", tcp6 = "tcp", tcp46 = "tcp", udp46 = "udp",
      UDP = "udp", sctp6 = "sctp", dccp = "dccp",
    } do
      assert.equal(expected, sockets.protocol(word), word)
    end
    for _, word in ipairs { "6", "17", "raw", "tcp5", "udplite", "unix", "4", "" } do
      assert.is_nil(sockets.protocol(word), word)
    end
    assert.is_nil(sockets.protocol(nil))
  end)
end)
