-- Which services each port has, by protocol: what programs ask that know a port.
--
-- The ports are visited one after another. For each transport protocol, a heap holds the ranges
-- that cover the present port; its top is the range that comes first in the order of look-ups. So
-- the time is in proportion to the entries and ports, however much ranges overlap.

local ianaports = require "ianaports"
local protocols = require "ianaports.base.protocol"

local assignments = {}

local LAST_PORT = 65535
local NONE = {}

-- The heap: an array of items, the one with the least key first ------------------------

local function push(items, item)
  local index = #items + 1
  local parent = math.floor(index / 2)
  while parent > 0 and item.key < items[parent].key do
    items[index] = items[parent]
    index, parent = parent, math.floor(parent / 2)
  end
  items[index] = item
end

-- Removes the first item.
local function pop(items)
  local last, count = items[#items], #items - 1
  items[#items] = nil
  if count == 0 then
    return
  end
  local index, child = 1, 2
  while child <= count do
    if child < count and items[child + 1].key < items[child].key then
      child = child + 1
    end
    if last.key <= items[child].key then
      break
    end
    items[index] = items[child]
    index, child = child, child * 2
  end
  items[index] = last
end

-- The entries, in the order of look-ups ------------------------------------------------

-- The transport protocols that the filter lets pass.
local function transports_of(filter)
  local protocol = filter
  if type(filter) == "table" then
    protocol = filter.protocol
  end
  local rows = {}
  for index, transport in ipairs(protocols.NAMES) do
    rows[index] = { service_name = "any", transport_protocol = transport }
  end
  local passing = {}
  for entry in ianaports.build({ rows = rows }):entries { protocol = protocol } do
    passing[#passing + 1] = entry.transport_protocol
  end
  return passing
end

-- The filters for the overlay's entries and for the others, in the order of look-ups.
local function layers_of(filter)
  local layers = {}
  for _, overlay in ipairs { true, false } do
    local layer = {}
    if type(filter) == "table" then
      for key, value in pairs(filter) do
        layer[key] = value
      end
    else
      layer.protocol = filter
    end
    if layer.overlay == nil or layer.overlay == overlay then
      layer.overlay = overlay
      layers[#layers + 1] = layer
    end
  end
  return layers
end

-- The key of an entry among those of one port is less if it comes first in the order of look-ups:
-- the overlay's entries, then those that name a transport, then those for a single port, then by
-- their rank in the registry.
local RANKS = 2 ^ 32

local function new_item(entry, is_overlay, rank)
  local kind = (is_overlay and 0 or 4) + (entry.transport_protocol and 0 or 2)
    + (entry.port_last and 1 or 0)
  return { entry = entry, key = kind * RANKS + rank, last = entry.port_last }
end

local function comes_first(item, other)
  return item.key < other.key
end

-- The ranges with a service name, by first port.
local function ranges_of(registry, layers)
  local ranges, rank = {}, 0
  for _, layer in ipairs(layers) do
    for entry in registry:entries(layer) do
      if entry.port_last and entry.service_name then
        rank = rank + 1
        local first = entry.port_number
        ranges[first] = ranges[first] or {}
        table.insert(ranges[first], new_item(entry, layer.overlay, rank))
      end
    end
  end
  return ranges
end

-- A function that appends the items of the next port's single entries with a service name.
local function single_ports(registry, layer)
  local next_entry = registry:range(0, LAST_PORT, layer)
  local entry = next_entry()
  return function(port, items)
    while entry and entry.port_number == port do
      if entry.service_name and not entry.port_last then
        items[#items + 1] = new_item(entry, layer.overlay, #items)
      end
      entry = next_entry()
    end
  end
end

-- The items of a transport in the order of look-ups.
local function items_of(transport, items)
  local own = {}
  for _, item in ipairs(items) do
    if (item.entry.transport_protocol or transport) == transport then
      own[#own + 1] = item
    end
  end
  table.sort(own, comes_first)
  return own
end

-- The ports, one after another ---------------------------------------------------------

-- The best of the ranges that cover a port. `active` is the heap.
local function best_active(active, port)
  while active[1] and active[1].last < port do
    pop(active)
  end
  return active[1]
end

-- The entries of a transport for a port at which these items begin, or nil if there is none.
local function entries_of(transport, beginning, active, port)
  local best = best_active(active, port)
  local items = items_of(transport, beginning)
  local entries = {}
  if best and (not items[1] or best.key < items[1].key) then
    entries[1] = best.entry
  end
  for _, item in ipairs(items) do
    entries[#entries + 1] = item.entry
    if item.last then
      push(active, item)
    end
  end
  return entries[1] and entries
end

-- The same for a port at which no item begins.
local function entries_of_range(active, port)
  local best = best_active(active, port)
  if best then
    best.list = best.list or { best.entry }
    return best.list
  end
end

-- Iterates over port, transport protocol and a non-empty array of entries that have a service
-- name there: by port, then tcp, udp, sctp, dccp. The primary one comes first, then the others in
-- the order of look-ups, but a range that is not the primary one only at its first port.
function assignments.each(registry, filter)
  local transports, layers = transports_of(filter), layers_of(filter)
  local ranges, singles, active = ranges_of(registry, layers), {}, {}
  for index, layer in ipairs(layers) do
    singles[index] = single_ports(registry, layer)
  end
  for index in ipairs(transports) do
    active[index] = {}
  end
  local port, index = -1, #transports
  local beginning = {} -- at the port
  local function next_port()
    port, index = port + 1, 1
    if beginning[1] then
      beginning = {}
    end
    for _, append in ipairs(singles) do
      append(port, beginning)
    end
    for _, item in ipairs(ranges[port] or NONE) do
      beginning[#beginning + 1] = item
    end
  end
  return function()
    while transports[1] do
      index = index + 1
      if index > #transports then
        if port == LAST_PORT then
          return nil
        end
        next_port()
      end
      local transport, of_transport = transports[index], active[index]
      local entries
      if beginning[1] then
        entries = entries_of(transport, beginning, of_transport, port)
      else
        entries = entries_of_range(of_transport, port)
      end
      if entries then
        return port, transport, entries
      end
    end
  end
end

return assignments
