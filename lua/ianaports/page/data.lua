-- What a page shows, as a table that the page holds as JSON.
--
-- Records are encoded by columns: the cells of all records for one field, with commas between them.
-- A cell is the number of a value in the pool, counted from 1, or 0 if there is no value. A cell
-- that equals the one before it is empty, and "*9" stands for nine such cells.
--
-- The ports of an input are written as lists of ranges, by protocol; what a page of the registry
-- knows of them is left out. Hosts are numbers in a list, counted from 1: "1-3 7".
-- `registry.mjs` reads this.

local array = require "ianaports.base.array"
local changes_of = require("ianaports.page.changes").of
local fields = require "ianaports.base.fields"
local ianaports = require "ianaports"
local lacks = require "ianaports.base.lacks"
local preference = require "ianaports.base.preference"
local protocol_names = require("ianaports.base.protocol").NAMES
local title = require "ianaports.base.title"
local date_of = require("ianaports.base.user_copy").date

local data = {}

local INPUT_FIELDS = { "count", "hosts", "services" }

-- The fields of an entry. If the registry has it only in part, `unknown` is an array of the fields
-- that are not known.
local ENTRY_FIELDS = array.append({ "preference", "unknown" }, fields.ALL)

-- The number of a value in a pool. A new value is added.
local function number_of(pool, value)
  local number = pool.numbers[value]
  if not number then
    number = #pool.values + 1
    pool.values[number] = value
    pool.numbers[value] = number
  end
  return number
end

-- Adds cells that equal the one before them.
local function add_equal(cells, count)
  if count > 2 then
    cells[#cells + 1] = ("*%d"):format(count)
    return
  end
  for _ = 1, count do
    cells[#cells + 1] = ""
  end
end

-- The cells of one field, or nil if no record has it.
local function encode_column(pool, records, field)
  local cells, before, equal, used = {}, nil, 0, false
  for _, record in ipairs(records) do
    local value = record[field]
    local cell = value == nil and 0 or number_of(pool, value)
    if cell == before then
      equal = equal + 1
    else
      add_equal(cells, equal)
      cells[#cells + 1] = ("%d"):format(cell)
      before, equal = cell, 0
    end
    used = used or value ~= nil
  end
  add_equal(cells, equal)
  return used and table.concat(cells, ",") or nil
end

-- The number of records, and the cells of each field that any record has.
local function encode(pool, records, names)
  local encoded = { length = #records, columns = {} }
  for _, field in ipairs(names) do
    encoded.columns[field] = encode_column(pool, records, field)
  end
  return encoded
end

local function head(registry)
  return { title = title.of(registry:info()), last_updated = date_of(registry) }
end

-- Sets `unknown` in entries. Returns them.
local function mark_unknown(registry, entries)
  local what, is_in_part = registry:info().lacks, lacks.test(registry)
  for _, entry in ipairs(what and entries or {}) do
    entry.unknown = is_in_part(entry) and what.columns or nil
  end
  return entries
end

-- Adds the links of each cell of references to `known`, by the cell.
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
  }
end

-- Adds the persons and organizations that entries name to `known`, by id.
local function contacts(registry, entries, known)
  for _, entry in ipairs(entries) do
    for id in ((entry.assignee or "") .. (entry.contact or "")):gmatch "%[([^%[%]]+)%]" do
      known[id] = known[id] or contact_of(registry, id)
    end
  end
  return known
end

-- Names that people use and IANA does not, but for those that the registry has with a port.
local function common_names(registry)
  local list = {}
  for _, common in ipairs(ianaports.common_names()) do
    list[#list + 1] = not registry:port_number(common.name) and common or nil
  end
  return list
end

-- One field of each change. An entry that does not exist is a table without fields.
local function each(changes, field)
  return array.map(changes, function(change)
    return change[field] or {}
  end)
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

-- Increasing numbers as text: "1-3,7".
local function ranges(numbers, separator)
  local list, first = {}, 1
  for index, number in ipairs(numbers) do
    if numbers[index + 1] ~= number + 1 then
      list[#list + 1] = first == index and ("%d"):format(number)
        or ("%d-%d"):format(numbers[first], number)
      first = index + 1
    end
  end
  return table.concat(list, separator)
end

-- The hosts of each port become the numbers of a set. Returns a function that makes the text.
local function host_numbers(pool)
  return function(hosts)
    local numbers = array.map(hosts, function(host)
      return number_of(pool, host)
    end)
    table.sort(numbers)
    return ranges(numbers, " ")
  end
end

local by_port = array.by "port"

-- The ports of an input, grouped by protocol, in order.
local function encode_ports(pool, list)
  local hosts, groups, records = { values = {}, numbers = {} }, {}, {}
  local text_of = host_numbers(hosts)
  local known = array.group(list, function(item)
    return item.protocol or ""
  end)
  for _, name in ipairs(array.append({ "" }, protocol_names)) do
    local group = known[name] or {}
    table.sort(group, by_port)
    groups[#groups + 1] = { name, ranges(array.map(group, function(item)
      records[#records + 1] = {
        count = item.count,
        hosts = item.hosts and text_of(item.hosts),
        services = item.services and table.concat(item.services, "\n"),
      }
      return item.port
    end), ",") }
  end
  local encoded = encode(pool, records, INPUT_FIELDS)
  encoded.groups, encoded.hosts = groups, hosts.values
  return encoded
end

local function lacks_of(registry)
  local what = registry:info().lacks
  return what and { since = what.since, portless_names = what.portless_names }
end

-- The data of a page. For a page about an input, `subject` has `summary`, a summary of the input's
-- ports, and `source`, its name. For a page about changes, it has `old`, the older registry, and
-- `changes`, an array; `source` and `old_source`, if present, name the files of both registries.
function data.of(registry, subject)
  local pool = { values = {}, numbers = {} }
  local entries = mark_unknown(registry, entries_of(registry))
  local result = head(registry)
  result.entries = encode(pool, entries, ENTRY_FIELDS)
  result.links = links(entries, {})
  result.contacts = contacts(registry, entries, {})
  result.common_names = common_names(registry)
  result.lacks = lacks_of(registry)
  if subject.summary then
    result.input = {
      source = subject.source,
      seen = subject.summary.seen,
      skipped = subject.summary.skipped,
      ports = encode_ports(pool, subject.summary.list),
    }
  elseif subject.changes then
    mark_unknown(subject.old, each(subject.changes, "old"))
    mark_unknown(registry, each(subject.changes, "new"))
    local records = changes_of(subject.old, registry, subject.changes)
    local before, after = each(records, "before"), each(records, "after")
    result.source = subject.source
    result.changes = {
      old = head(subject.old),
      old_source = subject.old_source,
      kinds = each(records, "kind"),
      columns = each(records, "columns"),
      before = encode(pool, before, ENTRY_FIELDS),
      after = encode(pool, after, ENTRY_FIELDS),
    }
    links(before, result.links)
    contacts(subject.old, before, result.contacts)
  end
  result.values = pool.values
  return result
end

return data
