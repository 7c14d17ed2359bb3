-- Makes of CSV records the entries that the module should return.

local FIELDS = {
  servicename = "service_name",
  description = "description",
  assignee = "assignee",
  contact = "contact",
  registrationdate = "registration_date",
  modificationdate = "modification_date",
  reference = "reference",
  servicecode = "service_code",
  unauthorizedusereported = "unauthorized_use_reported",
  knownunauthorizeduses = "unauthorized_use_reported",
  assignmentnotes = "assignment_notes",
}

local function starts_with(text, prefix)
  return text:sub(1, #prefix) == prefix
end

local function status_of(entry)
  local description = (entry.description or ""):lower()
  if entry.service_name then
    return "assigned"
  elseif description:find("unassigned", 1, true) then
    return "unassigned"
  elseif starts_with(description, "reserved") or starts_with(description, "iana reserved") then
    return "reserved"
  end
  for _, word in ipairs {
    "de-registered",
    "removed",
    "deprecated",
    "de-commissioned",
    "decomissioned",
  } do
    if starts_with(description, word) then
      return "deregistered"
    end
  end
  return "assigned"
end

-- The words of these may be on different lines.
local ALIAS = ('This entry is an alias to "([^"]+)"'):gsub(" ", "%%s+")
local DUPLICATE = ('This is a duplicate of the "([^"]+)" service'):gsub(" ", "%%s+")

local function alias_of(entry)
  for _, cell in ipairs { entry.assignment_notes or "", entry.description or "" } do
    local at, _, name = cell:find(ALIAS)
    local other_at, _, other_name = cell:find(DUPLICATE)
    if name and not (other_at and other_at < at) then
      return name
    elseif other_name then
      return other_name
    end
  end
end

-- The name of a column, without regard to case, white space and underscores.
local function title_of(cell)
  return (cell:lower():gsub("[%s_]", ""))
end

local function to_entry(titles, cells)
  local entry = {}
  for column, title in ipairs(titles) do
    local cell = cells[column]
    if cell ~= "" and title == "portnumber" then
      local first, last = cell:match "^(%d+)%-(%d+)$"
      entry.port_number = tonumber(first or cell)
      entry.port_last = tonumber(last)
    elseif cell ~= "" and title == "transportprotocol" then
      entry.transport_protocol = cell:lower()
    elseif cell ~= "" and FIELDS[title] then
      entry[FIELDS[title]] = cell
    end
  end
  entry.status = status_of(entry)
  entry.alias_of = alias_of(entry)
  return entry
end

-- The first record is the header. Returns an array of { entry =, order =, first =, last = }; a row
-- without a port has no first and last.
return function(records)
  local titles, rows = {}, {}
  for column, cell in ipairs(records[1]) do
    titles[column] = title_of(cell)
  end
  for index = 2, #records do
    local entry = to_entry(titles, records[index])
    rows[#rows + 1] = {
      entry = entry,
      order = index,
      first = entry.port_number,
      last = entry.port_last or entry.port_number,
    }
  end
  return rows
end
