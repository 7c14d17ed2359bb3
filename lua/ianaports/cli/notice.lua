-- What the command writes to standard error if it finds nothing, or not what people mean, with what
-- may help.

local ianaports = require "ianaports"
local array = require "ianaports.base.array"

local notice = {}

local MAX_NAMES = 5
local LAST_PORT = 65535

-- For an element that cannot be a service name, such as an address.
local EXPECTED = "; a port, range or service name is expected, as in 443, 6000-6063 or https"

notice.DYNAMIC = "ports over 49151 are dynamic, and never assigned"

-- How many letters must be added, dropped, replaced, or swapped with their neighbour, to turn one
-- word into the other; nil if they are more than `limit`.
local function distance(one, other, limit)
  if math.abs(#one - #other) > limit then
    return nil
  end
  local before, last, row = {}, {}, {}
  for column = 0, #other do
    last[column] = column
  end
  for index = 1, #one do
    row[0] = index
    local best = index
    for column = 1, #other do
      local same = one:byte(index) == other:byte(column)
      local cost = math.min(last[column] + 1, row[column - 1] + 1,
        last[column - 1] + (same and 0 or 1))
      if index > 1 and column > 1 and one:byte(index) == other:byte(column - 1)
        and one:byte(index - 1) == other:byte(column) then
        cost = math.min(cost, before[column - 2] + 1)
      end
      row[column] = cost
      best = math.min(best, cost)
    end
    if best > limit then
      return nil
    end
    before, last, row = last, row, before
  end
  return last[#other] <= limit and last[#other] or nil
end

-- How far a name is from what was typed, or nil. A name that begins with it is nearer than a name
-- that differs in two letters.
local function rank(typed, name, limit)
  local is_longer = #typed >= 3 and name:sub(1, #typed) == typed
  return distance(typed, name, limit) or is_longer and 1.5 + #name / 100 or nil
end

local nearest_first = array.by("rank", "port", "position")

-- The different values of a field.
local function values_of(entries, field)
  local values = {}
  for _, entry in ipairs(entries) do
    values[#values + 1] = entry[field]
  end
  return array.unique(values)
end

-- The names of services that are nearest to a word. Of names that are equally near, the one with
-- the lowest port is the first: low ports are better known.
local function near_names(registry, word)
  local typed = word:lower()
  local limit = #typed <= 4 and 1 or 2
  local near, seen = {}, {}
  for entry in registry:entries() do
    local name = entry.service_name
    local changes = name and not seen[name] and rank(typed, name:lower(), limit)
    if changes then
      local port = entry.port_number or LAST_PORT
      near[#near + 1] = { name = name, rank = changes, port = port, position = #near }
    end
    seen[name or ""] = true
  end
  table.sort(near, nearest_first)
  return values_of(near, "name")
end

-- Adds a list of a few names to a message, or nothing if the list is empty.
local function listed(label, names)
  local last = math.min(#names, MAX_NAMES)
  return last > 0 and ("; %s: %s"):format(label, table.concat(names, ", ", 1, last)) or ""
end

-- What a name is that people use for a service, but that the registry has not with a port; or nil.
local function common_use(registry, name)
  local registered, port, protocol = ianaports.registered_name(name)
  if not port or registry:port_number(name) then
    return nil
  elseif registered then
    return ("a name in common use; IANA's name is %s (%d/%s)"):format(registered, port, protocol)
  end
  local other = registry:service_name(port, protocol)
  return ("a name in common use at %d/%s, which is %s"):format(port, protocol,
    other and "registered for " .. other or "not registered")
end

-- What may help with a name that is not found. `kind` is that of an element of a port list, if the
-- name is one.
local function hint_for_name(registry, name, kind)
  local use = common_use(registry, name)
  if use then
    return ", " .. use
  end
  local word = name:gsub("[*?]+", "")
  if word == "" then
    return ""
  end
  local near = near_names(registry, word)
  return near[1] and listed("near names", near)
    or kind == "name" and word:find "[^%w_-]" and EXPECTED
    or listed("it is in the entries of", values_of(registry:search(word), "service_name"))
end

-- What may help if the registry has nothing for an element of a port list.
local function hint_for(registry, element)
  local entries = (element.kind == "name" or element.kind == "port")
    and registry:find_all(element.name or element.first) or {}
  local others = listed("there is for", values_of(entries, "transport_protocol"))
  if others ~= "" then
    return others
  elseif element.name then
    return hint_for_name(registry, element.name, element.kind)
  end
  return ianaports.port_class(element.first) == "dynamic" and "; " .. notice.DYNAMIC or ""
end

-- Which names a snapshot does not have, or nil.
local function missing_names(registry)
  local lacks = registry:info().lacks
  return lacks and lacks.portless_names
    and ("names without a port that were registered after %s are not in this snapshot"):format(
      lacks.since or "some day")
end

-- The snapshot may lack names that the user asks for.
function notice.names(session, registry)
  local missing = missing_names(registry)
  if missing then
    session:say("%s", missing)
  end
end

-- The registry has nothing for an element of a port list. `with_hint`: says what may help, too.
function notice.not_registered(session, registry, element, label, with_hint)
  local hint = with_hint and hint_for(registry, element) or ""
  if with_hint and hint == "" and element.name and missing_names(registry) then
    hint = "; " .. missing_names(registry)
  end
  session:say("nothing is registered for %s%s", label, hint)
end

-- The name that is nearest to a word, or nil.
function notice.nearest(word, names)
  local nearest, limit = nil, #word <= 4 and 1 or 2
  for _, name in ipairs(names) do
    local changes = distance(word:lower(), name, limit)
    if changes then
      nearest, limit = name, changes - 1
    end
  end
  return nearest
end

-- The registry has a name. Says what people mean by it, if it is there without a port.
function notice.registered(session, registry, name)
  local use = common_use(registry, name)
  if use then
    session:say("no port is registered for %s, %s", name, use)
  end
end

-- A search found something. Says so if the words are no name of IANA's.
function notice.found(session, registry, words)
  local use = common_use(registry, words)
  if use then
    session:say("%s is %s", words, use)
  end
end

-- A search found nothing.
function notice.not_found(session, registry, words)
  session:say("nothing is found for %s%s", words, hint_for_name(registry, words))
end

return notice
