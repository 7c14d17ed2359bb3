local ianaports = require "ianaports"
local sample = require "spec.support.sample"

-- The names of the rows that a filter accepts, in one string.
local function names(registry, filter)
  local list = {}
  for entry in registry:entries(filter) do
    list[#list + 1] = entry.service_name or "-"
  end
  return table.concat(list, " ")
end

describe("a filter's protocol", function()
  local registry = sample.registry { "t 1 tcp", "u 2 udp", "s 3 sctp", "d 4 dccp", "any 5 -" }

  it("accepts rows that name it and rows that name none", function()
    assert.equal("t any", names(registry, { protocol = "tcp" }))
  end)

  it("may be an array", function()
    assert.equal("t s any", names(registry, { protocol = { "tcp", "sctp" } }))
    assert.equal("d any", names(registry, { protocol = { "dccp" } }))
  end)

  it("may be written in any case or as its IP protocol number", function()
    assert.equal("u any", names(registry, { protocol = "UDP" }))
    assert.equal("u any", names(registry, { protocol = 17 }))
    assert.equal("t u any", names(registry, { protocol = { 17, "Tcp" } }))
  end)

  it("may be written in digits", function()
    assert.equal("u any", names(registry, { protocol = "17" }))
    assert.equal("t s any", names(registry, { protocol = { "6", "132" } }))
    assert.equal("d any", names(registry, "33"))
  end)

  it("may be the whole filter", function()
    assert.equal("d any", names(registry, "dccp"))
    assert.equal("d any", names(registry, "Dccp"))
    assert.equal("d any", names(registry, 33))
  end)

  it("may be named twice", function()
    assert.equal("t any", names(registry, { protocol = { "tcp", 6, "TCP" } }))
  end)
end)

describe("a filter's class", function()
  local registry = sample.registry {
    "lowest 0 tcp",
    "system 1023 tcp",
    "user 1024 tcp",
    "last-user 49151 tcp",
    "dynamic 49152 tcp",
    "highest 65535 tcp",
    "both 1023-1024 tcp",
    "all 1-65535 tcp",
    "within 2000-3000 tcp",
    "portless - tcp",
  }

  it("system accepts ports 0-1023", function()
    assert.equal("lowest system both all", names(registry, { class = "system" }))
  end)

  it("user accepts ports 1024-49151", function()
    assert.equal("user last-user both all within", names(registry, { class = "user" }))
  end)

  it("dynamic accepts ports 49152-65535", function()
    assert.equal("dynamic highest all", names(registry, { class = "dynamic" }))
  end)

  it("may be an array, which returns each row once", function()
    assert.equal("lowest system dynamic highest both all",
      names(registry, { class = { "system", "dynamic" } }))
  end)

  it("never accepts rows without a port", function()
    assert.equal(9, registry:count { class = { "system", "user", "dynamic" } })
  end)
end)

describe("a filter's status", function()
  local registry = sample.registry {
    "named 1 tcp",
    { "- 2 tcp", description = "Reserved" },
    { "- 3 tcp", description = "Unassigned" },
    { "- 4 tcp", description = "Removed" },
  }

  for status, port in pairs { assigned = 1, reserved = 2, unassigned = 3, deregistered = 4 } do
    it(status .. " accepts only rows of that status", function()
      local found = sample.collect(registry:entries { status = status })
      assert.equal(1, #found)
      assert.equal(port, found[1].port_number)
    end)
  end

  it("may be an array", function()
    assert.same({ "named 1 tcp", "- 4 tcp" },
      sample.labels(registry:entries { status = { "deregistered", "assigned" } }))
  end)

  it("divides the bundled registry completely", function()
    local sum = 0
    for _, status in ipairs { "assigned", "reserved", "unassigned", "deregistered" } do
      sum = sum + ianaports.count { status = status }
    end
    assert.equal(ianaports.count(), sum)
  end)
end)

describe("a filter's service_name", function()
  local registry = sample.registry {
    "http 1 tcp",
    "https 2 tcp",
    "HTTP-alt 3 tcp",
    "www-http 4 tcp",
    "x 5 tcp",
    "a.b 6 tcp",
    "a-b 7 tcp",
    "100% 8 tcp",
    { "- 9 tcp", description = "http" },
  }

  local patterns = {
    { "http", "http" },
    { "HTTP", "http" },
    { "http*", "http https HTTP-alt" },
    { "*http", "http www-http" },
    { "*http*", "http https HTTP-alt www-http" },
    { "http?", "https" },
    { "?", "x" },
    { "??", "" },
    { "*p?", "https" },
    { "w*-*p", "www-http" },
    { "h**p", "http" },
    { "*h*t*t*p*", "http https HTTP-alt www-http" },
    { "a.b", "a.b" },
    { "a?b", "a.b a-b" },
    { "100%", "100%" },
    { "%a", "" },
    { "[hx]*", "" },
    { "", "" },
    { " http", "" },
    { "http\0", "" },
    { "http\0*", "" },
  }
  for _, case in ipairs(patterns) do
    it(("%q matches %q"):format(case[1], case[2]), function()
      assert.equal(case[2], names(registry, { service_name = case[1] }))
    end)
  end

  it("* matches every row that has a name", function()
    assert.equal(8, registry:count { service_name = "*" })
    assert.equal(8, registry:count { service_name = "***" })
  end)

  it("? matches one character, of any number of bytes", function()
    local foreign = sample.registry {
      "caf\195\169 1 tcp", "\240\159\152\128x 2 tcp", "\195\169b 3 tcp",
      "\233t 4 tcp", "\224\128\128 5 tcp", "\226\130 6 tcp", -- not UTF-8: each byte is a character
    }
    for pattern, ports in pairs {
      ["caf?"] = "1", ["caf??"] = "", ["?x"] = "2", ["??x"] = "", ["*??x"] = "", ["?"] = "",
      ["??"] = "2 3 4 6", ["???"] = "5", ["????"] = "1", ["*?b"] = "3", ["*??b"] = "",
      ["\195\169?"] = "3", ["?\169"] = "", ["*?\169"] = "",
    } do
      local found = {}
      for entry in foreign:entries { service_name = pattern } do
        found[#found + 1] = entry.port_number
      end
      assert.equal(ports, table.concat(found, " "), pattern)
    end
  end)

  it("backtracks as far as it has to", function()
    local tricky = sample.registry { "aab 1 tcp", "aaab 2 tcp", "abab 3 tcp", "ababc 4 tcp" }
    assert.equal("aab aaab abab", names(tricky, { service_name = "*ab" }))
    assert.equal("aaab", names(tricky, { service_name = "a*aab" }))
    assert.equal("abab ababc", names(tricky, { service_name = "ab*ab*" }))
    assert.equal("ababc", names(tricky, { service_name = "*ab?" }))
  end)

  -- Each would take hours if matching tried every way.
  it("matches a pattern in time that can match in many ways", function()
    assert.equal(0, ianaports.count { service_name = ("*a"):rep(40) .. "*!" })
  end)

  it("treats many asterisks in a row as one", function()
    assert.equal(ianaports.count { service_name = "*" },
      ianaports.count { service_name = ("*"):rep(2 ^ 20) })
  end)
end)

describe("a filter's text", function()
  local registry = sample.registry {
    { "alpha 1 tcp", description = "The First Service" },
    { "beta 2 tcp", description = "after Alpha" },
    { "- 3 tcp", description = "Reserved" },
    { "delta 4 tcp", assignee = "[alpha]", assignment_notes = "alpha" },
    "epsilon 5 tcp",
  }

  it("is part of the service name or of the description", function()
    assert.equal("alpha beta", names(registry, { text = "alpha" }))
  end)

  it("is compared without regard to case", function()
    assert.equal("alpha beta", names(registry, { text = "aLPHa" }))
    assert.equal("alpha", names(registry, { text = "first SERVICE" }))
  end)

  it("may be anywhere in the cell", function()
    assert.equal("beta", names(registry, { text = "after" }))
    assert.equal("beta", names(registry, { text = "r a" }))
    assert.equal("epsilon", names(registry, { text = "lon" }))
    assert.equal("-", names(registry, { text = "reserved" }))
  end)

  it("does not match across the end of the name and the start of the description", function()
    assert.equal("", names(registry, { text = "alphathe" }))
    assert.equal("", names(registry, { text = "alpha the" }))
  end)

  it("treats no character as a pattern", function()
    assert.equal("", names(registry, { text = "a*a" }))
    assert.equal("", names(registry, { text = "a.pha" }))
    assert.equal("", names(registry, { text = "%a" }))
  end)

  it("does not stop at a NUL byte", function()
    assert.equal("", names(registry, { text = "alpha\0" }))
    assert.equal("", names(registry, { text = "\0" }))
  end)

  it("accepts every row if it is empty", function()
    assert.equal(5, registry:count { text = "" })
  end)
end)

for _, field in ipairs { "assignee", "contact", "reference", "assignment_notes" } do
  describe("a filter's " .. field, function()
    local registry = sample.registry {
      { "with 1 tcp", [field] = "[Some_Body] of [RFC1234]" },
      { "other 2 tcp", [field] = "[No_One]" },
      { "elsewhere 3 tcp", description = "Some_Body" },
      "without 4 tcp",
    }

    it("is part of that column", function()
      assert.equal("with", names(registry, { [field] = "Some_Body" }))
      assert.equal("with", names(registry, { [field] = "[RFC1234]" }))
      assert.equal("with other", names(registry, { [field] = "o" }))
    end)

    it("is compared without regard to case", function()
      assert.equal("with", names(registry, { [field] = "some_BODY" }))
    end)

    it("matches nothing if no row has it", function()
      assert.equal("", names(registry, { [field] = "some body" }))
      assert.equal("", names(registry, { [field] = "Some_Body\0" }))
    end)
  end)
end

for filter, field in pairs {
  registered_since = "registration_date",
  modified_since = "modification_date",
} do
  describe("a filter's " .. filter, function()
    local registry = sample.registry {
      { "day 1 tcp", [field] = "2010-05-07" },
      { "month 2 tcp", [field] = "2010-05" },
      { "january 3 tcp", [field] = "2010-01" },
      { "eve 4 tcp", [field] = "2009-12-31" },
      { "next 5 tcp", [field] = "2011-01-01" },
      { "other 6 tcp", registration_date = "1990-01-01", modification_date = "1990-01-01" },
      "none 7 tcp",
    }

    local dates = {
      { "2010", "day month january next" },
      { "2010-01", "day month january next" },
      { "2010-01-01", "day month january next" },
      { "2010-01-02", "day month next" },
      { "2010-05", "day month next" },
      { "2010-05-01", "day month next" },
      { "2010-05-02", "day next" },
      { "2010-05-07", "day next" },
      { "2010-05-08", "next" },
      { "2009-12-31", "day month january eve next" },
      { "2011-01-02", "" },
      { "2012", "" },
    }
    for _, case in ipairs(dates) do
      it(("%s accepts %q"):format(case[1], case[2]), function()
        assert.equal(case[2], names(registry, { [filter] = case[1] }))
      end)
    end

    it("never accepts rows without that date", function()
      assert.equal("day month january eve next other", names(registry, { [filter] = "0001" }))
    end)
  end)
end

describe("a filter of presence", function()
  local registry = sample.registry {
    "plain 1 tcp",
    { "abused 2 tcp", unauthorized_use_reported = "on 2" },
    { "old 3 tcp", assignment_notes = 'This is a duplicate of the "plain" service' },
    "portless - tcp",
  }

  it("overlay accepts the rows of the overlay, or the others", function()
    local layered = ianaports.build {
      overlay = { { service_name = "own", port_number = 1 }, { service_name = "mine" } },
      rows = { { service_name = "base", port_number = 1 } },
    }
    assert.equal("own mine", names(layered, { overlay = true }))
    assert.equal("base", names(layered, { overlay = false }))
    assert.equal("own", names(layered, { overlay = true, port = true }))
    assert.equal("", names(registry, { overlay = true }))
    assert.equal(names(registry, {}), names(registry, { overlay = false }))
  end)

  it("unauthorized_use_reported accepts rows with such a report, or without", function()
    assert.equal("abused", names(registry, { unauthorized_use_reported = true }))
    assert.equal("plain old portless", names(registry, { unauthorized_use_reported = false }))
  end)

  it("alias accepts rows that are an alias of another, or the others", function()
    assert.equal("old", names(registry, { alias = true }))
    assert.equal("plain abused portless", names(registry, { alias = false }))
  end)

  it("port accepts rows with a port, or without", function()
    assert.equal("plain abused old", names(registry, { port = true }))
    assert.equal("portless", names(registry, { port = false }))
  end)
end)

describe("a filter's where", function()
  local registry = sample.registry { "a 1 tcp", "b 2 tcp", "c 3 udp" }

  it("accepts entries for which it returns true", function()
    assert.equal("b c", names(registry, {
      where = function(entry) return entry.port_number > 1 end,
    }))
  end)

  it("treats any value but false and nil as true", function()
    local results = { a = 0, b = "", c = {} }
    assert.equal("a b c", names(registry, {
      where = function(entry) return results[entry.service_name] end,
    }))
  end)

  it("treats false, nil and no value as false", function()
    assert.equal("", names(registry, { where = function() return false end }))
    assert.equal("", names(registry, { where = function() return nil end }))
    assert.equal("", names(registry, { where = function() end }))
  end)

  it("gets the whole entry as its only argument", function()
    local got = {}
    registry:count { where = function(...) got[#got + 1] = { n = select("#", ...), ... } end }
    assert.equal(3, #got)
    for index, arguments in ipairs(got) do
      assert.equal(1, arguments.n)
      assert.same(registry:find(index), arguments[1])
    end
  end)

  it("sees only entries that meet all other conditions", function()
    local seen = {}
    names(registry, {
      protocol = "tcp",
      service_name = "?",
      where = function(entry) seen[#seen + 1] = entry.service_name end,
    })
    assert.same({ "a", "b" }, seen)
  end)

  it("is called as the iteration reaches an entry, and not before", function()
    local calls = 0
    local step = registry:entries { where = function() calls = calls + 1 return true end }
    assert.equal(0, calls)
    step()
    assert.equal(1, calls)
  end)

  it("works in range, count and search as in entries", function()
    local filter = { where = function(entry) return entry.service_name == "b" end }
    assert.same({ "b 2 tcp" }, sample.labels(registry:range(0, 9, filter)))
    assert.equal(1, registry:count(filter))
    assert.same({ "b 2 tcp" }, sample.labels(registry:search("", filter)))
  end)
end)

describe("a filter", function()
  local registry = sample.registry {
    { "a 1 tcp", description = "wanted" },
    { "b 2 tcp", description = "wanted" },
    { "c 3 udp", description = "wanted" },
    { "d 4 tcp", description = "other" },
    { "e 50000 tcp", description = "wanted" },
  }

  it("without conditions accepts everything", function()
    assert.equal(5, registry:count {})
  end)

  it("accepts what meets all of its conditions", function()
    assert.equal("a b", names(registry, { protocol = "tcp", class = "system", text = "want" }))
  end)

  it("is read once: later changes to it change no iteration", function()
    local filter = { protocol = "tcp", text = "wanted" }
    local entries = registry:entries(filter)
    filter.text = "other"
    filter.protocol = nil
    filter.nonsense = true
    assert.same({ "a 1 tcp", "b 2 tcp", "e 50000 tcp" }, sample.labels(entries))
  end)

  it("keeps its strings alive", function()
    local entries = registry:entries {
      text = ("detn"):reverse(), -- strings that nothing else refers to
      service_name = ("*"):rep(3) .. "?",
      protocol = "tcp",
    }
    collectgarbage()
    collectgarbage()
    assert.equal(3, #sample.labels(entries))
  end)

  it("is not changed by a call", function()
    local protocols = { "tcp", "udp" }
    local filter = { protocol = protocols, text = "Wanted" }
    registry:count(filter)
    assert.same({ protocol = { "tcp", "udp" }, text = "Wanted" }, filter)
    assert.equal(protocols, filter.protocol)
  end)

  it("may serve several calls", function()
    local filter = { text = "wanted", protocol = "tcp" }
    assert.equal(3, registry:count(filter))
    assert.equal(3, registry:count(filter))
    assert.equal("a b e", names(registry, filter))
  end)
end)

describe("A text that a filter searches for", function()
  local rows = {}
  for before = 0, 199 do
    rows[before + 1] = {
      service_name = "n" .. before,
      description = ("e"):rep(before) .. "NeedLe" .. ("d"):rep(199 - before),
    }
  end
  local registry = ianaports.build { rows = rows }

  it("is found wherever it is", function()
    assert.equal(200, registry:count { text = "nEEDLE" })
    assert.equal(200, #registry:search "nEEDLE")
    for before = 0, 199 do
      local filter = { text = "n" .. ("e"):rep(2) .. "dled", service_name = "n" .. before }
      assert.equal(before < 199 and 1 or 0, registry:count(filter))
    end
  end)

  it("is not found across two cells", function()
    assert.equal(0, registry:count { text = "dn1" })
    assert.equal(0, registry:count { text = "d\0n1" })
    assert.equal(0, #registry:search "d\0n1")
    assert.equal(0, registry:count { text = ("d"):rep(2 ^ 20) })
  end)

  it("may have one letter or two", function()
    assert.equal(200, registry:count { text = "N" })
    assert.equal(200, registry:count { text = "dL" })
    assert.equal(0, registry:count { text = "~" })
  end)

  it("is found by range as it is by entries", function()
    for entry in ianaports.entries { port = true, text = "net" } do
      if entry.port_number % 97 == 0 then
        local filter = { text = entry.description or entry.service_name, port = true }
        local expected = {}
        for other in ianaports.range(0, 65535, filter) do
          expected[#expected + 1] = other
        end
        assert.equal(#expected, ianaports.count(filter))
        assert(#expected > 0)
      end
    end
  end)
end)
