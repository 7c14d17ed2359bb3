-- The names of an entry's fields, in their order.

local array = require "ianaports.base.array"
local is_in = require("ianaports.base.options").is_in

local fields = {}

-- The registry's twelve columns.
fields.COLUMNS = {
  "service_name", "port_number", "transport_protocol", "description", "assignee", "contact",
  "registration_date", "modification_date", "reference", "service_code",
  "unauthorized_use_reported", "assignment_notes",
}

-- The fields that hold some columns: a range of ports takes two.
function fields.of(columns)
  local list = {}
  for _, name in ipairs(columns) do
    list[#list + 1] = name
    if name == "port_number" and not is_in(columns, "port_last") then
      list[#list + 1] = "port_last"
    end
  end
  return list
end

-- The fields that hold the registry's columns.
fields.OF_COLUMNS = fields.of(fields.COLUMNS)

-- All fields. The last three are derived from the row or say where the entry comes from.
fields.ALL = array.append(fields.of(fields.COLUMNS), { "status", "alias_of", "source" })

return fields
