-- Which entries are written: in which order, which of them as one row, and how many.

local array = require "ianaports.base.array"
local columns = require "ianaports.cli.columns"
local options = require "ianaports.cli.options"

local rows = {}

-- Entries in the order of a column, without regard to case. Those that are equal there keep their
-- order, and those that have nothing there come last, in a descending order, too.
local function sort(entries, column, descending)
  local items, sorted, blank = {}, {}, {}
  for index, entry in ipairs(entries) do
    local key = entry[column]
    if key then
      key = type(key) == "string" and key:lower() or key
      items[#items + 1] = { key = key, index = index, entry = entry }
    else
      blank[#blank + 1] = entry
    end
  end
  table.sort(items, function(one, other)
    if one.key == other.key then
      return one.index < other.index
    end
    return (one.key < other.key) ~= descending
  end)
  for index, item in ipairs(items) do
    sorted[index] = item.entry
  end
  return array.append(sorted, blank)
end

local function reverse(entries)
  local reversed, count = {}, #entries
  for index, entry in ipairs(entries) do
    reversed[count + 1 - index] = entry
  end
  return reversed
end

-- What the rows of a table show, but for the protocol.
local function identity(entry)
  return table.concat({
    entry.service_name or "", entry.port_number or "", entry.port_last or "",
    entry.description or "", entry.status, entry.source or "",
  }, "\0")
end

-- Entries that differ in their protocol alone become one, with all their protocols: "tcp, udp". An
-- entry that the registry has twice stays two.
local function merge(entries)
  local merged, known = {}, {}
  for _, entry in ipairs(entries) do
    local key, protocol = identity(entry), entry.transport_protocol
    local first = known[key]
    if protocol and first and not first.protocols[protocol] then
      first.protocols[protocol] = true
      first.entry.transport_protocol = first.entry.transport_protocol .. ", " .. protocol
    else
      merged[#merged + 1] = entry
      known[key] = protocol and { entry = entry, protocols = { [protocol] = true } } or first
    end
  end
  return merged
end

-- The entries that the options --sort, --reverse and --limit ask for. `merged`: those that differ
-- in their protocol alone are one, which changes them.
function rows.of(entries, given, merged)
  if given.sort then
    entries = sort(entries, columns.find(given.sort), given.reverse == true)
  elseif given.reverse then
    entries = reverse(entries)
  end
  if merged then
    entries = merge(entries)
  end
  local limit = options.number("--limit", given.limit, "a number over 0") or #entries
  for index = #entries, limit + 1, -1 do
    entries[index] = nil
  end
  return entries
end

return rows
