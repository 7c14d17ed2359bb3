-- Finds for each row of one registry the row of another that it has become.
--
-- Rows that agree in all columns are taken together first. The rest goes through
-- stages, from sure signs that two rows are the same to weaker ones. In each, rows
-- with the same key are candidates, and those with most in common become partners.

local concat = table.concat

-- With more rows than this under one key, only rows that stand within this distance
-- of each other there are compared: time must not grow with the square of their number.
local WINDOW = 10

-- No cell holds a NUL byte.
local function join(...)
  return concat({ ... }, "\0")
end

local function lowered(text)
  return text and text:lower() or ""
end

local function last_port(entry)
  return entry.port_last or entry.port_number
end

local function name_and_protocol(entry)
  return lowered(entry.service_name), entry.transport_protocol or ""
end

-- What a service is, wherever it is; nil where too little is said of it.
local function text(entry)
  return entry.description and entry.assignee and join(entry.transport_protocol or "",
    entry.description, entry.assignee, entry.contact or "", entry.registration_date or "")
end

-- What a range is known by when its edges move: one without a name has its status.
local function kind_of_range(entry)
  local name, protocol = name_and_protocol(entry)
  return join(name, protocol, entry.status)
end

-- The stages. Each gives the key of an entry, or nil where it does not apply.

-- In its place under its name, case ignored.
local function place_and_name(entry)
  local name, protocol = name_and_protocol(entry)
  return join(name, protocol, entry.port_number or "", last_port(entry) or "")
end

-- Moved as a whole to other ports. This goes before a new name in the old place:
-- where two services change places, each has moved, and neither is renamed.
local function name_and_text(entry)
  local what = entry.service_name and text(entry)
  return what and join(entry.service_name, what)
end

-- Renamed in its place; an unassigned port that is assigned is this, too.
local function place(entry)
  return entry.port_number
    and join(entry.transport_protocol or "", entry.port_number, last_port(entry))
end

-- A range with its last port moved.
local function first_edge(entry)
  return entry.port_number and join(entry.port_number, kind_of_range(entry))
end

-- A range with its first port moved.
local function last_edge(entry)
  return entry.port_number and join(last_port(entry), kind_of_range(entry))
end

-- In its place under its name, with another protocol.
local function ports_and_name(entry)
  return entry.service_name
    and join(lowered(entry.service_name), entry.port_number or "", last_port(entry) or "")
end

-- Elsewhere under its name, with other text.
local function name_alone(entry)
  return entry.service_name and join(name_and_protocol(entry))
end

-- Elsewhere under another name.
local function text_alone(entry)
  return entry.service_name and text(entry)
end

-- A range without a name; those that overlap are the same with both edges moved.
local function nameless_range(entry)
  return not entry.service_name and kind_of_range(entry)
end

local function read(registry)
  local rows = {}
  for entry in registry:entries() do
    rows[#rows + 1] = { entry = entry, position = #rows + 1 }
  end
  return rows
end

-- The rows that have no partner yet, by key.
local function group(rows, key_of)
  local groups = {}
  for _, row in ipairs(rows) do
    local key = not row.partner and key_of(row.entry)
    if key then
      local members = groups[key]
      if members then
        members[#members + 1] = row
      else
        groups[key] = { row }
      end
    end
  end
  return groups
end

local function unite(old_row, new_row)
  old_row.partner, new_row.partner = new_row, old_row
end

-- Makes rows that have no partner yet partners, one after the other.
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

-- Fewest differences first, then least moved within the group, then the older order.
local function is_nearer(one, other)
  if one.distance ~= other.distance then
    return one.distance < other.distance
  elseif one.shift ~= other.shift then
    return one.shift < other.shift
  elseif one.old ~= other.old then
    return one.old < other.old
  end
  return one.new < other.new
end

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

local function by_first_port(one, other)
  if one.entry.port_number ~= other.entry.port_number then
    return one.entry.port_number < other.entry.port_number
  end
  return one.position < other.position
end

-- Walks both lists by first port. A new range that ends before an old one begins ends
-- before all later ones, too.
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

local stages = {
  { key_of = place_and_name, unite = unite_nearest },
  { key_of = name_and_text, unite = unite_nearest },
  { key_of = place, unite = unite_nearest },
  { key_of = first_edge, unite = unite_nearest },
  { key_of = last_edge, unite = unite_nearest },
  { key_of = ports_and_name, unite = unite_nearest },
  { key_of = name_alone, unite = unite_nearest },
  { key_of = text_alone, unite = unite_nearest },
  { key_of = nameless_range, unite = unite_overlapping },
}

-- The key of rows that agree in all columns.
local function content(columns)
  local cells = {}
  return function(entry)
    for index = 1, #columns do
      cells[index] = entry[columns[index]] or ""
    end
    return concat(cells, "\0")
  end
end

-- Gives the rows of both registries in their order, as tables of `entry`, `position`
-- and `partner`, the row of the other registry, where there is one.
return function(old, new, columns)
  local old_rows, new_rows = read(old), read(new)
  unite_by(content(columns), old_rows, new_rows, columns, unite_in_order)
  for _, stage in ipairs(stages) do
    unite_by(stage.key_of, old_rows, new_rows, columns, stage.unite)
  end
  return old_rows, new_rows
end
