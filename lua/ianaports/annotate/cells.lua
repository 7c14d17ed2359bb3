-- The cells to add to records, by protocol and port as these are written there.

local record = require "ianaports.annotate.record"
local services = require "ianaports.annotate.services"

local cells = {}

-- Stands for the protocol where a CSV has no column of it.
cells.ANY = {}

-- How many ports of a protocol are remembered at a time. More of them would be looked up
-- more rarely, but the collector has to walk over all that are remembered.
local MOST_PORTS = 4096

-- Cells by port. Those that are none are not remembered.
local function of_protocol(registry, protocol, line_end)
  local empty, count = "," .. line_end, 0
  return setmetatable({}, {
    __index = function(known, digits)
      local port = services.port(digits)
      if not port then
        return empty
      end
      if count == MOST_PORTS then
        for other in pairs(known) do
          known[other] = nil
        end
        count = 0
      end
      local name = services.name(registry, port, protocol)
      local cell = name and "," .. record.quote(name) .. line_end or empty
      known[digits] = cell
      count = count + 1
      return cell
    end,
  })
end

local MOST_UNKNOWN = 256 -- unknown protocols that are remembered

-- Gives a table: known[protocol][port] is the cell, with the comma before it and the
-- line end after it.
function cells.new(registry, line_end)
  local by_name, unknown_count = {}, 0
  local of_none = setmetatable({}, {
    __index = function()
      return "," .. line_end
    end,
  })
  return setmetatable({ [cells.ANY] = of_protocol(registry, nil, line_end) }, {
    __index = function(known, word)
      local protocol = services.protocol(word)
      if protocol then
        by_name[protocol] = by_name[protocol] or of_protocol(registry, protocol, line_end)
        known[word] = by_name[protocol]
        return by_name[protocol]
      elseif unknown_count < MOST_UNKNOWN and #word < MOST_UNKNOWN then
        unknown_count = unknown_count + 1
        known[word] = of_none
      end
      return of_none
    end,
  })
end

return cells
