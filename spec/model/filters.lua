-- What each key of a filter means, for the model: a test of an entry and of the key's value.

local fields = require "spec.model.fields"

-- Whether `holds` is true of a value, or of one value in an array.
local function some(values, holds)
  for _, value in ipairs(type(values) == "table" and values or { values }) do
    if holds(value) then
      return true
    end
  end
  return false
end

local CLASSES = { system = { 0, 1023 }, user = { 1024, 49151 }, dynamic = { 49152, 65535 } }

-- Whether a shell pattern matches a whole text.
local function glob(text, pattern)
  if pattern == "" then
    return text == ""
  end
  local first, rest = pattern:sub(1, 1), pattern:sub(2)
  if first == "*" then
    for position = 1, #text + 1 do
      if glob(text:sub(position), rest) then
        return true
      end
    end
    return false
  end
  return text ~= "" and (first == "?" or first == text:sub(1, 1)) and glob(text:sub(2), rest)
end

local function since(cell, wanted)
  local date = fields.date(cell)
  return date ~= nil and date >= fields.date(wanted)
end

local function part_of(field)
  return function(entry, wanted)
    return fields.holds(entry[field], wanted)
  end
end

local function presence_of(field)
  return function(entry, wanted)
    return (entry[field] ~= nil) == wanted
  end
end

local keys = {
  assignee = part_of "assignee",
  contact = part_of "contact",
  reference = part_of "reference",
  assignment_notes = part_of "assignment_notes",
  unauthorized_use_reported = presence_of "unauthorized_use_reported",
  alias = presence_of "alias_of",
  port = presence_of "port_number",
}

function keys.protocol(entry, wanted)
  local named = entry.transport_protocol
  return some(wanted, function(protocol)
    local accepted = fields.protocol_argument(protocol)
    return accepted ~= fields.OTHER_PROTOCOL and (named == nil or accepted == named)
  end)
end

-- A port range is in the class of each of its ports.
function keys.class(entry, wanted)
  return entry.port_number ~= nil and some(wanted, function(name)
    local class = CLASSES[name]
    return entry.port_number <= class[2] and (entry.port_last or entry.port_number) >= class[1]
  end)
end

function keys.status(entry, wanted)
  return some(wanted, function(status)
    return entry.status == status
  end)
end

function keys.service_name(entry, wanted)
  return entry.service_name ~= nil and glob(fields.lower(entry.service_name), fields.lower(wanted))
end

function keys.text(entry, wanted)
  return fields.holds(entry.service_name, wanted) or fields.holds(entry.description, wanted)
end

function keys.registered_since(entry, wanted)
  return since(entry.registration_date, wanted)
end

function keys.modified_since(entry, wanted)
  return since(entry.modification_date, wanted)
end

function keys.where(entry, wanted)
  return wanted(entry)
end

-- Whether a filter, which may be nil, accepts an entry. A string or number is a protocol.
return function(entry, filter)
  if filter ~= nil and type(filter) ~= "table" then
    return keys.protocol(entry, filter)
  end
  for key, wanted in pairs(filter or {}) do
    if not keys[key](entry, wanted) then
      return false
    end
  end
  return true
end
