-- Random arguments, drawn from the values in a registry and from invalid ones.

local PROTOCOLS = { "tcp", "udp", "sctp", "dccp" }
local STATUSES = { "assigned", "reserved", "unassigned", "deregistered" }
local CLASSES = { "system", "user", "dynamic" }

local draw = {}

function draw.protocol(random)
  return random:chance(70) and random:item(PROTOCOLS) or nil
end

-- First and last port, seldom far apart.
function draw.ports(random)
  local first = random:integer(0, 65535)
  local width = random:chance(80) and random:integer(0, 300) or random:integer(0, 65535)
  return first, math.min(first + width, 65535)
end

local function cell(random, rows, column)
  for _ = 1, 50 do
    local text = random:item(rows).entry[column]
    if text then
      return text
    end
  end
  return "nothing has this"
end

-- Some bytes of a cell, in any case.
function draw.part(random, rows, column)
  if random:chance(10) then
    return random:item { "", "no such text", "%", "(", "e" }
  end
  local text = cell(random, rows, column)
  local first = random:integer(1, #text)
  local part = text:sub(first, first + random:integer(0, 8))
  return random:chance(30) and part:upper() or part
end

local function some(random, list)
  if random:chance(50) then
    return random:item(list)
  end
  return { random:item(list), random:item(list) }
end

local function date(random)
  local text = ("%04d-%02d-%02d"):format(
    random:integer(1990, 2026),
    random:integer(1, 12),
    random:integer(1, 28)
  )
  return text:sub(1, random:item { 4, 7, 10 })
end

local function pattern(random, rows)
  local name = cell(random, rows, "service_name")
  local at = random:integer(1, #name)
  return random:item {
    name,
    name:upper(),
    name:sub(1, at) .. "*",
    "*" .. name:sub(at),
    name:sub(1, at - 1) .. "?" .. name:sub(at + 1),
    "*" .. name:sub(at, at) .. "*" .. name:sub(-1),
    "*",
    "?*?",
    "",
  }
end

local keys = {
  protocol = function(random)
    return some(random, PROTOCOLS)
  end,
  status = function(random)
    return some(random, STATUSES)
  end,
  class = function(random)
    return some(random, CLASSES)
  end,
  service_name = pattern,
  text = function(random, rows)
    return draw.part(random, rows, random:item { "service_name", "description" })
  end,
  registered_since = date,
  modified_since = date,
  where = function(random)
    local odd = random:chance(50)
    return function(entry)
      return entry.port_number and (entry.port_number % 2 == 1) == odd
    end
  end,
}
for _, column in ipairs { "assignee", "contact", "reference", "assignment_notes" } do
  keys[column] = function(random, rows)
    return draw.part(random, rows, column)
  end
end
for _, flag in ipairs { "unauthorized_use_reported", "alias", "port" } do
  keys[flag] = function(random)
    return random:chance(50)
  end
end

local names = {}
for name in pairs(keys) do
  names[#names + 1] = name
end
table.sort(names) -- pairs has no order of its own

draw.filter_keys = names

-- One key, or two or three.
function draw.filter(random, rows)
  local filter = {}
  for _ = 1, random:item { 1, 1, 2, 3 } do
    local key = random:item(names)
    filter[key] = keys[key](random, rows)
  end
  return filter
end

-- A filter as text, for a message.
function draw.describe(filter)
  local parts = {}
  for key, value in pairs(filter or {}) do
    local shown = type(value) == "table" and table.concat(value, "|") or tostring(value)
    parts[#parts + 1] = key .. "=" .. shown
  end
  table.sort(parts)
  return "{" .. table.concat(parts, ", ") .. "}"
end

return draw
