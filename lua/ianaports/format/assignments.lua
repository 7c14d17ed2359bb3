-- Lists the services of each port, by protocol, for programs that look up services by port.

local array = require "ianaports.base.array"
local ianaports = require "ianaports"
local preference = require "ianaports.base.preference"
local protocols = require "ianaports.base.protocol"

local assignments = {}

local LAST_PORT = 65535
local NONE = {}

-- The entries, in the order of look-ups ------------------------------------------------

local function as_table(filter)
  return type(filter) == "table" and filter or { protocol = filter }
end

-- The transport protocols that the filter accepts. The registry itself reads the filter.
local function transports_of(filter)
  local rows = array.map(protocols.NAMES, function(transport)
    return { service_name = "any", transport_protocol = transport }
  end)
  local passing = ianaports.build({ rows = rows }):entries { protocol = filter.protocol }
  return array.map(array.collect(passing), function(entry)
    return entry.transport_protocol
  end)
end

-- The filters for the overlay's entries and for the others, in the order of look-ups.
local function layers_of(filter)
  local layers = {}
  for _, overlay in ipairs { true, false } do
    if filter.overlay == nil or filter.overlay == overlay then
      local layer = {}
      for key, value in pairs(filter) do
        layer[key] = value
      end
      layer.overlay = overlay
      layers[#layers + 1] = layer
    end
  end
  return layers
end

-- The keys of a port's entries are in the order of look-ups: the overlay's entries first, then
-- those that name a transport, then by preference, then by their position in the registry.
local POSITIONS = 2 ^ 32

local function new_item(entry, is_overlay, position)
  local layer = (is_overlay and 0 or 2) + (entry.transport_protocol and 0 or 1)
  local rank = layer * preference.COUNT + preference.rank(entry)
  return { entry = entry, key = rank * POSITIONS + position, list = entry.port_last and { entry } }
end

-- The items of the ranges with a service name.
local function range_items(registry, layers)
  local items = {}
  for _, layer in ipairs(layers) do
    for entry in registry:entries(layer) do
      if entry.port_last and entry.service_name then
        items[#items + 1] = new_item(entry, layer.overlay, #items)
      end
    end
  end
  return items
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
  table.sort(own, array.by "key")
  return own
end

-- The first port, `port` or a later one, that is not a key of `following`. The value of a key is a
-- later port at which the search goes on. The search halves its path, so that the next is shorter.
local function next_free(following, port)
  while following[port] do
    following[port] = following[following[port]] or following[port]
    port = following[port]
  end
  return port
end

-- For each port, the first of the ranges that cover it. `items` are in the order of look-ups. Each
-- port is set once, so the time does not depend on how much ranges overlap.
local function best_ranges(items)
  local best, following = {}, {}
  for _, item in ipairs(items) do
    local port = next_free(following, item.entry.port_number)
    while port <= item.entry.port_last do
      best[port], following[port] = item, port + 1
      port = next_free(following, port + 1)
    end
  end
  return best
end

-- The ports, one after another ---------------------------------------------------------

-- The entries of a transport for a port at which these items begin, or nil if there is none.
-- `best` is the first of the ranges that cover the port, or nil.
local function entries_of(transport, beginning, best)
  local items = items_of(transport, beginning)
  local entries = {}
  if best and (not items[1] or best.key < items[1].key) then
    entries[1] = best.entry
  end
  for _, item in ipairs(items) do
    entries[#entries + 1] = item.entry
  end
  return entries[1] and entries
end

-- Iterates over port, transport protocol and a non-empty array of entries that have a service
-- name there: by port, then tcp, udp, sctp, dccp. The primary entry comes first, then the others in
-- the order of look-ups. A range that is not primary is listed at its first port only.
function assignments.each(registry, filter)
  filter = as_table(filter)
  local transports, layers = transports_of(filter), layers_of(filter)
  local items = range_items(registry, layers)
  local ranges = array.group(items, function(item)
    return item.entry.port_number
  end)
  local best = array.map(transports, function(transport)
    return best_ranges(items_of(transport, items))
  end)
  local singles = array.map(layers, function(layer)
    return single_ports(registry, layer)
  end)
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
    array.append(beginning, ranges[port] or NONE)
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
      local transport, range = transports[index], best[index][port]
      local entries = range and range.list -- which all ports share at which no item begins
      if beginning[1] then
        entries = entries_of(transport, beginning, range)
      end
      if entries then
        return port, transport, entries
      end
    end
  end
end

-- Iterates over port and entry: the primary one if no protocol is named, where it has a service
-- name.
function assignments.each_port(registry, filter)
  local rows = {}
  for _, layer in ipairs(layers_of(as_table(filter))) do
    rows[layer.overlay] = registry:entries(layer)
  end
  local matching = ianaports.build { overlay = rows[true], rows = rows[false] or NONE }
  local port = -1
  return function()
    while port < LAST_PORT do
      port = port + 1
      if matching:service_name(port) then
        return port, matching:find(port)
      end
    end
  end
end

return assignments
