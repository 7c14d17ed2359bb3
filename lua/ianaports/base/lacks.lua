-- What a snapshot of the registry does not know: info().lacks, asked about its entries.

local is_in = require("ianaports.base.options").is_in
local protocol = require "ianaports.base.protocol"

local lacks = {}

-- How people see a cell that is not known. Formats for programs leave it out.
lacks.TEXT = "not in this snapshot"

-- The source of entries that are the registry's own, in an overlay.
lacks.REGISTRY_SOURCE = "iana"

local LAST_PORT = 65535

-- The ports of a list such as "T:465,831-833,U:143", as { tcp = { [465] = true } }.
local function read_ports(list)
  local ports, current = {}, {}
  for _, name in ipairs(protocol.NAMES) do
    ports[name] = {}
  end
  for letter, first, last in list:gmatch "(%a?):?(%d+)%-?(%d*)" do
    for _, name in ipairs(protocol.NAMES) do
      current = name:sub(1, 1):upper() == letter and ports[name] or current
    end
    for port = tonumber(first), math.min(tonumber(last) or tonumber(first), LAST_PORT) do
      current[port] = true
    end
  end
  return ports
end

-- Returns a function of an entry: whether the registry has it only in part. Of such an entry, those
-- columns are not known that the registry lacks, and that are empty. If a column is named, the
-- function returns whether it is not known.
function lacks.test(registry, column)
  local what = registry:info().lacks
  if not what or column and not is_in(what.columns, column) then
    return function()
      return false
    end
  end
  local ports = read_ports(what.ports or "")
  return function(entry)
    local of_protocol = ports[entry.transport_protocol]
    return of_protocol ~= nil and of_protocol[entry.port_number] == true
      and not (entry.port_last or entry.assignee or column and entry[column])
      and (entry.source or lacks.REGISTRY_SOURCE) == lacks.REGISTRY_SOURCE
  end
end

-- Returns a function that says so in each cell of an entry that is not known.
function lacks.filler(registry)
  local what, is_in_part = registry:info().lacks, lacks.test(registry)
  return function(entry)
    if is_in_part(entry) then
      for _, column in ipairs(what.columns) do
        entry[column] = entry[column] or lacks.TEXT
      end
    end
  end
end

return lacks
