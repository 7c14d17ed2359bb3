-- data/common-names.csv: names that people use, held against the registry.

local ianaports = require "ianaports"

local FIELDS = { "name", "service_name", "port_number", "transport_protocol", "used_by" }

-- The lines of the file but the header, with the names of entries' fields.
local function read()
  local rows, lines = {}, io.lines "data/common-names.csv"
  assert.equal("Name,Registered Name,Port,Protocol,Used By", lines())
  for line in lines do
    local row, index = {}, 0
    for cell in (line .. ","):gmatch "([^,]*)," do
      index = index + 1
      row[FIELDS[index]] = cell ~= "" and cell or nil
    end
    assert.equal(#FIELDS, index, line)
    row.port_number = tonumber(row.port_number)
    rows[#rows + 1] = row
  end
  return rows
end

local names = read()

local function hold_against(registry)
  for _, row in ipairs(names) do
    assert.is_nil(registry:port_number(row.name), row.name .. " is registered with a port")
    local found = not row.service_name
    for _, entry in ipairs(registry:find_all(row.port_number, row.transport_protocol)) do
      found = found or entry.service_name == row.service_name
    end
    assert.is_true(found, ("%s: %s is not registered for %d"):format(row.name,
      row.service_name or "", row.port_number))
  end
end

describe("data/common-names.csv", function()
  it("has names that IANA does not have with a port, and the ports of IANA's names", function()
    hold_against(ianaports.bundled)
  end)

  it("agrees with IANA's own file, too #official", function()
    local folder = os.getenv "IANAPORTS_OFFICIAL"
    if not folder then
      pending "set IANAPORTS_OFFICIAL to the folder of IANA's file to hold the names against it"
      return
    end
    hold_against(assert(ianaports.load(folder .. "/service-names-port-numbers.csv")))
  end)

  it("has each name once, in lower case and sorted, and says who uses it", function()
    local before = ""
    for _, row in ipairs(names) do
      assert.matches("^[a-z0-9_-]+$", row.name)
      assert.is_true(before < row.name, row.name)
      assert.is_true(row.transport_protocol == "tcp" or row.transport_protocol == "udp", row.name)
      assert.is_string(row.used_by, row.name)
      before = row.name
    end
  end)

  it("is what the module has", function()
    for _, row in ipairs(names) do
      row.used_by = nil
    end
    assert.same(names, ianaports.common_names())
  end)
end)
