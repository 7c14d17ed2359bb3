-- Counts how often each port of an input is there.

local RANKS = require("ianaports.base.protocol").RANKS
local services = require "ianaports.annotate.services"

local tally = {}
tally.__index = tally

function tally.new()
  return setmetatable({ list = {}, known = {}, skipped = 0 }, tally)
end

function tally:skip()
  self.skipped = self.skipped + 1
end

-- Counts a port, given as text; the protocol is the registry's name of it, or nil. Gives
-- true, or nil where the text is no port.
function tally:add(digits, protocol)
  local port = services.port(digits)
  if not port then
    return nil
  end
  local key = (protocol or "") .. port
  local record = self.known[key]
  if not record then
    record = { port = port, protocol = protocol, count = 0 }
    self.known[key] = record
    self.list[#self.list + 1] = record
  end
  record.count = record.count + 1
  return true
end

local function comes_before(one, other)
  if one.port ~= other.port then
    return one.port < other.port
  end
  return (RANKS[one.protocol] or 0) < (RANKS[other.protocol] or 0)
end

-- The records by port; how many were skipped is in the array's field `skipped`.
function tally:result()
  table.sort(self.list, comes_before)
  self.list.skipped = self.skipped
  return self.list
end

return tally
