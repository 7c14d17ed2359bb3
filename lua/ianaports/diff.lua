--- What changed from one registry to another.
-- @module ianaports.diff

local check = require "ianaports.base.options"
local match = require "ianaports.diff.match"

local diff = {}

-- Not `source`, which says where an entry comes from and not what it is, nor what is
-- derived from the others.
local COLUMNS = require("ianaports.base.fields").OF_COLUMNS

local PORTLESS = 65536 -- after every port

local function changed_columns(old, new)
  local columns = {}
  for _, column in ipairs(COLUMNS) do
    if old[column] ~= new[column] then
      columns[#columns + 1] = column
    end
  end
  return columns
end

-- A change and its place in the order of changes.
local function placed(row, change)
  return {
    change = change,
    port = row.entry.port_number or PORTLESS,
    position = row.position,
    rank = change.kind == "removed" and 1 or 2,
  }
end

-- A removed row and another may stand at the same position, each in its registry.
local function comes_before(one, other)
  if one.port ~= other.port then
    return one.port < other.port
  elseif one.position ~= other.position then
    return one.position < other.position
  end
  return one.rank < other.rank
end

local function change_to(new_row)
  local old_row, new = new_row.partner, new_row.entry
  if not old_row then
    return { kind = "added", new = new, columns = {} }
  end
  local columns = changed_columns(old_row.entry, new)
  if columns[1] then
    return { kind = "changed", old = old_row.entry, new = new, columns = columns }
  end
end

-- All changes in order, and the number of rows that did not change.
local function compare(old, new)
  local old_rows, new_rows = match(old, new, COLUMNS)
  local list, unchanged = {}, 0
  for _, row in ipairs(new_rows) do
    local change = change_to(row)
    if change then
      list[#list + 1] = placed(row, change)
    else
      unchanged = unchanged + 1
    end
  end
  for _, row in ipairs(old_rows) do
    if not row.partner then
      list[#list + 1] = placed(row, { kind = "removed", old = row.entry, columns = {} })
    end
  end
  table.sort(list, comes_before)
  return list, unchanged
end

--- Iterates over what is to be done to the entries of `old` to have those of `new`:
-- entries added, removed and changed. They come by port (that of the new entry, or
-- of the old one where it is removed), then in the order of that entry's registry,
-- entries without a port last.
--
-- An entry counts as changed, and not as removed and added, where its name, ports and
-- protocol stay; where it keeps its name and moves to other ports or changes its
-- protocol; where another name takes its ports and protocol; where a range without a
-- name has its edges moved; and where a new name has the description and the assignee
-- of the old one. Of several such entries those are taken together that have most in
-- common.
--
-- The two registries are read at once; later they may be closed.
--
-- @function changes
-- @tparam registry old
-- @tparam registry new
-- @treturn function an iterator that gives a table each time, with `kind` (`added`,
--   `removed` or `changed`), `old` and `new` (the entries, as far as there are), and
--   `columns`, an array with the names of the fields that differ, in the order of the
--   entry's fields; empty but for a changed entry. Derived fields (`status`,
--   `alias_of`) and `source` are no columns and are not compared.
-- @raise an argument error for what is no registry
-- @usage
-- local diff = require "ianaports.diff"
-- for change in diff.changes(ianaports.bundled, assert(ianaports.load(path))) do
--   print(change.kind, (change.new or change.old).service_name, table.concat(change.columns, " "))
-- end
function diff.changes(old, new)
  check.registry(old, 1, "changes")
  check.registry(new, 2, "changes")
  local list = compare(old, new)
  local index = 0
  return function()
    index = index + 1
    return list[index] and list[index].change
  end
end

--- Counts what @{changes} gives.
--
-- @function summary
-- @tparam registry old
-- @tparam registry new
-- @treturn table with the integers `added`, `removed`, `changed` and `unchanged`, and
--   `columns`, a table of how many changed entries differ in each field, 0 included
-- @raise an argument error for what is no registry
-- @usage
-- local counts = diff.summary(ianaports.bundled, assert(ianaports.load(path)))
-- print(counts.added, counts.removed, counts.changed, counts.columns.description)
function diff.summary(old, new)
  check.registry(old, 1, "summary")
  check.registry(new, 2, "summary")
  local list, unchanged = compare(old, new)
  local counts = { added = 0, removed = 0, changed = 0, unchanged = unchanged, columns = {} }
  for _, column in ipairs(COLUMNS) do
    counts.columns[column] = 0
  end
  for _, item in ipairs(list) do
    counts[item.change.kind] = counts[item.change.kind] + 1
    for _, column in ipairs(item.change.columns) do
      counts.columns[column] = counts.columns[column] + 1
    end
  end
  return counts
end

return diff
