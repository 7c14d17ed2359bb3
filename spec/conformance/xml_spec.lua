-- Compares the official XML with the official CSV of the same day, in the folder that
-- IANAPORTS_OFFICIAL names.

local difference = require "spec.support.difference"
local files = require "spec.support.files"
local ianaports = require "ianaports"
local new_tally = require "spec.conformance.tally"
local process = require "spec.support.process"
local read_csv = require "spec.conformance.csv"
local read_rows = require "spec.conformance.rows"
local sample = require "spec.support.sample"

local FILE = "/service-names-port-numbers"

local COLUMNS = {
  "service_name",
  "port_number",
  "port_last",
  "transport_protocol",
  "description",
  "assignee",
  "contact",
  "registration_date",
  "modification_date",
  "reference",
  "service_code",
  "unauthorized_use_reported",
  "assignment_notes",
}

-- The cells that differ from the CSV's, and why. They differ only in white space; all other cells
-- of 14,496 rows are the same byte for byte.
local EXCEPTIONS = {
  ["wot - tcp assignment_notes"] = "paragraphs: the CSV indents all but the first",
  ["wot - udp assignment_notes"] = "paragraphs: the CSV indents all but the first",
}

local function without_space(cell)
  return type(cell) == "string" and cell:gsub("%s+", " ") or cell
end

-- Compares all columns of the entries of an array with those of another.
local function compare_cells(expected, entries)
  local tally, differing = new_tally(), {}
  for number, entry in ipairs(entries) do
    for _, column in ipairs(COLUMNS) do
      local wanted, cell = (expected[number] or {})[column], entry[column]
      local place = sample.label(entry) .. " " .. column
      if wanted ~= cell and EXCEPTIONS[place] then
        differing[#differing + 1] = place
        wanted, cell = without_space(wanted), without_space(cell)
      end
      tally:check(difference.value(wanted, cell), "row", number, place)
    end
  end
  tally:conclude(#expected * #COLUMNS)
  return differing
end

-- The exceptions in order.
local function exceptions()
  local places = {}
  for place in pairs(EXCEPTIONS) do
    places[#places + 1] = place
  end
  table.sort(places)
  return places
end

local function unescape(text)
  return (text:gsub("&(%a+);", { amp = "&", lt = "<", gt = ">", quot = '"', apos = "'" }))
end

-- The texts of all elements of this name in a piece of XML, one on each line; or nil.
local function texts(piece, name)
  local found = {}
  for text in piece:gmatch("<" .. name .. ">([^<]*)</" .. name .. ">") do
    local trimmed = text:match "^%s*(.-)%s*$"
    found[#found + 1] = trimmed ~= "" and unescape(trimmed) or nil
  end
  return found[1] and table.concat(found, "\n")
end

-- The people, found by a plain search for their elements.
local function people_of(text)
  local people = {}
  local section = text:match "<people>.*</people>"
  for id, inner in section:gmatch '<person id="([^"]*)">(.-)</person>' do
    people[#people + 1] = {
      id = unescape(id),
      name = texts(inner, "name"),
      organization = texts(inner, "org"),
      uri = texts(inner, "uri"),
      last_updated = texts(inner, "updated"),
    }
  end
  return people
end

describe("The official XML #official #slow", function()
  local folder = os.getenv "IANAPORTS_OFFICIAL"
  if not folder then
    pending "set IANAPORTS_OFFICIAL to the folder of IANA's files to hold the XML against the CSV"
    return
  end

  local text, registry, entries, info

  setup(function()
    text = files.read(folder .. FILE .. ".xml")
    registry = assert(ianaports.load(folder .. FILE .. ".xml"))
    entries = sample.collect(registry:entries())
    info = registry:info()
  end)

  -- Without them, the collector has less to do in the specs that follow.
  teardown(function()
    text, registry, entries = nil, nil, nil
  end)

  it("has the rows of the CSV as the module reads it, in all columns", function()
    local csv = assert(ianaports.load(folder .. FILE .. ".csv"))
    local expected = sample.collect(csv:entries())
    assert.is_true(#expected > 14000)
    assert.equal(#expected, #entries)
    assert.same(exceptions(), compare_cells(expected, entries))
  end)

  it("has the rows of the CSV as a plain reader reads it, in all columns", function()
    local expected = {}
    for index, row in ipairs(read_rows(read_csv(files.read(folder .. FILE .. ".csv")))) do
      expected[index] = row.entry
    end
    assert.equal(#expected, #entries)
    assert.same(exceptions(), compare_cells(expected, entries))
    local tally = new_tally()
    for index, entry in ipairs(entries) do
      tally:check(difference.value(expected[index].status, entry.status), "status", index)
      tally:check(difference.value(expected[index].alias_of, entry.alias_of), "alias", index)
    end
    tally:conclude(2 * #expected)
  end)

  it("has every person with all their fields", function()
    local people = people_of(text)
    local _, count = text:gsub("<person[ >]", "")
    assert.is_true(count > 5500)
    assert.equal(count, #people)
    assert.equal(count, info.contact_count)
    local tally, emails, number = new_tally(), 0, 0
    for contact in registry:contacts() do
      number = number + 1
      emails = emails + (contact.email and 1 or 0)
      contact.email = nil
      tally:check(difference.entry(people[number], contact), "contact", number)
    end
    tally:conclude(count)
    assert.is_true(emails > 5000)
  end)

  it("has a contact for most people in its rows", function()
    local named, known = 0, 0
    for _, entry in ipairs(entries) do
      for id in (entry.contact or ""):gmatch "%[([^%]]+)%]" do
        named = named + 1
        known = known + (registry:contact(id) and 1 or 0)
      end
    end
    assert.is_true(named > 10000)
    assert.is_true(known > 0.99 * named)
  end)

  it("has the header", function()
    assert.equal(texts(text, "title"), info.title)
    assert.equal(text:match "</category>%s*<updated>([%d-]+)</updated>", info.last_updated)
    assert.equal("[RFC6335]", info.reference)
    assert.equal(#entries, info.record_count)
    assert.same({ folder .. FILE .. ".xml" }, info.sources)
    assert.equal(text:match "<expert>([^<]*)</expert>":gsub("%s+", " "),
      info.experts:gsub("%s+", " "))
  end)

  it("has all notes, titles and footnotes", function()
    local header = text:match "^(.-)<record"
    for word in header:match("<note>(.-)</note>"):gsub("<[^>]*>", " "):gmatch "%a+" do
      assert.is_truthy(info.note:find(word, 1, true), word)
    end
    for title in header:gmatch '<note title="([^"]*)">' do
      assert.is_truthy(info.note:find("\n\n" .. title .. "\n[https://", 1, true))
    end
    local anchor, footnote = text:match '<footnote anchor="(%d+)">([^<]*)</footnote>'
    assert.is_truthy(info.note:find(("\n\n[%s] %s"):format(anchor, footnote), 1, true))
  end)

  -- This is a heap of less than 4 MiB, and the pages of expat's code and data.
  it("takes less than 5 MiB at its peak while it is loaded #footprint", function()
    local peak = process.peak(([[
      local ianaports = require "ianaports"
      require "ianaports.xml"
      require "lxp"
      return function() assert(ianaports.load %q) end]]):format(folder .. FILE .. ".xml"))
    assert(peak > 1000 and peak < 5120, ("took %d KiB"):format(peak))
  end)

  it("answers look-ups", function()
    assert.equal("https", registry:service_name(443, "tcp"))
    assert.same({ 443, "tcp" }, { registry:port_number "https" })
    assert.equal("ks@plt.rwth-aachen.de", registry:contact("[Ulrich_Epple]").email)
  end)
end)
