-- What the fields of an entry and of a contact mean, for the model.

local fields = {}

local UPPER, LOWER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"
local lower_of = {}
for index = 1, #UPPER do
  lower_of[UPPER:sub(index, index)] = LOWER:sub(index, index)
end

-- ASCII letters in lower case.
function fields.lower(text)
  return (text:gsub("[A-Z]", lower_of))
end

-- Whether a cell, which may be absent, contains a text, without regard to ASCII case.
function fields.holds(cell, text)
  return fields.lower(cell or ""):find(fields.lower(text), 1, true) ~= nil
end

local IP_NUMBERS = { [6] = "tcp", [17] = "udp", [132] = "sctp", [33] = "dccp" }
local TRANSPORTS = { tcp = true, udp = true, sctp = true, dccp = true }

-- A protocol that has no ports.
fields.OTHER_PROTOCOL = "other"

-- The protocol that an argument names, in any case or by its number; nil for none.
function fields.protocol_argument(argument)
  if argument == nil then
    return nil
  end
  local name = type(argument) == "string" and fields.lower(argument)
  if TRANSPORTS[name] then
    return name
  end
  local number = name and name:find "^%d+$" and tonumber(name, 10) or argument
  if type(number) ~= "number" or number < 0 or number > 255 or number % 1 ~= 0 then
    error "no protocol"
  end
  return IP_NUMBERS[number] or fields.OTHER_PROTOCOL
end

local BEGINNINGS = {
  { "reserved", "reserved" },
  { "iana reserved", "reserved" },
  { "de-registered", "deregistered" },
  { "removed", "deregistered" },
  { "deprecated", "deregistered" },
  { "de-commissioned", "deregistered" },
  { "decomissioned", "deregistered" }, -- the registry's spelling
}

local function status_of(row)
  local description = fields.lower(row.description or "")
  if row.service_name then
    return "assigned"
  elseif description:find("unassigned", 1, true) then
    return "unassigned"
  end
  for _, beginning in ipairs(BEGINNINGS) do
    if description:sub(1, #beginning[1]) == beginning[1] then
      return beginning[2]
    end
  end
  return "assigned"
end

-- A line break may replace a space in these.
local ALIAS_SENTENCES = {
  '^This%s+entry%s+is%s+an%s+alias%s+to%s+"([^"]+)"',
  '^This%s+is%s+a%s+duplicate%s+of%s+the%s+"([^"]+)"%s+service',
}

local function alias_in(cell)
  for position in (cell or ""):gmatch "()This" do
    for _, sentence in ipairs(ALIAS_SENTENCES) do
      local name = cell:sub(position):match(sentence)
      if name then
        return name
      end
    end
  end
  return nil
end

-- The notes have precedence over the description.
local function alias_of(row)
  return alias_in(row.assignment_notes) or alias_in(row.description)
end

-- The entry of a row: empty cells are absent, and two fields are derived.
function fields.entry(row)
  local entry = {}
  for field, value in pairs(row) do
    entry[field] = value ~= "" and value or nil
  end
  entry.status = status_of(entry)
  entry.alias_of = alias_of(entry)
  return entry
end

-- The cells of an entry that the registry's file has, without derived fields.
function fields.cells(entry)
  local cells = {}
  for field, value in pairs(entry) do
    if type(value) == "string" and field ~= "status" and field ~= "alias_of" then
      cells[field] = value
    end
  end
  if entry.port_number then
    local last = entry.port_last and ("-%d"):format(entry.port_last) or ""
    cells.port_number = ("%d%s"):format(entry.port_number, last)
  end
  return cells
end

-- A date as a number that compares as dates do; nil for any other text.
function fields.date(text)
  local year, month, day = (text or ""):match "^(%d%d%d%d)%-(%d%d)%-(%d%d)$"
  if not year then
    year, month = (text or ""):match "^(%d%d%d%d)%-(%d%d)$"
  end
  year = year or (text or ""):match "^%d%d%d%d$"
  if not year then
    return nil
  end
  local m, d = tonumber(month or "1", 10), tonumber(day or "1", 10)
  local is_date = m >= 1 and m <= 12 and d >= 1 and d <= 31
  return is_date and (tonumber(year, 10) * 100 + m) * 100 + d or nil
end

function fields.unbracketed(id)
  return id:match "^%[(.*)%]$" or id
end

-- The address of the first URI, if that is a mailto; IANA writes & for @.
local function email_of(uri)
  local address = (uri or ""):match "^%s*[Mm][Aa][Ii][Ll][Tt][Oo]:(%S+)"
  if address and not address:find "@" then
    address = address:gsub("&", "@", 1)
  end
  return address
end

function fields.contact(contact)
  local person = {}
  for field, value in pairs(contact) do
    person[field] = value ~= "" and value or nil
  end
  person.id = fields.unbracketed(person.id)
  person.email = email_of(person.uri)
  return person
end

local function reference(text)
  local number = text:match "^RFC(%d+)$"
  if number then
    return { text = text, type = "rfc", url = "https://www.rfc-editor.org/rfc/rfc" .. number }
  elseif text:find "^draft%-" then
    return { text = text, type = "draft", url = "https://datatracker.ietf.org/doc/html/" .. text }
  elseif text:find "^https?://" then
    return { text = text, type = "uri", url = text }
  end
  return { text = text, type = "other" }
end

-- The references in a cell such as "[RFC1][Jane_Doe]".
function fields.references(cell)
  local list = {}
  for text in (cell or ""):gmatch "%[(.-)%]" do
    list[#list + 1] = reference(text)
  end
  return list
end

return fields
