local ianaports = require "ianaports"
local sample = require "spec.support.sample"

describe("info", function()
  local parts = {
    rows = { { service_name = "a" }, { service_name = "b" } },
    contacts = { { id = "X" } },
    info = {
      title = "A Site's Ports",
      last_updated = "2031-07-01",
      experts = "One & Two",
      reference = "[RFC9999]",
      note = "line one\nline two",
      sources = { "by hand", "by heart" },
    },
  }

  it("returns what the registry was built with, and its counts", function()
    assert.same({
      title = "A Site's Ports",
      last_updated = "2031-07-01",
      experts = "One & Two",
      reference = "[RFC9999]",
      note = "line one\nline two",
      sources = { "by hand", "by heart" },
      record_count = 2,
      contact_count = 1,
    }, ianaports.build(parts):info())
  end)

  it("leaves out unknown fields, but always has counts and sources", function()
    assert.same({ record_count = 0, contact_count = 0, sources = {} }, ianaports.build({}):info())
  end)

  it("is a new table each time", function()
    local registry = ianaports.build(parts)
    local info = registry:info()
    info.title = "changed"
    info.sources[1] = "changed"
    info.sources[3] = "added"
    assert.equal("A Site's Ports", registry:info().title)
    assert.same({ "by hand", "by heart" }, registry:info().sources)
  end)

  it("has integers as counts", function()
    local info = ianaports.info()
    assert.equal("5", tostring(info.contact_count))
    assert.equal(tostring(#ianaports.bundled), tostring(info.record_count))
  end)

  it("returns what the registry lacks, in the order of columns", function()
    local lacks = {
      since = "2031-06-30",
      ports = "T:1,5-8,U:9",
      columns = { "assignee", "assignment_notes" },
      contacts = true,
      portless_names = true,
    }
    local function lacks_of(value)
      return ianaports.build({ info = { lacks = value } }):info().lacks
    end
    assert.same(lacks, lacks_of(lacks))
    assert.same({ columns = { "contact", "service_code" } },
      lacks_of { columns = { "service_code", "contact", "contact" }, contacts = false })
    assert.same({ columns = {}, contacts = true }, lacks_of { contacts = true })
    assert.is_nil(lacks_of {})
    assert.is_nil(lacks_of { since = "2031-06-30", contacts = false })
    assert.is_nil(lacks_of(nil))
  end)

  it("returns that a file lacks nothing", function()
    assert.is_nil(assert(ianaports.load "data/service-names-port-numbers.csv"):info().lacks)
  end)

  it("returns the header of the bundled registry", function()
    local info = ianaports.info()
    assert.equal("Service Name and Transport Protocol Port Number Registry", info.title)
    assert.equal("2026-05-11", info.last_updated)
    assert.equal("[RFC6335]", info.reference)
    assert.truthy(info.experts:find("TCP/UDP: Joe Touch;", 1, true))
    assert.truthy(info.note:find("^Service names and port numbers are used to distinguish"))
    assert.equal(ianaports.count(), info.record_count)
  end)

  it("names the sources of the bundled registry", function()
    local sources = ianaports.info().sources
    assert.is_true(#sources > 0)
    for _, source in ipairs(sources) do
      assert.is_string(source)
      assert.not_equal("", source)
    end
  end)
end)

describe("contact", function()
  local registry = ianaports.build {
    contacts = {
      {
        id = "Full",
        name = "Full Name",
        organization = "Some Organization",
        uri = "mailto:full&example.org",
        last_updated = "2031-07-01",
      },
      { id = "Bare" },
      { id = "Web", uri = "https://example.org/a&b" },
      { id = "Written", uri = "mailto:at@example.org" },
      { id = "Phone", uri = "tel:+1-555-0100" },
      { id = "Nothing", name = "", uri = "" },
    },
  }

  it("returns all that is known, with an address that can be used as it is", function()
    assert.same({
      id = "Full",
      name = "Full Name",
      organization = "Some Organization",
      uri = "mailto:full&example.org",
      email = "full@example.org",
      last_updated = "2031-07-01",
    }, registry:contact "Full")
  end)

  it("leaves out unknown fields", function()
    assert.same({ id = "Bare" }, registry:contact "Bare")
    assert.same({ id = "Nothing" }, registry:contact "Nothing")
  end)

  it("has an email field for mail addresses only", function()
    assert.same({ id = "Web", uri = "https://example.org/a&b" }, registry:contact "Web")
    assert.same({ id = "Phone", uri = "tel:+1-555-0100" }, registry:contact "Phone")
  end)

  it("accepts an address without a scheme", function()
    assert.equal("at@example.org", registry:contact("Written").email)
    assert.equal("mailto:at@example.org", registry:contact("Written").uri)
  end)

  it("uses the first of several URIs", function()
    local several = ianaports.build {
      contacts = {
        { id = "A", uri = "mailto:a&x.example\nmailto:b&x.example" },
        { id = "B", uri = "https://x.example mailto:b&x.example" },
      },
    }
    assert.equal("a@x.example", several:contact("A").email)
    assert.is_nil(several:contact("B").email)
  end)

  it("accepts the id in brackets, as entries have it", function()
    assert.equal("Full Name", registry:contact("[Full]").name)
  end)

  it("finds every contact by its id, with or without brackets", function()
    local bracketed = ianaports.build { contacts = { { id = "[X]", name = "Y" }, { id = "Z" } } }
    for contact in bracketed:contacts() do
      assert.same(contact, bracketed:contact(contact.id))
      assert.same(contact, bracketed:contact("[" .. contact.id:match "%w" .. "]"))
      assert.same(contact, bracketed:contact(contact.id:match "%w"))
    end
  end)

  it("returns nil for an unknown id", function()
    local unknown = { "Nobody", "", "[]", "[", "]", "[Full", "Full]", "Full\0", "Ful", "Fulll" }
    for _, id in ipairs(unknown) do
      assert.is_nil(registry:contact(id))
    end
  end)

  it("is a new table each time", function()
    registry:contact("Full").name = "changed"
    assert.equal("Full Name", registry:contact("Full").name)
  end)

  it("returns nil if the registry has no contacts", function()
    assert.is_nil(ianaports.build({}):contact "Full")
  end)

  it("finds each of many contacts", function()
    local contacts = {}
    for index = 1, 1000 do
      contacts[index] = { id = "C" .. index, name = "N" .. index }
    end
    local many = ianaports.build { contacts = contacts }
    for index = 1, 1000 do
      assert.equal("N" .. index, many:contact("C" .. index).name)
    end
    assert.is_nil(many:contact "C0")
    assert.is_nil(many:contact "C1001")
  end)

  it("returns the person who registered an entry of the bundled registry", function()
    assert.same({
      id = "Jim_Cleppe",
      name = "Jim Cleppe",
      uri = "mailto:clep13&hotmail.com",
      email = "clep13@hotmail.com",
    }, ianaports.contact(ianaports.find(1315, "tcp").contact))
  end)

  it("returns organizations", function()
    assert.same({
      id = "Chair_for_Process_Control_Engineering",
      organization = "The Chair for Process Control Engineering",
      uri = "mailto:ks&plt.rwth-aachen.de",
      email = "ks@plt.rwth-aachen.de",
      last_updated = "2012-08-07",
    }, ianaports.contact(ianaports.find(7509, "tcp").assignee))
  end)
end)

describe("contacts", function()
  it("returns every contact", function()
    local ids = {}
    for contact in ianaports.contacts() do
      ids[#ids + 1] = contact.id
    end
    table.sort(ids)
    assert.same({
      "Chair_for_Process_Control_Engineering",
      "Jim_Cleppe",
      "Stephen_Cipolli",
      "Steve_Zellers",
      "Ulrich_Epple",
    }, ids)
  end)

  it("returns the same tables as contact", function()
    for contact in ianaports.contacts() do
      assert.same(ianaports.contact(contact.id), contact)
    end
  end)

  it("returns nothing if the registry has no contacts", function()
    assert.same({}, sample.collect(ianaports.build({}):contacts()))
  end)

  it("returns as many contacts as info counts", function()
    assert.equal(ianaports.info().contact_count, #sample.collect(ianaports.contacts()))
  end)
end)

describe("references", function()
  local rfc = "https://www.rfc-editor.org/rfc/rfc"
  local draft = "https://datatracker.ietf.org/doc/html/"

  local cells = {
    ["[RFC5734]"] = { { text = "RFC5734", type = "rfc", url = rfc .. "5734" } },
    ["[RFC854]"] = { { text = "RFC854", type = "rfc", url = rfc .. "854" } },
    ["[RFC4727][RFC6335]"] = {
      { text = "RFC4727", type = "rfc", url = rfc .. "4727" },
      { text = "RFC6335", type = "rfc", url = rfc .. "6335" },
    },
    ["[RFC4727] [RFC6335]\n[RFC1]"] = {
      { text = "RFC4727", type = "rfc", url = rfc .. "4727" },
      { text = "RFC6335", type = "rfc", url = rfc .. "6335" },
      { text = "RFC1", type = "rfc", url = rfc .. "1" },
    },
    ["[draft-gross-geneve-00]"] = {
      { text = "draft-gross-geneve-00", type = "draft", url = draft .. "draft-gross-geneve-00" },
    },
    ["[RFC-ietf-radext-dynamic-discovery-15]"] = {
      {
        text = "RFC-ietf-radext-dynamic-discovery-15",
        type = "draft",
        url = draft .. "draft-ietf-radext-dynamic-discovery-15",
      },
    },
    ["[http://example.org/a?b=c]"] = {
      { text = "http://example.org/a?b=c", type = "uri", url = "http://example.org/a?b=c" },
    },
    ["[https://example.org/]"] = {
      { text = "https://example.org/", type = "uri", url = "https://example.org/" },
    },
    ["[ISO/IEC 13818-6 MPEG-2 DSM-CC]"] = {
      { text = "ISO/IEC 13818-6 MPEG-2 DSM-CC", type = "other" },
    },
    ["[1][RFC6335]"] = {
      { text = "1", type = "other" },
      { text = "RFC6335", type = "rfc", url = rfc .. "6335" },
    },
    ["[RFC]"] = { { text = "RFC", type = "other" } },
    ["RFC5734"] = { { text = "RFC5734", type = "rfc", url = rfc .. "5734" } },
    ["see the site"] = { { text = "see the site", type = "other" } },
    [""] = {},
    [" \n "] = {},
  }
  for cell, expected in pairs(cells) do
    it(("of %q"):format(cell), function()
      assert.same(expected, ianaports.references { reference = cell })
    end)
  end

  it("are an empty array if the entry names none", function()
    assert.same({}, ianaports.references {})
    assert.same({}, ianaports.references(ianaports.find "acplt"))
  end)

  it("are those of an entry of the bundled registry", function()
    assert.same({ { text = "RFC5734", type = "rfc", url = rfc .. "5734" } },
      ianaports.references(ianaports.find(700)))
  end)

  it("depend on no other field of the entry", function()
    local entry = { reference = "[RFC1]", port_number = {} }
    assert.equal(rfc .. "1", ianaports.references(entry)[1].url)
  end)

  it("do not change the entry", function()
    local entry = ianaports.find(700)
    ianaports.references(entry)[1].text = "changed"
    assert.same(ianaports.find(700), entry)
  end)

  it("are found despite unbalanced brackets", function()
    for _, cell in ipairs { "[", "]", "[[", "[RFC1", "RFC1]", "[][", ("["):rep(1000) } do
      assert.is_table(ianaports.references { reference = cell })
    end
  end)

  it("all have type and text in the bundled registry, and a url unless of type other", function()
    local seen = {}
    for entry in ianaports.entries { reference = "[" } do
      for _, reference in ipairs(ianaports.references(entry)) do
        seen[reference.type] = true
        assert(entry.reference:find(reference.text, 1, true), entry.reference)
        assert((reference.url ~= nil) == (reference.type ~= "other"), entry.reference)
      end
    end
    assert.same({ rfc = true, draft = true, other = true }, seen)
  end)
end)
