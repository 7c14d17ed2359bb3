-- The snapshot against IANA's own file of 2025-11-14: what data/README.md says was measured.

local files = require "spec.support.files"
local ianaports = require "ianaports"
local lacks = require "ianaports.base.lacks"

local FILE = "service-names-port-numbers.csv"
local KEY = { "service_name", "port_number", "port_last", "transport_protocol", "description" }
local LACKED = ianaports.info().lacks and ianaports.info().lacks.columns

-- The fields of an entry on one line; blanks and line breaks are equal.
local function text_of(entry, names)
  local cells = {}
  for index, name in ipairs(names) do
    cells[index] = tostring(entry[name] or ""):gsub("%s+", " ")
  end
  return table.concat(cells, "\0")
end

describe("Held against IANA's own file, the snapshot", function()
  local folder = os.getenv "IANAPORTS_OFFICIAL"
  if not folder or not LACKED then
    pending "set IANAPORTS_OFFICIAL to the folder of IANA's file of 2025-11-14"
    return
  end

  local function is_service(entry)
    return entry.service_name and entry.port_number
  end

  local official = assert(ianaports.load(folder .. "/" .. FILE))
  local ours, services, right = {}, 0, 0
  for entry in ianaports.entries() do
    ours[text_of(entry, KEY)] = true
  end
  for entry in official:entries { where = is_service } do
    services = services + 1
    right = right + (ours[text_of(entry, KEY)] and 1 or 0)
  end

  it("is right in so many names and ports as its README says", function()
    assert.same({ 11723, 11718 }, { services, right })
    assert(files.read("data/README.md"):find("11,718 of 11,723", 1, true))
  end)

  it("marks as known in part the services of which the file knows more, and few others", function()
    local is_in_part = lacks.test(ianaports.bundled)
    local known, in_part, empty, others = {}, 0, 0, 0
    for entry in official:entries { where = is_service } do
      local key = text_of(entry, { "service_name", "port_number", "transport_protocol" }):lower()
      known[key] = text_of(entry, LACKED):find "[^%z]" ~= nil
    end
    for entry in ianaports.entries { where = is_service } do
      local key = text_of(entry, { "service_name", "port_number", "transport_protocol" }):lower()
      if is_in_part(entry) then
        in_part = in_part + (known[key] and 1 or 0)
        assert.is_true(known[key] ~= false, key)
      elseif not text_of(entry, LACKED):find "[^%z]" then
        empty = empty + 1
        others = others + (known[key] and 1 or 0)
      end
    end
    assert.same({ 335, 1458, 15 }, { in_part, empty, others })
  end)
end)
