-- What the changes from one registry to another did to ports and protocols.

local array = require "ianaports.base.array"
local PROTOCOLS = require("ianaports.base.protocol").NAMES

local changes = {}

local FREE = "unassigned"

local function status_of(entry)
  return entry and entry.status or FREE
end

-- Whether any port and protocol of an entry passes. An entry without a port has none.
local function any(entry, passes)
  local protocols = entry.transport_protocol and { entry.transport_protocol } or PROTOCOLS
  for port = entry.port_number or 0, entry.port_last or entry.port_number or -1 do
    for _, protocol in ipairs(protocols) do
      if passes(port, protocol) then
        return true
      end
    end
  end
  return false
end

local function overlap(one, other)
  local first, last = one.port_number, one.port_last or one.port_number
  return other.port_number <= last and first <= (other.port_last or other.port_number)
end

-- Whether both entries are at one place. Names without a port are.
local function share_place(one, other)
  if not one.port_number or not other.port_number then
    return one.port_number == other.port_number
  end
  return one.transport_protocol == other.transport_protocol and overlap(one, other)
end

-- An entry that moved leaves one place and comes to another: that is two records.
local function append_records(list, change)
  local before, after = change.old, change.new
  if before and after and not share_place(before, after) then
    list[#list + 1] = before.port_number and { before = before, columns = {} } or nil
    list[#list + 1] = after.port_number and { after = after, columns = {} } or nil
  else
    list[#list + 1] = { before = before, after = after, columns = change.columns }
  end
end

local IS_PLACE = { port_number = true, port_last = true }

local function is_unknown(entry, column)
  for _, unknown in ipairs(entry[column] == nil and entry.unknown or {}) do
    if unknown == column then
      return true
    end
  end
  return false
end

-- What differs between two entries at one place that have the same status and name.
local function difference(before, after, columns)
  local is_known, has_moved, differs = false, false, false
  for _, column in ipairs(columns) do
    is_known = is_known or not (is_unknown(before, column) or is_unknown(after, column))
    has_moved = has_moved or IS_PLACE[column]
    differs = differs or not IS_PLACE[column]
  end
  if not is_known then
    return "unknown"
  elseif has_moved and (after.status == FREE or not differs) then
    return "recut"
  end
  return "changed"
end

-- What became of the ports of a record that is assigned on one side only. Another entry may have
-- kept them assigned.
local function change_of_assignment(record, was, is)
  local before, after = record.before, record.after
  local entry, others = after or before, after and was or is
  if not entry.port_number then
    return others(entry.service_name) == "assigned" and "changed"
      or after and "newly-assigned" or "freed"
  elseif status_of(after) == "assigned" then
    local is_new = any(after, function(...)
      return was(...) ~= "assigned"
    end)
    return is_new and "newly-assigned" or "renamed"
  end
  local function has_become(status)
    return any(before, function(...)
      return is(...) == status
    end)
  end
  if has_become "reserved" then
    return "newly-reserved"
  end
  local is_free = any(before, function(...)
    return is(...) ~= "assigned"
  end)
  return is_free and "freed" or "renamed"
end

-- What became of the ports of a record that is assigned on neither side.
local function change_of_others(record, was, is)
  local before, after = record.before, record.after
  local old, new = status_of(before), status_of(after)
  if new == "reserved" and any(after, function(...)
    return was(...) ~= "reserved" and is(...) == "reserved"
  end) then
    return "newly-reserved"
  elseif old ~= FREE and any(before, function(...)
    return was(...) == old and is(...) == FREE
  end) then
    return "freed"
  elseif before and after then
    return old == new and difference(before, after, record.columns) or "changed"
  end
  return "recut"
end

local function kind_of(record, was, is)
  local before, after = record.before, record.after
  local was_assigned = status_of(before) == "assigned"
  if was_assigned ~= (status_of(after) == "assigned") then
    return change_of_assignment(record, was, is)
  elseif not was_assigned then
    return change_of_others(record, was, is)
  elseif before.service_name ~= after.service_name then
    return "renamed"
  end
  return difference(before, after, record.columns)
end

-- Returns a function that returns the status of a port and protocol in a registry, or of a name
-- that is not digits alone, which would be a port.
local function statuses(registry)
  return function(key, protocol)
    local is_digits = type(key) == "string" and not key:find "%D"
    return is_digits and FREE or status_of(registry:find(key, protocol))
  end
end

-- Returns an array of records with `before` and `after`, of which one may be absent, `columns`, the
-- fields that differ, and `kind`:
--
--   newly-assigned   the port and protocol had no service, and now has one
--   newly-reserved   it was not reserved, and now is
--   freed            it had a service or was reserved, and now is free
--   renamed          it has another service, or one more or less than before
--   changed          other fields differ
--   recut            its row has other ends or is gone, but its ports are what they were
--   unknown          fields differ because one registry does not know them
--
-- Entries have the field `unknown` that data.lua sets.
function changes.of(old, new, list)
  local records = {}
  for _, change in ipairs(list) do
    append_records(records, change)
  end
  local was, is = statuses(old), statuses(new)
  return array.map(records, function(record)
    record.kind = kind_of(record, was, is)
    return record
  end)
end

return changes
