local ianaports = require "ianaports"
local sample = require "spec.support.sample"

describe("a key", function()
  it("that is an integer is a port", function()
    assert.equal("http", ianaports.find(80, "tcp").service_name)
  end)

  it("that is an integral float is a port", function()
    assert.equal("http", ianaports.find(160 / 2, "tcp").service_name)
  end)

  it("that is a string of digits is a port", function()
    assert.equal("http", ianaports.find("80", "tcp").service_name)
  end)

  it("may have leading zeros", function()
    assert.equal("http", ianaports.find("0080", "tcp").service_name)
  end)

  it("that is any other string is a service name", function()
    assert.equal(80, ianaports.find("http").port_number)
  end)

  for _, text in ipairs { "-1", "1.5", "80.0", "+80", "0x50", " 80", "80 ", "8e1" } do
    it(("%q is a service name, and no port"):format(text), function()
      assert.is_nil(ianaports.find(text))
      assert.same({}, ianaports.find_all(text))
    end)
  end

  it("that is a service name is compared without regard to case", function()
    for _, name in ipairs { "kerberos-adm", "KERBEROS-ADM", "Kerberos-adM" } do
      assert.equal(749, ianaports.find(name).port_number)
    end
  end)

  it("in small letters finds a name that is registered with capitals", function()
    local registry = sample.registry { "MixedCase 9 tcp" }
    assert.equal("MixedCase", registry:find("mixedcase").service_name)
  end)

  it("is compared without regard to case for ASCII letters only", function()
    local registry = sample.registry { "caf\195\169 9 tcp" }
    assert.equal(9, registry:find("CAF\195\169").port_number)
    assert.is_nil(registry:find "CAF\195\137")
  end)

  it("matches whole names", function()
    local registry = sample.registry { "alpha 9 tcp" }
    for _, name in ipairs { "alph", "alphab", "alpha ", " alpha", "alpha\0", "alpha\0b", "*" } do
      assert.is_nil(registry:find(name))
    end
  end)

  it("that is empty matches nothing, not even rows without a name", function()
    local registry = sample.registry { "- 9 tcp", "alpha - -" }
    assert.is_nil(registry:find "")
    assert.same({}, registry:find_all "")
    assert.is_nil(registry:port_number "")
  end)

  it("may be any port from 0 to 65535", function()
    local registry = sample.registry { "lowest 0 tcp", "highest 65535 tcp" }
    assert.equal("lowest", registry:service_name(0))
    assert.equal("highest", registry:service_name(65535))
    assert.equal("highest", registry:find("65535").service_name)
  end)
end)

describe("a protocol", function()
  local registry = sample.registry {
    "on-tcp 9 tcp",
    "on-udp 9 udp",
    "on-sctp 9 sctp",
    "on-dccp 9 dccp",
  }

  for name, number in pairs { tcp = 6, udp = 17, sctp = 132, dccp = 33 } do
    it(name .. " is known by name", function()
      assert.equal("on-" .. name, registry:service_name(9, name))
    end)

    it(name .. " is known in capitals", function()
      assert.equal("on-" .. name, registry:service_name(9, name:upper()))
    end)

    it(("%s is known by its IP protocol number, %d"):format(name, number), function()
      assert.equal("on-" .. name, registry:service_name(9, number))
    end)
  end

  it("is a name whose every letter counts, and no other byte in its place", function()
    for _, name in ipairs { "tcp", "udp", "sctp", "dccp" } do
      for place = 1, #name do
        for byte = 0, 255 do
          local other = string.char(byte)
          local text = name:sub(1, place - 1) .. other .. name:sub(place + 1)
          local accepted, found = pcall(registry.service_name, registry, 9, text)
          assert.equal(other:lower() == name:sub(place, place), accepted)
          assert.is_true(not accepted or found == "on-" .. name)
        end
      end
    end
    for _, text in ipairs { "tc", "tcpp", "ctcp", "tcp ", "tccp", "sctpp", "t", "" } do
      assert.is_false(pcall(registry.service_name, registry, 9, text))
    end
  end)

  it("may be an integral float", function()
    assert.equal("on-tcp", registry:service_name(9, 12 / 2))
  end)

  it("may be a string of the digits of its number", function()
    assert.equal("on-udp", registry:service_name(9, "17"))
    assert.equal("on-sctp", registry:find(9, "132").service_name)
    assert.equal("on-tcp", registry:find_all(9, "006")[1].service_name)
    assert.same({ 9, "dccp" }, { registry:port_number("on-dccp", "33") })
  end)

  it("may be nil, which means no protocol", function()
    assert.equal("on-tcp", registry:service_name(9, nil))
  end)

  it("is accepted by every look-up", function()
    assert.equal("on-udp", registry:find(9, "udp").service_name)
    assert.same({ "on-udp 9 udp" }, sample.labels(registry:find_all(9, "udp")))
    assert.is_nil(registry:port_number("on-tcp", "udp"))
    assert.is_nil(registry:find("on-tcp", 17))
    assert.same({}, registry:find_all("on-tcp", "UDP"))
  end)
end)

-- What packets carry besides: ICMP, GRE, ESP and the ends of the numbers.
describe("the number of a protocol without ports", function()
  local rows = { "on-tcp 9 tcp", "any 9 -", { "- 10-20 -", description = "Unassigned" } }
  local registries = { ["of rows"] = sample.registry(rows), bundled = ianaports.bundled }
  registries["with an overlay"] =
    ianaports.build { rows = { sample.row "on-tcp 9 tcp" }, overlay = { sample.row "any 9 -" } }

  for name, registry in pairs(registries) do
    for _, number in ipairs { 0, 1, 47, 50, 255, "0", "1", "047", "255", 8 / 8 } do
      it(("%s (%s) matches nothing in a registry %s"):format(number, type(number), name), function()
        for _, key in ipairs { 9, 15, "any", "on-tcp", "discard", "x11" } do
          assert.is_nil(registry:find(key, number))
          assert.same({}, registry:find_all(key, number))
        end
        assert.is_nil(registry:service_name(9, number))
        assert.equal(0, select("#", registry:port_number("any", number)) - 1)
        assert.is_nil((registry:port_number("any", number)))
        assert.is_nil(registry:unassigned(0, 65535, number)())
        for _, filter in ipairs { number, { protocol = number }, { protocol = { number, 2 } } } do
          assert.equal(0, registry:count(filter))
          assert.is_nil(registry:entries(filter)())
          assert.is_nil(registry:range(0, 65535, filter)())
          assert.same({}, registry:search("any", filter))
          assert.is_true(ianaports.check_filter(filter))
        end
      end)
    end
  end

  it("adds nothing to others in a filter", function()
    assert.equal(ianaports.count "tcp", ianaports.count { protocol = { 1, "6", "50" } })
  end)
end)

describe("the order of entries on a port", function()
  -- The best rows come last, so that the registry's own order cannot produce the expected one.
  local rows = {
    { "- 100 -", description = "Reserved" },
    "any-range 90-110 -",
    "any 100 -",
    { "- 90-110 tcp", description = "Unassigned" },
    { "- 100 tcp", description = "Reserved" },
    "wide 1-200 tcp",
    "narrow 99-101 tcp",
    "late 100 tcp",
    "later 100 tcp",
    "other 100 udp",
  }
  local registry = sample.registry(rows)

  it("with a protocol: rows that name it, named rows, single ports, registry order", function()
    assert.same({
      "late 100 tcp",
      "later 100 tcp",
      "wide 1-200 tcp",
      "narrow 99-101 tcp",
      "- 100 tcp",
      "- 90-110 tcp",
      "any 100 -",
      "any-range 90-110 -",
      "- 100 -",
    }, sample.labels(registry:find_all(100, "tcp")))
  end)

  it("with a protocol that no row names: rows that hold for every transport", function()
    assert.same({ "any 100 -", "any-range 90-110 -", "- 100 -" },
      sample.labels(registry:find_all(100, "dccp")))
  end)

  it("without a protocol: named rows, tcp before udp before none, single ports", function()
    assert.same({
      "late 100 tcp",
      "later 100 tcp",
      "wide 1-200 tcp",
      "narrow 99-101 tcp",
      "other 100 udp",
      "any 100 -",
      "any-range 90-110 -",
      "- 100 tcp",
      "- 90-110 tcp",
      "- 100 -",
    }, sample.labels(registry:find_all(100)))
  end)

  it("without a protocol: tcp, udp, sctp, dccp, none", function()
    local mixed = sample.registry { "e 9 -", "d 9 dccp", "c 9 sctp", "b 9 udp", "a 9 tcp" }
    assert.same({ "a 9 tcp", "b 9 udp", "c 9 sctp", "d 9 dccp", "e 9 -" },
      sample.labels(mixed:find_all(9)))
  end)

  it("with a protocol: a nameless row that names it before a service for every transport",
    function()
      local mixed = sample.registry { "any 9 -", { "- 9 tcp", description = "Reserved" } }
      assert.same({ "- 9 tcp", "any 9 -" }, sample.labels(mixed:find_all(9, "tcp")))
    end)

  it("without a protocol: a service of udp before a nameless row of tcp", function()
    local mixed = sample.registry { { "- 9 tcp", description = "Reserved" }, "on-udp 9 udp" }
    assert.same({ "on-udp 9 udp", "- 9 tcp" }, sample.labels(mixed:find_all(9)))
  end)

  it("puts a service inside a range marked unassigned first", function()
    local ranged = sample.registry {
      { "- 90-110 tcp", description = "Unassigned" },
      { "- 90-110 -", description = "Unassigned" },
      "inside 100 -",
    }
    assert.equal("inside", ranged:find(100).service_name)
    assert.equal("unassigned", ranged:find(101).status)
  end)

  it("applies to each port of a range and to no other", function()
    local ranged = sample.registry { "ranged 90-110 tcp" }
    assert.is_nil(ranged:find(89))
    assert.equal("ranged", ranged:service_name(90))
    assert.equal("ranged", ranged:service_name(110))
    assert.is_nil(ranged:find(111))
  end)

  -- Each row is better than those before it by one rule, and worse by all later ones.
  local alias = 'This entry is an alias to "http"'
  local texts = sample.registry {
    { "range 1-99 tcp", description = "d", reference = "[RFC1]" },
    { "alias 9 tcp", description = "d", assignment_notes = alias, reference = "[RFC1]" },
    { "bare 9 tcp", reference = "[RFC1]" },
    { "draft 9 tcp", description = "d", reference = "[draft-a-b-01][RFC-ietf-a-b-01]" },
    { "rfc 9 tcp", description = "d", reference = "[Jane_Doe][RFC 2]" },
    { "late 9 tcp", description = "d", reference = "rfc3" },
  }
  local best_first = { "rfc", "late", "draft", "bare", "alias", "range" }

  it("is then: no alias, a description, an RFC, the registry's order", function()
    for _, protocol in ipairs { "none", "tcp" } do
      local found = texts:find_all(9, protocol ~= "none" and protocol or nil)
      for index, name in ipairs(best_first) do
        assert.equal(name, found[index].service_name)
      end
      assert.equal("rfc", texts:service_name(9, protocol ~= "none" and protocol or nil))
    end
  end)

  it("is the same for rows without a name, and for rows that hold for every transport", function()
    local mixed = sample.registry {
      "- 9 -",
      { "- 9 -", reference = "[RFC1]" },
      { "- 9 -", description = "Reserved" },
      { "- 9 -", description = "Reserved", reference = "[RFC1]" },
    }
    for _, protocol in ipairs { "none", "udp" } do
      local found = mixed:find_all(9, protocol ~= "none" and protocol or nil)
      local shown = {}
      for index, entry in ipairs(found) do
        shown[index] = (entry.description or "-") .. (entry.reference or "-")
      end
      assert.same({ "Reserved[RFC1]", "Reserved-", "-[RFC1]", "--" }, shown)
    end
  end)

  it("has a protocol before these rules", function()
    local mixed = sample.registry {
      { "u 9 udp", description = "d", reference = "[RFC1]" }, "t 9 tcp",
    }
    assert.equal("t", mixed:service_name(9))
  end)

  it("has the rows of an overlay before all, in the same order among themselves", function()
    local site = ianaports.build {
      rows = { sample.row { "iana 9 tcp", description = "d", reference = "[RFC1]" } },
      overlay = {
        sample.row "bare 9 tcp",
        sample.row { "told 9 tcp", description = "d" },
        sample.row { "any 9 -", description = "d", reference = "[RFC1]" },
      },
    }
    for _, protocol in ipairs { "none", "tcp" } do
      assert.same({ "told 9 tcp", "bare 9 tcp", "any 9 -", "iana 9 tcp" },
        sample.labels(site:find_all(9, protocol ~= "none" and protocol or nil)))
    end
  end)

  -- The rows of 465/tcp as IANA has them.
  it("has the services that people mean first", function()
    local official = sample.registry {
      { "urd 465 tcp", description = "URL Rendezvous Directory for SSM" },
      { "submissions 465 tcp", description = "Message Submission over TLS protocol",
        reference = "[RFC8314]" },
    }
    assert.equal("submissions", official:service_name(465, "tcp"))
    assert.equal("nfs", ianaports.service_name(2049))
    assert.equal("auth", ianaports.service_name(113, "tcp"))
    assert.equal("biff", ianaports.service_name(512, "udp"))
    assert.equal("doom", ianaports.service_name(666))
    assert.equal("kerberos-iv", ianaports.service_name(750, "udp"))
    assert.equal("http", ianaports.service_name(80, "tcp"))
  end)

  it("keeps all rows that differ only in their text", function()
    local twins = sample.registry {
      { "twin 9 tcp", description = "first" },
      { "twin 9 tcp", description = "second" },
    }
    local found = twins:find_all(9, "tcp")
    assert.equal(2, #found)
    assert.equal("first", found[1].description)
    assert.equal("second", found[2].description)
  end)
end)

describe("the order of entries of a name", function()
  it("is by protocol, single ports before ranges, then the registry's order", function()
    local registry = sample.registry {
      "x 50 -",
      "x 10-20 tcp",
      "x 40 udp",
      "x 30 tcp",
      "x 5 tcp",
    }
    assert.same({ "x 30 tcp", "x 5 tcp", "x 10-20 tcp", "x 40 udp", "x 50 -" },
      sample.labels(registry:find_all "x"))
  end)

  it("with a protocol leaves out rows of others", function()
    local registry = sample.registry { "x 50 -", "x 40 udp", "x 30 tcp", "y 30 tcp" }
    assert.same({ "x 30 tcp", "x 50 -" }, sample.labels(registry:find_all("x", "tcp")))
  end)

  it("puts rows with a port before rows without, whatever their protocol", function()
    local registry = sample.registry { "x - tcp", "x - -", "x 50 -", "x 40 udp" }
    assert.same({ "x 40 udp", "x 50 -", "x - tcp", "x - -" },
      sample.labels(registry:find_all "x"))
    assert.same({ "x 50 -", "x - tcp", "x - -" }, sample.labels(registry:find_all("x", "tcp")))
  end)

  it("is then: no alias, a description, an RFC, the registry's order", function()
    local registry = sample.registry {
      { "x 1-9 tcp", description = "d", reference = "[RFC1]" },
      { "x 11 tcp", description = 'This is a duplicate of the "y" service' },
      { "x 12 tcp", reference = "[RFC1]" },
      { "x 13 tcp", description = "d" },
      { "x 14 tcp", description = "d", reference = "[RFC1]" },
      { "x 15 tcp", description = "d", reference = "[RFC1]" },
      { "x - tcp", description = "d", reference = "[RFC1]" },
    }
    local best_first =
      { "x 14 tcp", "x 15 tcp", "x 13 tcp", "x 12 tcp", "x 11 tcp", "x 1-9 tcp", "x - tcp" }
    assert.same(best_first, sample.labels(registry:find_all "x"))
    assert.same(best_first, sample.labels(registry:find_all("x", "tcp")))
    assert.equal(14, (registry:port_number "x"))
  end)

  it("treats names that differ only in case as one", function()
    local registry = sample.registry { "Xy 9 udp", "xY 9 tcp" }
    assert.same({ "xY 9 tcp", "Xy 9 udp" }, sample.labels(registry:find_all "XY"))
  end)
end)

describe("service_name", function()
  it("skips rows without a name", function()
    local registry = sample.registry { "any 9 -", { "- 9 tcp", description = "Reserved" } }
    assert.is_nil(registry:find(9, "tcp").service_name)
    assert.equal("any", registry:service_name(9, "tcp"))
  end)

  it("returns nil for a port without a name", function()
    local registry = sample.registry { { "- 9 tcp", description = "Reserved" } }
    assert.is_nil(registry:service_name(9))
    assert.is_nil(registry:service_name(9, "tcp"))
  end)

  it("returns nil for a port that no row covers", function()
    assert.is_nil(ianaports.service_name(65535))
  end)

  it("keeps the name's case", function()
    assert.equal("MixedCase", sample.registry({ "MixedCase 9 tcp" }):service_name(9))
  end)

  it("returns one value", function()
    assert.equal(1, select("#", ianaports.service_name(80)))
    assert.equal(1, select("#", ianaports.service_name(65535)))
  end)

  it("accepts a port as a string of digits", function()
    assert.equal("http", ianaports.service_name("80", "tcp"))
  end)
end)

describe("port_number", function()
  it("returns the port and its protocol", function()
    assert.same({ 443, "tcp" }, { ianaports.port_number "https" })
  end)

  it("returns the protocol that was asked for", function()
    assert.same({ 443, "udp" }, { ianaports.port_number("https", 17) })
  end)

  it("returns no protocol if the row names none", function()
    local port, protocol = sample.registry({ "any 9 -" }):port_number("any", "tcp")
    assert.equal(9, port)
    assert.is_nil(protocol)
  end)

  it("returns the first port of a range", function()
    assert.same({ 6000, "tcp" }, { ianaports.port_number "x11" })
  end)

  it("skips rows without a port", function()
    local registry = sample.registry { "x - tcp", "x 50 -" }
    assert.equal(50, (registry:port_number("x", "tcp")))
  end)

  it("returns nil if the name has no port", function()
    local registry = sample.registry { "x - tcp" }
    assert.is_nil(registry:port_number "x")
    assert.equal("x", registry:find("x").service_name)
  end)

  it("returns nil for an unknown name, even a string of digits", function()
    assert.is_nil(ianaports.port_number "no-such-service")
    assert.is_nil(ianaports.port_number "443")
  end)

  it("returns an integer", function()
    local port = ianaports.port_number "https"
    assert.equal("443", tostring(port))
  end)
end)

describe("find", function()
  it("returns the first entry of find_all", function()
    for _, key in ipairs { 80, 5116, 6010, "epp", "http" } do
      assert.same(ianaports.find_all(key)[1], ianaports.find(key))
      assert.same(ianaports.find_all(key, "udp")[1], ianaports.find(key, "udp"))
    end
  end)

  it("returns nil if nothing matches", function()
    assert.is_nil(ianaports.find(65535))
    assert.is_nil(ianaports.find "no-such-service")
    assert.is_nil(ianaports.find("x11", "sctp"))
  end)

  it("also returns rows without a name", function()
    assert.equal("any private mail system", ianaports.find(24, "tcp").description)
  end)

  it("returns rows without a port by their name", function()
    assert.same("x - tcp", sample.label(sample.registry({ "x - tcp" }):find "x"))
  end)
end)

-- A search in a full hash table would never end.
describe("a registry of any number of names and contacts", function()
  it("finishes the search for a missing name or contact", function()
    local rows, contacts = {}, {}
    for count = 1, 130 do
      rows[count] = { service_name = "n" .. count }
      contacts[count] = { id = "C" .. count }
      local registry = ianaports.build { rows = rows, contacts = contacts }
      for number = 1, 20 do
        assert.is_nil(registry:find("none" .. number))
        assert.is_nil(registry:contact("None" .. number))
      end
      assert.equal("n" .. count, registry:find("N" .. count).service_name)
      assert.equal("C" .. count, registry:contact("C" .. count).id)
    end
  end)
end)

describe("find_all", function()
  it("returns an empty array if nothing matches", function()
    assert.same({}, ianaports.find_all(65535))
    assert.same({}, ianaports.find_all "no-such-service")
    assert.same({}, ianaports.find_all("x11", "sctp"))
  end)

  it("returns every entry in an array without gaps", function()
    local found = ianaports.find_all(80)
    for index = 1, #found do
      assert.is_table(found[index])
    end
    assert.equal(7, #found)
  end)
end)

describe("the bundled registry", function()
  it("has http on 80/tcp, not one of its historic names", function()
    assert.equal("http", ianaports.service_name(80, "tcp"))
    assert.same({ "http 80 tcp", "www 80 tcp", "www-http 80 tcp" },
      sample.labels(ianaports.find_all(80, "tcp")))
  end)

  it("has the udp service on 5116, and not the reserved tcp port", function()
    assert.equal("emb-proj-cmd 5116 udp", sample.label(ianaports.find(5116)))
    assert.equal("emb-proj-cmd", ianaports.service_name(5116))
    assert.equal("reserved", ianaports.find(5116, "tcp").status)
    assert.is_nil(ianaports.service_name(5116, "tcp"))
  end)

  it("has x11 on the ports of its range", function()
    for _, port in ipairs { 6000, 6010, 6063 } do
      assert.equal("x11", ianaports.service_name(port, "tcp"))
    end
    assert.not_equal("x11", ianaports.service_name(5999, "tcp"))
    assert.not_equal("x11", ianaports.service_name(6064, "tcp"))
  end)

  it("has two services named epp", function()
    assert.same({ "epp 700 tcp", "epp 3044 tcp", "epp 700 udp", "epp 3044 udp" },
      sample.labels(ianaports.find_all "epp"))
  end)

  it("prefers a service to a row marked unassigned", function()
    local seen = 0
    for unassigned in ianaports.entries { status = "unassigned", port = true } do
      local name = ianaports.service_name(unassigned.port_number)
      if name then
        seen = seen + 1
        assert.equal(name, ianaports.find(unassigned.port_number).service_name)
      end
    end
    assert.is_true(seen > 0)
  end)

  it("has no service on a dynamic port", function()
    assert.is_nil(ianaports.find(49152))
    assert.is_nil(ianaports.find(65535))
  end)

  it("treats a row without a protocol as one for every transport", function()
    for _, protocol in ipairs { "tcp", "udp", "sctp", "dccp" } do
      assert.equal("reserved", ianaports.find(49151, protocol).status)
    end
  end)
end)

describe("A registry that was asked before", function()
  it("answers the same again", function()
    for _ = 1, 3 do
      assert.equal("https", ianaports.service_name(443, "tcp"))
      assert.same({ 443, "tcp" }, { ianaports.port_number "https" })
      assert.same({ 443, "tcp" }, { ianaports.port_number "HttpS" })
      assert.same({ 443, "udp" }, { ianaports.port_number("https", "udp") })
      assert.same(ianaports.find(443, "tcp"), ianaports.find("https", "tcp"))
    end
  end)

  it("takes no memory for the names that it is asked for", function()
    local registry = sample.registry { "kiwi 1 tcp", "Plum 2 udp" }
    local function ask(number)
      local letters = ("kiwiplum"):gsub(".", function(letter)
        number = math.floor(number / 2)
        return number % 2 == 0 and letter or letter:upper()
      end)
      assert.equal(1, (registry:port_number(letters:sub(1, 4))))
      assert.equal(2, (registry:port_number(letters:sub(5))))
      assert.is_nil(registry:port_number("no" .. number .. letters))
    end
    for number = 1, 512 do
      ask(number)
    end
    collectgarbage()
    collectgarbage()
    local before = collectgarbage "count"
    for round = 1, 40 do
      for number = 1, 512 do
        ask(number + 512 * round)
      end
    end
    collectgarbage()
    collectgarbage()
    assert(collectgarbage "count" - before < 16)
  end)
end)
