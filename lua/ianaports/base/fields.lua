-- The names of an entry's fields, in their order.

local fields = {}

-- The registry's twelve columns.
fields.COLUMNS = {
  "service_name",
  "port_number",
  "transport_protocol",
  "description",
  "assignee",
  "contact",
  "registration_date",
  "modification_date",
  "reference",
  "service_code",
  "unauthorized_use_reported",
  "assignment_notes",
}

-- What an entry says beyond them: two are derived from the row, one tells its origin.
local FURTHER = { "status", "alias_of", "source" }

-- The fields that hold the columns: a range of ports takes two.
fields.OF_COLUMNS = {}
for _, name in ipairs(fields.COLUMNS) do
  table.insert(fields.OF_COLUMNS, name)
  if name == "port_number" then
    table.insert(fields.OF_COLUMNS, "port_last")
  end
end

-- All of them.
fields.ALL = {}
for _, list in ipairs { fields.OF_COLUMNS, FURTHER } do
  for _, name in ipairs(list) do
    table.insert(fields.ALL, name)
  end
end

return fields
