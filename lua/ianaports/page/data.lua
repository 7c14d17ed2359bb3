-- What a page shows, as a value to be written as JSON.

local cells = require "ianaports.page.cells"
local fields = require "ianaports.base.fields"
local ianaports = require "ianaports"

local data = {}

local UNTITLED = "A registry of service names and port numbers"

local INPUT_FIELDS = {
  "port", "protocol", "count", "service_name", "description", "status",
  "unauthorized_use_reported",
}

local function all_entries(registry)
  local entries = {}
  for entry in registry:entries() do
    entries[#entries + 1] = entry
  end
  return entries
end

local function head(registry)
  local info = registry:info()
  return { title = info.title or UNTITLED, last_updated = info.last_updated }
end

-- Links of each reference cell: C reads references.
local function links(entries, known)
  for _, entry in ipairs(entries) do
    local cell = entry.reference
    if cell and not known[cell] then
      known[cell] = {}
      for index, reference in ipairs(ianaports.references(entry)) do
        known[cell][index] = { reference.text, reference.url or "" }
      end
    end
  end
  return known
end

local function contact_of(registry, id)
  local contact = registry:contact(id)
  return contact and {
    name = contact.name,
    organization = contact.organization,
    email = contact.email,
    last_updated = contact.last_updated,
  }
end

-- Those whom assignee and contact cells name, by id.
local function contacts(registry, entries, known)
  for _, entry in ipairs(entries) do
    for id in ((entry.assignee or "") .. (entry.contact or "")):gmatch "%[([^%[%]]+)%]" do
      known[id] = known[id] or contact_of(registry, id)
    end
  end
  return known
end

local function input(pool, summary, source)
  return {
    source = source,
    seen = summary.seen,
    skipped = summary.skipped,
    ports = cells.encode(pool, summary.list, INPUT_FIELDS),
  }
end

-- The entries before and after each change; one that was not there has no fields.
local function changes(pool, old, list)
  local kinds, columns, before, after = {}, {}, {}, {}
  for index, change in ipairs(list) do
    kinds[index], columns[index] = change.kind, change.columns
    before[index], after[index] = change.old or {}, change.new or {}
  end
  return {
    old = head(old),
    kinds = kinds,
    columns = columns,
    before = cells.encode(pool, before, fields.ALL),
    after = cells.encode(pool, after, fields.ALL),
  }, before
end

--- `subject` may have `summary`, a report's of ports, and `source`, what their input is
-- called; or `old`, a registry, and `changes` from it, as an array.
function data.of(registry, subject)
  local pool, entries = cells.pool(), all_entries(registry)
  local result = head(registry)
  result.entries = cells.encode(pool, entries, fields.ALL)
  result.links = links(entries, {})
  result.contacts = contacts(registry, entries, {})
  if subject.summary then
    result.input = input(pool, subject.summary, subject.source)
  elseif subject.changes then
    local before
    result.changes, before = changes(pool, subject.old, subject.changes)
    links(before, result.links)
    contacts(subject.old, before, result.contacts)
  end
  result.strings = pool.strings
  return result
end

return data
