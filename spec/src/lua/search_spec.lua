local ianaports = require "ianaports"
local sample = require "spec.support.sample"

-- The names of the rows that are found, best first, in one string.
local function names(registry, text, filter)
  local list = {}
  for index, entry in ipairs(registry:search(text, filter)) do
    list[index] = entry.service_name or "-"
  end
  return table.concat(list, " ")
end

describe("search", function()
  -- The best rows come last, so that the registry's own order cannot produce the expected one.
  local registry = sample.registry {
    { "nothing 1 tcp", description = "unrelated" },
    { "noted 2 tcp", assignment_notes = "a web of lies" },
    { "described 3 tcp", description = "The Web" },
    "cobweb 4 tcp",
    "webster 5 tcp",
    "web 6 tcp",
  }

  it("returns the exact name first, then the others by rank", function()
    assert.equal("web webster cobweb described noted", names(registry, "web"))
  end)

  it("ignores case", function()
    assert.equal("web webster cobweb described noted", names(registry, "WeB"))
  end)

  it("ignores white space around the text", function()
    assert.equal("web webster cobweb described noted", names(registry, " \t\r\n web \n"))
  end)

  it("keeps the registry's order for entries of the same rank", function()
    local equals = sample.registry {
      { "y 9 udp", description = "web" },
      "z-web 9 udp",
      "web-z 9 udp",
      "web 9 udp",
      { "x 8 tcp", description = "web" },
      "a-web 8 tcp",
      "web-a 8 tcp",
      "web 8 tcp",
    }
    assert.same({
      "web 9 udp",
      "web 8 tcp",
      "web-z 9 udp",
      "web-a 8 tcp",
      "z-web 9 udp",
      "a-web 8 tcp",
      "y 9 udp",
      "x 8 tcp",
    }, sample.labels(equals:search "web"))
  end)

  it("prefers words that stand together in the description, early in it", function()
    local rows = {
      { "noted 1 tcp", description = "Remote", assignment_notes = "desktop" },
      { "apart 2 tcp", description = "Desktop Remote" },
      { "head 3 tcp", description = "a Desktop that is remote" },
    }
    local expected = { "apart", "head", "noted" }
    for before = 9, 0, -1 do
      table.insert(rows, { ("b%d %d tcp"):format(before, 10 + before),
        description = (" b"):rep(before) .. " Remote Desktop Protocol" })
      if before < 7 then
        table.insert(expected, 1, "b" .. before)
      end
    end
    for index, name in ipairs { "b9", "b8", "b7" } do
      table.insert(expected, 7 + index, name)
    end
    table.insert(rows, { "remote-desktop 5 tcp", description = "remote desktop" })
    table.insert(rows, { "z 4 tcp", description = "REMOTE DESKTOP" })
    table.insert(expected, 2, "remote-desktop")
    table.insert(expected, 3, "z")
    local words = sample.registry(rows)
    assert.equal(table.concat(expected, " "), names(words, "remote desktop"))
    assert.equal("remote-desktop", (names(words, "REMOTE-desktop"):match "^%S+"))
  end)

  it("takes one word that comes twice for one word", function()
    local words = sample.registry {
      { "a 1 tcp", description = "all of the web" }, { "b 2 tcp", description = "web web" },
    }
    assert.equal("a b", names(words, "web web"))
  end)

  it("returns each entry once", function()
    local twice = sample.registry {
      { "web-web 9 tcp", description = "web web", reference = "web" },
    }
    assert.equal("web-web", names(twice, "web"))
  end)

  it("returns an empty array if nothing matches", function()
    assert.same({}, registry:search "no such thing")
  end)

  it("returns every entry for an empty text", function()
    assert.equal(6, #registry:search "")
    assert.equal(6, #registry:search " \n ")
    assert.equal(ianaports.count(), #ianaports.search "")
  end)

  it("returns an empty array from an empty registry", function()
    assert.same({}, ianaports.build({}):search "")
    assert.same({}, ianaports.build({}):search "web")
  end)

  it("treats no character of the text as a pattern", function()
    for _, text in ipairs { "w.b", "w*b", "w?b", "%a", "[w]eb", "^web" } do
      assert.same({}, registry:search(text))
    end
  end)

  it("does not stop at a NUL byte in the text", function()
    assert.same({}, registry:search "web\0")
    assert.same({}, registry:search "web\0ster")
  end)

  it("compares bytes, also outside ASCII", function()
    local other = sample.registry { { "cafe 9 tcp", description = "Caf\195\169 service" } }
    assert.equal("cafe", names(other, "caf\195\169"))
    assert.equal("", names(other, "CAF\195\137"))
  end)
end)

describe("search for several words", function()
  local registry = sample.registry {
    { "scattered 1 tcp", description = "mail", assignee = "[Big_Server]" },
    { "half 2 tcp", description = "mail alone" },
    { "reversed 3 tcp", description = "a server for mail" },
    { "mailer 4 tcp", description = "some server" },
    { "both 5 tcp", description = "Mail Server" },
  }

  it("requires all of them in any order, and prefers those in name or description", function()
    assert.equal("both reversed mailer scattered", names(registry, "mail server"))
  end)

  it("accepts any white space between them", function()
    assert.equal("reversed mailer both scattered", names(registry, "server\t \n mail"))
  end)

  it("finds them as parts of longer words", function()
    assert.equal("reversed mailer both scattered", names(registry, "ma serv"))
  end)

  it("treats a repeated word as one", function()
    assert.equal("reversed mailer both scattered", names(registry, ("mail server "):rep(1000)))
  end)
end)

describe("search in the other columns", function()
  local columns = {
    "assignee",
    "contact",
    "registration_date",
    "modification_date",
    "reference",
    "service_code",
    "unauthorized_use_reported",
    "assignment_notes",
  }
  for _, column in ipairs(columns) do
    it("finds a word in " .. column, function()
      local registry = sample.registry { "a 1 tcp", { "b 2 tcp", [column] = "[2031-07]" } }
      assert.equal("b", names(registry, "2031-07"))
    end)
  end

  it("finds a port", function()
    assert.equal("b", names(sample.registry { "a 1 tcp", "b 7509 tcp" }, "7509"))
  end)

  it("finds a port range as the registry writes it", function()
    local registry = sample.registry { "a 1 tcp", "b 6000-6063 tcp" }
    assert.equal("b", names(registry, "6000-6063"))
    assert.equal("b", names(registry, "6063"))
  end)

  it("finds a protocol", function()
    assert.equal("b", names(sample.registry { "a 1 tcp", "b 2 udp", "c 3 -" }, "udp"))
  end)

  it("finds words that are in different columns", function()
    local registry = sample.registry {
      { "a 80 udp", reference = "[RFC9]" },
      { "b 80 tcp", reference = "[RFC9]" },
      { "c 80 tcp", reference = "[RFC8]" },
    }
    assert.equal("b", names(registry, "tcp rfc9 80"))
  end)

  it("finds no text that crosses from one column into the next", function()
    local registry = sample.registry { { "a 80 udp", assignee = "[X]", contact = "[Y]" } }
    assert.equal("", names(registry, "[X][Y]"))
    assert.equal("", names(registry, "80udp"))
  end)

  it("does not search derived fields", function()
    local registry = sample.registry { { "a 80 udp", description = "x" } }
    assert.equal("", names(registry, "assigned"))
  end)
end)

describe("search with a filter", function()
  local registry = sample.registry {
    { "far 9 udp", description = "web" },
    "web-a 9 udp",
    "web 9 tcp",
    "web 9 udp",
    { "- 7 -", description = "web, reserved" },
  }

  it("finds only what passes the filter, in the same order", function()
    assert.same({ "web 9 udp", "web-a 9 udp", "far 9 udp", "- 7 -" },
      sample.labels(registry:search("web", "udp")))
  end)

  it("accepts a table", function()
    assert.same({ "web 9 tcp", "web 9 udp" },
      sample.labels(registry:search("web", { service_name = "web" })))
  end)

  it("accepts a where function and calls it only for matches", function()
    local seen = {}
    local found = registry:search("web-a", {
      where = function(entry) seen[#seen + 1] = sample.label(entry) return true end,
    })
    assert.same({ "web-a 9 udp" }, seen)
    assert.same(seen, sample.labels(found))
  end)
end)

describe("search in the bundled registry", function()
  it("returns mysql first for mysql", function()
    assert.equal("mysql", ianaports.search("mysql")[1].service_name)
    assert.equal(3306, ianaports.search("mysql")[1].port_number)
  end)

  it("then returns services whose names start with the text", function()
    assert.equal("mysql-cluster", ianaports.search("mysql")[3].service_name)
  end)

  it("finds a service by words of its description", function()
    assert.equal("acplt", ianaports.search("process automation service")[1].service_name)
  end)

  it("finds a service by the person who registered it", function()
    assert.same({ "els 1315 tcp", "els 1315 udp" }, sample.labels(ianaports.search "Jim_Cleppe"))
  end)

  -- Each would take minutes if every entry were compared with the whole text.
  it("searches for a very long word in time", function()
    assert.same({}, ianaports.search(("a"):rep(2 ^ 24)))
  end)

  it("searches for a repeated word once", function()
    assert.equal(#ianaports.search "a", #ianaports.search(("a "):rep(2 ^ 20)))
  end)
end)

describe("A search for many words", function()
  it("finds the entries that have all of them", function()
    local registry = sample.registry {
      { "a 1 tcp", description = "b c d e f g h i j k" },
      { "b 2 tcp", description = "a c d e f g h i j" },
      { "c 45 udp", description = "a b d e f g h i j k" },
    }
    assert.equal("a c", names(registry, "a b c d e f g h i j k"))
    assert.equal("c", names(registry, "a b c d e f g h i j k 5"))
    assert.equal("c", names(registry, "a b c d e f g h i j udp k"))
    assert.equal("", names(registry, "a b c d e f g h i j k l"))
  end)

  it("accepts 64 different words and refuses more", function()
    local words = {}
    for index = 1, 64 do
      words[index] = ("w%d."):format(index)
    end
    local text = table.concat(words, " ")
    local registry = sample.registry {
      { "a 1 tcp", description = text },
      { "b 2 tcp", description = text:gsub("w64", "") },
    }
    assert.equal("a", names(registry, text .. " " .. text))
    for _, search in ipairs { ianaports.search, function(...) return registry:search(...) end } do
      local searched, message = pcall(search, text .. " w65.")
      assert.is_false(searched)
      assert.matches("text of at most 64 different words expected, got more", message, 1, true)
    end
  end)
end)
