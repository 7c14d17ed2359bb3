-- Finds for each row of one registry the row of another that it has become.
--
-- Rows that agree in all columns become partners first. The others go through stages, from strong
-- signs that two rows are the same to weak ones. In each stage, rows with the same key are
-- candidates; those that have most in common become partners.

local array = require "ianaports.base.array"

-- If many rows have the same key, only rows within this distance of each other are compared. So the
-- time does not grow with the square of their number.
local WINDOW = 10

local function last_port(entry)
  return entry.port_last or entry.port_number
end

-- Parts of keys that are no fields.
local PARTS = {
  last_port = last_port,
  lower_name = function(entry)
    return entry.service_name and entry.service_name:lower()
  end,
}

-- Returns a function that returns the key of an entry: its parts, with NUL bytes between them,
-- which no cell has. The function returns nil for an entry that lacks one of the fields needed.
local function key_by(parts, needed)
  local values = {}
  return function(entry)
    for _, field in ipairs(needed or {}) do
      if not entry[field] then
        return nil
      end
    end
    for index, name in ipairs(parts) do
      local part = PARTS[name]
      values[index] = part and part(entry) or entry[name] or ""
    end
    return table.concat(values, "\0")
  end
end

local STAGES = {
  -- The same name, ports and protocol.
  key_by { "lower_name", "transport_protocol", "port_number", "last_port" },
  -- The same service on other ports. This comes before a new name on the same ports: if two
  -- services exchange their ports, both have moved, and neither is renamed.
  key_by({
    "service_name", "transport_protocol", "description", "assignee", "contact",
    "registration_date",
  }, { "service_name", "description", "assignee" }),
  -- Another name on the same ports; also an unassigned port that is assigned.
  key_by({ "transport_protocol", "port_number", "last_port" }, { "port_number" }),
  -- A range with another last port. Ranges without a name must have the same status.
  key_by({ "port_number", "lower_name", "transport_protocol", "status" }, { "port_number" }),
  -- A range with another first port.
  key_by({ "last_port", "lower_name", "transport_protocol", "status" }, { "port_number" }),
  -- The same name and ports with another protocol.
  key_by({ "lower_name", "port_number", "last_port" }, { "service_name" }),
  -- The same name with other ports and texts.
  key_by({ "lower_name", "transport_protocol" }, { "service_name" }),
  -- Other ports and another name.
  key_by({ "transport_protocol", "description", "assignee", "contact", "registration_date" },
    { "service_name", "description", "assignee" }),
}

local range_key = key_by { "transport_protocol", "status" }

-- The key of a range without a name. If two overlap, they are the same with other ends.
local function nameless_range(entry)
  return not entry.service_name and range_key(entry)
end

local PORTLESS = 65536 -- after every port

local function read(registry)
  local rows = {}
  for entry in registry:entries() do
    local port = entry.port_number or PORTLESS
    rows[#rows + 1] = { entry = entry, port = port, position = #rows + 1 }
  end
  return rows
end

-- The rows that have no partner yet, in arrays by key.
local function group(rows, key_of)
  return array.group(rows, function(row)
    return not row.partner and key_of(row.entry)
  end)
end

local function unite(old_row, new_row)
  old_row.partner, new_row.partner = new_row, old_row
end

-- Unites the rows that have no partner yet, one after the other.
local function unite_in_order(old_rows, new_rows)
  local index = 1
  for _, old_row in ipairs(old_rows) do
    if not old_row.partner then
      while new_rows[index] and new_rows[index].partner do
        index = index + 1
      end
      if not new_rows[index] then
        return
      end
      unite(old_row, new_rows[index])
    end
  end
end

local function distance(old, new, columns)
  local count = 0
  for index = 1, #columns do
    if old[columns[index]] ~= new[columns[index]] then
      count = count + 1
    end
  end
  return count
end

-- Pairs with the fewest differences first, then those that moved least within the group, then in
-- the old order.
local is_nearer = array.by("distance", "shift", "old", "new")

local function candidates(old_rows, new_rows, columns)
  local list = {}
  for old, old_row in ipairs(old_rows) do
    for new = math.max(1, old - WINDOW), math.min(#new_rows, old + WINDOW) do
      list[#list + 1] = {
        old = old,
        new = new,
        shift = math.abs(old - new),
        distance = distance(old_row.entry, new_rows[new].entry, columns),
      }
    end
  end
  table.sort(list, is_nearer)
  return list
end

local function unite_nearest(old_rows, new_rows, columns)
  if #old_rows > 1 or #new_rows > 1 then
    for _, pair in ipairs(candidates(old_rows, new_rows, columns)) do
      local old_row, new_row = old_rows[pair.old], new_rows[pair.new]
      if not old_row.partner and not new_row.partner then
        unite(old_row, new_row)
      end
    end
  end
  unite_in_order(old_rows, new_rows) -- the only two, or those beyond the window
end

local by_first_port = array.by("port", "position")

-- Walks through both lists by first port. A new range that ends before an old one begins also ends
-- before all later ones.
local function unite_overlapping(old_rows, new_rows)
  table.sort(old_rows, by_first_port)
  table.sort(new_rows, by_first_port)
  local index = 1
  for _, old_row in ipairs(old_rows) do
    local first, last = old_row.entry.port_number, last_port(old_row.entry)
    while new_rows[index] and last_port(new_rows[index].entry) < first do
      index = index + 1
    end
    if not new_rows[index] then
      return
    elseif new_rows[index].entry.port_number <= last then
      unite(old_row, new_rows[index])
      index = index + 1
    end
  end
end

local function unite_by(key_of, old_rows, new_rows, columns, unite_group)
  local new_groups = group(new_rows, key_of)
  for key, members in pairs(group(old_rows, key_of)) do
    if new_groups[key] then
      unite_group(members, new_groups[key], columns)
    end
  end
end

-- Returns the rows of both registries in their order, as tables of `entry`, `port`, `position` and,
-- if the row has one, `partner`: the row of the other registry.
return function(old, new, columns)
  local old_rows, new_rows = read(old), read(new)
  unite_by(key_by(columns), old_rows, new_rows, columns, unite_in_order)
  for _, key_of in ipairs(STAGES) do
    unite_by(key_of, old_rows, new_rows, columns, unite_nearest)
  end
  unite_by(nameless_range, old_rows, new_rows, columns, unite_overlapping)
  return old_rows, new_rows
end
