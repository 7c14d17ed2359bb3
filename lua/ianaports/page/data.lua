-- What a page shows, as a value that is written as JSON.
--
-- Records are encoded by columns: the cells of all records for one field, with commas between them.
-- A cell is the number of a string in the pool, counted from 1; or the value itself if it is a
-- number; or "-" if there is no value. A cell that equals the one before it is empty.
-- `registry.mjs` reads this.

local array = require "ianaports.base.array"
local fields = require "ianaports.base.fields"
local ianaports = require "ianaports"
local preference = require "ianaports.base.preference"

local data = {}

local UNTITLED = "A registry of service names and port numbers"

local INPUT_FIELDS = {
  "port", "protocol", "count", "service_name", "description", "status",
  "unauthorized_use_reported",
}

local NUMBERS = {
  port_number = true, port_last = true, port = true, count = true, preference = true,
}

local ENTRY_FIELDS = array.append({ "preference" }, fields.ALL)

-- The number of a string in a pool. A new string is added.
local function number_of(pool, value)
  local number = pool.numbers[value]
  if not number then
    number = #pool.strings + 1
    pool.strings[number] = value
    pool.numbers[value] = number
  end
  return number
end

-- The cells of one field, or nil if no record has it.
local function encode_column(pool, records, field)
  local cells, before, used = {}, nil, false
  for index, record in ipairs(records) do
    local value = record[field]
    local cell = value == nil and "-"
      or ("%d"):format(NUMBERS[field] and value or number_of(pool, value))
    cells[index] = cell == before and "" or cell
    before = cell
    used = used or value ~= nil
  end
  return used and table.concat(cells, ",") or nil
end

-- The number of records, and the cells of each field that any of them has.
local function encode(pool, records, names)
  local encoded = { length = #records, columns = {} }
  for _, field in ipairs(names) do
    encoded.columns[field] = encode_column(pool, records, field)
  end
  return encoded
end

local function head(registry)
  local info = registry:info()
  return { title = info.title or UNTITLED, last_updated = info.last_updated }
end

-- Adds the links of each reference cell to those that are known.
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

-- Adds the contacts in the cells of assignees and contacts to those that are known, by id.
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
    ports = encode(pool, summary.list, INPUT_FIELDS),
  }
end

-- The entries before and after each change. An entry that does not exist has no fields.
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
    before = encode(pool, before, fields.ALL),
    after = encode(pool, after, fields.ALL),
  }, before
end

-- The registry's entries. Each has its rank in the order of preference, without the protocol and
-- the service name: an overlay's entries come first.
local function entries_of(registry)
  local entries = array.collect(registry:entries())
  local overlay_count = registry:count { overlay = true }
  for index, entry in ipairs(entries) do
    local layer = index <= overlay_count and 0 or preference.COUNT
    entry.preference = layer + preference.rank(entry)
  end
  return entries
end

-- `subject` may have `summary`, the summary of an input's ports, and `source`, the input's name; or
-- `old`, an older registry, and `changes`, an array of the changes since then.
function data.of(registry, subject)
  local pool, entries = { strings = {}, numbers = {} }, entries_of(registry)
  local result = head(registry)
  result.entries = encode(pool, entries, ENTRY_FIELDS)
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
