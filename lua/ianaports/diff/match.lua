-- Finds for each row of one registry the row of another that it has become.
--
-- Rows that agree in all columns become partners first. The others go through stages, from strong
-- signs that two rows are the same to weak ones. In each stage, rows with the same key are
-- candidates; those that have most in common become partners.

local array = require "ianaports.base.array"

-- If many rows have the same key, only rows within this distance of each other are compared: the
-- time must not grow with the square of their number.
local WINDOW = 10

-- A key from the parts of an entry; nil stands for an empty part. No cell has a NUL byte.
local function join(...)
  local parts = { ... }
  for index = 1, select("#", ...) do
    parts[index] = parts[index] or ""
  end
  return table.concat(parts, "\0")
end

local function lower_name(entry)
  return entry.service_name and entry.service_name:lower()
end

local function last_port(entry)
  return entry.port_last or entry.port_number
end

-- What a service is, on whatever port; nil if the entry says too little.
local function text(entry)
  return entry.description and entry.assignee and join(entry.transport_protocol,
    entry.description, entry.assignee, entry.contact, entry.registration_date)
end

-- What a range is, with whatever ends: one without a name has its status.
local function kind_of_range(entry)
  return join(lower_name(entry), entry.transport_protocol, entry.status)
end

-- Keys of the stages. Each function returns the key of an entry, or something false if the stage
-- does not apply to it.

-- The same name, ports and protocol.
local function name_and_ports(entry)
  return join(lower_name(entry), entry.transport_protocol, entry.port_number, last_port(entry))
end

-- The same service on other ports. This comes before a new name on the same ports: if two services
-- exchange their ports, both have moved, and neither is renamed.
local function name_and_text(entry)
  local what = entry.service_name and text(entry)
  return what and join(entry.service_name, what)
end

-- Another name on the same ports; also an unassigned port that is assigned.
local function ports(entry)
  return entry.port_number and join(entry.transport_protocol, entry.port_number, last_port(entry))
end

-- A range with another last port.
local function first_end(entry)
  return entry.port_number and join(entry.port_number, kind_of_range(entry))
end

-- A range with another first port.
local function last_end(entry)
  return entry.port_number and join(last_port(entry), kind_of_range(entry))
end

-- The same name and ports with another protocol.
local function name_and_ports_only(entry)
  return entry.service_name and join(lower_name(entry), entry.port_number, last_port(entry))
end

-- The same name with other ports and texts.
local function name_only(entry)
  return entry.service_name and join(lower_name(entry), entry.transport_protocol)
end

-- Other ports and another name.
local function text_only(entry)
  return entry.service_name and text(entry)
end

-- A range without a name; if two overlap, they are the same with other ends.
local function nameless_range(entry)
  return not entry.service_name and kind_of_range(entry)
end

local function read(registry)
  local rows = {}
  for entry in registry:entries() do
    rows[#rows + 1] = { entry = entry, port = entry.port_number, position = #rows + 1 }
  end
  return rows
end

-- The rows that have no partner yet, in arrays by key.
local function group(rows, key_of)
  local groups = {}
  for _, row in ipairs(rows) do
    local key = not row.partner and key_of(row.entry)
    if key then
      groups[key] = groups[key] or {}
      table.insert(groups[key], row)
    end
  end
  return groups
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

local STAGES = {
  name_and_ports, name_and_text, ports, first_end, last_end, name_and_ports_only, name_only,
  text_only,
}

-- The key of rows that agree in all columns.
local function content(columns)
  local cells = {}
  return function(entry)
    for index = 1, #columns do
      cells[index] = entry[columns[index]] or ""
    end
    return table.concat(cells, "\0")
  end
end

-- Returns the rows of both registries in their order, as tables of `entry`, `position` and
-- `partner`, the row of the other registry, if there is one.
return function(old, new, columns)
  local old_rows, new_rows = read(old), read(new)
  unite_by(content(columns), old_rows, new_rows, columns, unite_in_order)
  for _, key_of in ipairs(STAGES) do
    unite_by(key_of, old_rows, new_rows, columns, unite_nearest)
  end
  unite_by(nameless_range, old_rows, new_rows, columns, unite_overlapping)
  return old_rows, new_rows
end
