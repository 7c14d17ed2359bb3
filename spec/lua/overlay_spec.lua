local compare = require "spec.support.compare"
local compat = require "spec.support.compat"
local diff = require "ianaports.diff"
local files = require "spec.support.files"
local ianaports = require "ianaports"
local overlay = require "ianaports.overlay"
local sample = require "spec.support.sample"

local function row(spec)
  return sample.row(spec)
end

-- A small base in which "known" is best on 100/tcp.
local function base()
  return ianaports.build {
    rows = {
      row "known 100 tcp",
      row "other 200 udp",
      row { "- 300-399 -", description = "Unassigned" },
    },
    contacts = { { id = "A_B", name = "A B" }, { id = "C", name = "C of the base" } },
    info = { title = "Base", last_updated = "2020-02-02", sources = { "made up", "by hand" } },
  }
end

describe("An overlay #large", function()
  it("has own rows come before all others on a port, better rows included", function()
    local site = overlay.new(base(), { row "wide 1-1000 -", row { "- 100 tcp", contact = "[X]" } })
    assert.same({ "- 100 tcp", "wide 1-1000 -", "known 100 tcp" },
      sample.labels(site:find_all(100, "tcp")))
    assert.equal("wide", site:service_name(100, "tcp"))
    assert.equal("wide", site:service_name(200))
    assert.equal("known", base():service_name(100))
  end)

  it("has own rows come before all others of a name", function()
    local site = overlay.new(base(), { row "KNOWN 7 -" })
    assert.same({ "KNOWN 7 -", "known 100 tcp" }, sample.labels(site:find_all "known"))
    assert.same({ 7 }, { site:port_number "known" })
  end)

  it("has own rows first in the registry's order", function()
    local site = overlay.new(base(), { row "z 900 tcp", row "y 800 tcp" })
    assert.same({ "z 900 tcp", "y 800 tcp", "known 100 tcp", "other 200 udp", "- 300-399 -" },
      sample.labels(site:entries()))
  end)

  it("answers for the base's entries as the base does", function()
    local site = overlay.new(nil, { row "billing 9000 tcp" })
    assert.equal(#ianaports.bundled + 1, #site)
    for _, key in ipairs { 80, 22, "epp", 6010, "https" } do
      assert.same(sample.labels(ianaports.find_all(key)), sample.labels(site:find_all(key)))
    end
  end)

  it("is above the bundled registry by default", function()
    local changes = sample.collect(diff.changes(ianaports.bundled,
      overlay.new(nil, { row "billing 9000 tcp" })))
    assert.equal(1, #changes)
    assert.equal("added", changes[1].kind)
    assert.equal("billing", changes[1].new.service_name)
  end)

  it("changes neither its base nor the rows", function()
    local below, rows = base(), { row "billing 9000 tcp" }
    overlay.new(below, rows)
    assert.is_nil(compare.entries(base(), below))
    assert.same({ row "billing 9000 tcp" }, rows)
  end)

  it("outlives its base and rows", function()
    local below, own = base(), sample.registry { "billing 9000 tcp" }
    local site = overlay.new(below, own)
    below:close()
    own:close()
    assert.equal("billing", site:service_name(9000))
    assert.equal("known", site:service_name(100))
  end)

  it("may have no rows", function()
    assert.equal(#base(), #overlay.new(base(), {}))
    assert.equal("iana", overlay.new(base(), {}):find("known").source)
  end)

  it("derives status and aliases anew", function()
    local site = overlay.new(base(), {
      row { "old 100 tcp", assignment_notes = 'This entry is an alias to "known"', alias_of = "x" },
      row { "- 350 tcp", description = "Reserved for us", status = "assigned" },
    })
    assert.equal("known", site:find("old").alias_of)
    assert.equal("reserved", site:find(350).status)
  end)
end)

describe("The source of an entry #large", function()
  local function sources(...)
    local list = {}
    for entry in overlay.new(...):entries() do
      list[#list + 1] = ("%s %s"):format(entry.service_name or "-", entry.source)
    end
    return list
  end

  it("is site for own rows and iana for the base's", function()
    assert.same({ "own site", "known iana", "other iana", "- iana" },
      sources(base(), { row "own 1 tcp" }))
  end)

  it("is the row's own if it has one", function()
    local marked = sample.registry { { "a 1 tcp", source = "lab" }, "b 2 tcp" }
    assert.same({ "c hall", "d site", "a lab", "b iana" },
      sources(marked, { row { "c 3 tcp", source = "hall" }, row "d 4 tcp" }))
  end)

  it("is for all own rows what the caller says", function()
    assert.same({ "a plant", "b plant", "known iana", "other iana", "- iana" },
      sources(base(), { row { "a 1 tcp", source = "hall" }, row "b 2 tcp" }, "plant"))
  end)

  it("is the path for the rows of a file", function()
    files.with("a 1/tcp\n", function(path)
      assert.equal("a " .. path, sources(base(), path)[1])
      assert.equal("a plant", sources(base(), path, "plant")[1])
    end)
  end)

  it("shows in look-ups and filters", function()
    local site = overlay.new(base(), { row "own 1 tcp" })
    assert.equal("site", site:find(1).source)
    assert.equal("iana", site:find("known").source)
    assert.equal(1, site:count { where = function(entry) return entry.source == "site" end })
  end)
end)

describe("The rows of an overlay #large", function()
  it("may be those of a registry", function()
    local own = ianaports.parse("billing 9000/tcp pay # Billing\n", "services")
    local site = overlay.new(base(), own)
    assert.same({ "billing 9000 tcp", "pay 9000 tcp" }, sample.labels(site:find_all(9000)))
    assert.equal("billing", site:find("pay").alias_of)
    assert.equal("site", site:find("pay").source)
  end)

  it("may be those of a file", function()
    files.with("# ours\nbilling 100/tcp # Billing\n", function(path)
      local site = assert(overlay.new(base(), path))
      assert.equal("billing", site:service_name(100))
      assert.equal("known", site:find_all(100)[2].service_name)
    end)
  end)

  it("may be a file with lines that are passed over, and returns their note", function()
    files.with("billing 9000/tcp\nold 245/ucp\n", function(path)
      local site, note = overlay.new(nil, path)
      assert.equal("billing", site:service_name(9000))
      assert.matches('"old 245/ucp" (line 2)', note, 1, true)
    end)
  end)

  it("may be the system's services", function()
    local path = "/etc/services"
    local system = ianaports.load(path, "services")
    if not system then
      pending("install what provides " .. path .. " (on Debian netbase) to lay it over")
      return
    end
    local site = assert(overlay.new(nil, path))
    assert.equal(#system + #ianaports.bundled, #site)
    assert.equal(path, site:find(22, "tcp").source)
    for entry in system:entries() do
      local found = site:find(entry.port_number, entry.transport_protocol)
      assert.equal(path, found.source)
    end
  end)

  it("return nil and what is wrong in the file", function()
    files.with("billing 100/tpc\n", function(path)
      local site, message = overlay.new(base(), path)
      assert.is_nil(site)
      assert.equal(path .. ':1: unknown transport protocol "tpc" (known: tcp, udp, sctp, dccp)',
        message)
    end)
    local site, message = overlay.new(base(), "no-such-file")
    assert.is_nil(site)
    assert.matches("^no%-such%-file: cannot open: ", message)
  end)
end)

describe("The header and contacts of an overlay #large", function()
  it("are those of the base", function()
    local site = overlay.new(base(), { row "own 1 tcp" })
    local info = site:info()
    assert.equal("Base", info.title)
    assert.equal("2020-02-02", info.last_updated)
    assert.equal(4, info.record_count)
    assert.is_nil(compare.contacts(base(), site))
    assert.equal(2, info.contact_count)
  end)

  it("name the sources of both", function()
    assert.same({ "site", "made up", "by hand" }, overlay.new(base(), {}):info().sources)
    assert.same({ "lab", "made up", "by hand" }, overlay.new(base(), {}, "lab"):info().sources)
    files.with("a 1/tcp\n", function(path)
      assert.same({ path, "made up", "by hand" }, overlay.new(base(), path):info().sources)
      assert.same({ "lab", path, "made up", "by hand" },
        overlay.new(base(), path, "lab"):info().sources)
    end)
  end)

  it("bring along the contacts that the rows' registry alone knows", function()
    local own = ianaports.build {
      rows = { row "own 1 tcp" },
      contacts = { { id = "C", name = "C of the site" }, { id = "D", name = "D of the site" } },
    }
    local site = overlay.new(base(), own)
    assert.equal("C of the base", site:contact("C").name)
    assert.equal("D of the site", site:contact("D").name)
    assert.equal(3, site:info().contact_count)
  end)

  it("are those of the bundled registry by default", function()
    local site = overlay.new(nil, {})
    assert.is_nil(compare.contacts(ianaports.bundled, site))
    assert.equal(ianaports.info().title, site:info().title)
  end)
end)

describe("An overlay on an overlay #large", function()
  local site = overlay.new(base(), { row { "- 100 tcp", description = "ours" } })

  it("has the own rows of both before the registry's", function()
    local lab = overlay.new(site, { row "lab 5 tcp" }, "lab")
    assert.same({ "- 100 tcp", "known 100 tcp" }, sample.labels(lab:find_all(100, "tcp")))
    assert.same({ "lab", "site", "iana", "iana", "iana" }, (function()
      local sources = {}
      for entry in lab:entries() do
        sources[#sources + 1] = entry.source
      end
      return sources
    end)())
  end)

  it("has the newer of two rows alike first", function()
    local lab = overlay.new(site, { row { "- 100 tcp", description = "theirs" } }, "lab")
    local found = lab:find_all(100, "tcp")
    assert.same({ "theirs", "ours" }, { found[1].description, found[2].description })
    assert.equal("known", found[3].service_name)
  end)
end)

describe("overlay.new #large", function()
  local function refused(expected, ...)
    local succeeded, message = pcall(overlay.new, ...)
    assert.is_false(succeeded)
    assert.equal(expected, message)
  end

  it("refuses what is no registry", function()
    refused("bad argument #1 to 'new' (registry expected, got table)", {}, {})
    refused("bad argument #1 to 'new' (registry expected, got boolean)", false, {})
    refused('bad argument #1 to \'new\' (registry expected, got "/etc/services")',
      "/etc/services", {})
  end)

  it("refuses what is no rows", function()
    local expected = "bad argument #2 to 'new' "
      .. "(rows (array of tables), registry or path of a file expected, got %s)"
    refused(expected:format "nil", nil, nil)
    refused(expected:format "1", nil, 1)
    refused(expected:format "userdata", nil, io.stdout)
  end)

  it("refuses what is no source", function()
    refused("bad argument #3 to 'new' (source (string) expected, got 1)", nil, {}, 1)
    refused("bad argument #3 to 'new' (source (string) expected, got boolean)", nil, {}, false)
  end)

  it("names the row and field that are wrong", function()
    refused("bad argument #2 to 'new' (rows[2]: table expected, got \"x\")",
      nil, { row "a 1 tcp", "x" })
    refused("bad argument #2 to 'new' (rows[2].port_number: port number 0-65535 expected,"
      .. " got 70000)", nil, { row "a 1 tcp", { service_name = "b", port_number = 70000 } })
    refused("bad argument #2 to 'new' (rows[1].source: string expected, got 5)",
      nil, { { service_name = "a", source = 5 } })
    refused("bad argument #2 to 'new' (rows[1]: row has neither a service name nor a port number)",
      nil, { {} })
  end)

  it("names the line of a call with bad arguments", function()
    for _, arguments in ipairs { { 1 }, { nil, { 1 } }, { nil, { {} } } } do
      local _, message = pcall(function()
        return (overlay.new(arguments[1], arguments[2]))
      end)
      assert.matches("^spec/lua/overlay_spec%.lua:%d+: bad argument", message)
    end
  end)

  it("refuses closed registries", function()
    local closed = base()
    closed:close()
    assert.error_matches(function() overlay.new(closed, {}) end, "closed registry")
    assert.error_matches(function() overlay.new(nil, closed) end, "closed registry")
  end)

  it("keeps neither base nor overlay alive", function()
    local watched = setmetatable({}, { __mode = "v" })
    watched.base = base()
    watched.overlay = overlay.new(watched.base, {})
    compat.collect()
    assert.is_nil(watched.base)
    assert.is_nil(watched.overlay)
  end)
end)
