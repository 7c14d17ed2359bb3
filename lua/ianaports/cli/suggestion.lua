-- What to tell where nothing is found.

local ianaports = require "ianaports"

local suggestion = {}

local MOST = 5
local LAST_ASSIGNABLE = 49151
local LAST_PORT = 65535

-- How many letters are to be added, dropped, replaced, or swapped with their neighbour, to
-- make one word of the other; nil where it is more than `limit`.
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

-- How far a name is from what was typed, or nil. A name that goes on after it is nearer
-- than one with two slips.
local function rank(typed, name, limit)
  local slips = distance(typed, name, limit)
  if slips then
    return slips
  elseif #typed >= 3 and name:sub(1, #typed) == typed then
    return 1.5 + #name / 100
  end
end

-- The names of services nearest to a word; of those equally near, the one with the lower
-- port first: low ports are the better known.
local function near_names(registry, word)
  local typed = word:lower()
  local limit = #typed <= 4 and 1 or 2
  local ranks, order, names = {}, {}, {}
  for entry in registry:entries() do
    local name = entry.service_name
    if name and ranks[name] == nil then
      ranks[name] = rank(typed, name:lower(), limit) or false
      names[#names + 1] = ranks[name] and name or nil
      order[name] = ranks[name] and #names + (entry.port_number or LAST_PORT) * 100000
    end
  end
  table.sort(names, function(one, other)
    if ranks[one] ~= ranks[other] then
      return ranks[one] < ranks[other]
    end
    return order[one] < order[other]
  end)
  return { (table.unpack or unpack)(names, 1, MOST) }
end

-- The names of the first services whose entries hold the word.
local function names_about(registry, word)
  local names, seen = {}, {}
  for _, entry in ipairs(registry:search(word)) do
    local name = entry.service_name
    if name and not seen[name] and #names < MOST then
      seen[name] = true
      names[#names + 1] = name
    end
  end
  return names
end

local function protocols_of(entries)
  local names, seen = {}, {}
  for _, entry in ipairs(entries) do
    local name = entry.transport_protocol
    if name and not seen[name] then
      seen[name] = true
      names[#names + 1] = name
    end
  end
  return table.concat(names, ", ")
end

local function about_name(registry, name)
  local word = name:gsub("[*?]+", "")
  local names = word ~= "" and near_names(registry, word) or {}
  if #names > 0 then
    return "; near names: " .. table.concat(names, ", ")
  end
  names = word ~= "" and names_about(registry, word) or {}
  return #names > 0 and "; it is in the entries of: " .. table.concat(names, ", ") or ""
end

-- Says that there is nothing for an element of a port list, and what may help.
function suggestion.tell(session, registry, element, label)
  local hint = ""
  local others = element.kind ~= "pattern" and element.kind ~= "range"
    and protocols_of(registry:find_all(element.name or element.first)) or ""
  if others ~= "" then
    hint = "; there is for: " .. others
  elseif element.name then
    hint = about_name(registry, element.name)
  elseif ianaports.port_class(element.first) == "dynamic" then
    hint = "; ports over " .. LAST_ASSIGNABLE .. " are dynamic, and never assigned"
  end
  session:say("nothing is registered for %s%s", label, hint)
end

-- Says that a word names nothing, and what is near.
function suggestion.tell_name(session, registry, name)
  session:say("nothing is found for %s%s", name, about_name(registry, name))
end

return suggestion
