--- The changes from one registry to another.
-- @module ianaports.diff

--- A change.
--
-- @table Change
-- @tfield "added"|"removed"|"changed" kind what happened
-- @tfield ?Entry old the entry before; absent if it was added
-- @tfield ?Entry new the entry after; absent if it was removed
-- @tfield {string,...} columns the names of the fields that differ, in the order of the entry's
--   fields; empty unless the entry was changed. Derived fields (`status`, `alias_of`) and `source`
--   are not compared

--- Counts of changes.
--
-- @table Totals
-- @tfield int added how many entries were added
-- @tfield int removed how many entries were removed
-- @tfield int changed how many entries were changed
-- @tfield int unchanged how many entries are the same
-- @tfield {[string]=int} columns how many changed entries differ in each field, 0 included

local check = require "ianaports.base.options"
local match = require "ianaports.diff.match"
local array = require "ianaports.base.array"

local diff = {}

-- These are without `source` and the derived fields.
local COLUMNS = require("ianaports.base.fields").OF_COLUMNS

local function changed_columns(old, new)
  local columns = {}
  for _, column in ipairs(COLUMNS) do
    if old[column] ~= new[column] then
      columns[#columns + 1] = column
    end
  end
  return columns
end

-- Appends a row with its change. A removed row may have the same port and position in the old
-- registry as another row in the new one.
local function add(list, row, change)
  row.change, row.rank = change, change.kind == "removed" and 1 or 2
  list[#list + 1] = row
end

local comes_before = array.by("port", "position", "rank")

-- The changes in their order, and the number of rows that did not change.
local function compare(old, new)
  local old_rows, new_rows = match(old, new, COLUMNS)
  local list, unchanged = {}, 0
  for _, row in ipairs(new_rows) do
    local old_row, entry = row.partner, row.entry
    local columns = old_row and changed_columns(old_row.entry, entry)
    if not old_row then
      add(list, row, { kind = "added", new = entry, columns = {} })
    elseif columns[1] then
      add(list, row, { kind = "changed", old = old_row.entry, new = entry, columns = columns })
    else
      unchanged = unchanged + 1
    end
  end
  for _, row in ipairs(old_rows) do
    if not row.partner then
      add(list, row, { kind = "removed", old = row.entry, columns = {} })
    end
  end
  table.sort(list, comes_before)
  return array.map(list, function(row)
    return row.change
  end), unchanged
end

--- Iterates over the changes that make the entries of one registry those of another. They come by
-- port, then in the registry's order; entries without a port come last. For a removed entry, the
-- port and the order are those of the old registry.
--
-- An entry counts as changed, not as removed and added, in these cases:
--
--   - its name, ports and protocol stay
--   - it keeps its name and has other ports or another protocol
--   - another name takes its ports and protocol
--   - a range without a name has other ends
--   - a new name has the description and the assignee of the old one
--
-- If several entries fit, those that have most in common are taken together. Both registries are
-- read at once; they may be closed later.
--
-- @function changes
-- @tparam Registry old the registry before
-- @tparam Registry new the registry after
-- @treturn function():Change an iterator that returns the next change each time
-- @raise an argument error if an argument is no registry
-- @usage
-- local diff = require "ianaports.diff"
-- for change in diff.changes(ianaports.bundled, assert(ianaports.load(path))) do
--   print(change.kind, (change.new or change.old).service_name, table.concat(change.columns, " "))
-- end
function diff.changes(old, new)
  check.registry(old, 1, "changes")
  check.registry(new, 2, "changes")
  return array.each((compare(old, new)))
end

--- Counts what @{changes} returns.
--
-- @function summary
-- @tparam Registry old the registry before
-- @tparam Registry new the registry after
-- @treturn Totals the counts
-- @raise an argument error if an argument is no registry
-- @usage
-- local diff = require "ianaports.diff"
-- diff.summary(ianaports.bundled, ianaports.bundled).changed --> 0
function diff.summary(old, new)
  check.registry(old, 1, "summary")
  check.registry(new, 2, "summary")
  local changes, unchanged = compare(old, new)
  local counts = { added = 0, removed = 0, changed = 0, unchanged = unchanged, columns = {} }
  for _, column in ipairs(COLUMNS) do
    counts.columns[column] = 0
  end
  for _, change in ipairs(changes) do
    counts[change.kind] = counts[change.kind] + 1
    for _, column in ipairs(change.columns) do
      counts.columns[column] = counts.columns[column] + 1
    end
  end
  return counts
end

return diff
