-- Counts ports by class, protocol and status.

local PROTOCOLS = require("ianaports.base.protocol").NAMES
local names = require "ianaports.report.names"

local share = {}

-- Dynamic ports are never assigned.
local CLASSES = { { "system", 0, 1023 }, { "user", 1024, 49151 } }

local function count_statuses(registry, first, last, protocol)
  local counts = {}
  for port = first, last do
    local entry = registry:find(port, protocol)
    local status = entry and entry.status or "unassigned"
    counts[status] = (counts[status] or 0) + 1
  end
  return counts
end

-- All ports of a registry, by their primary entries.
local function of_registry(registry)
  local rows = {}
  for _, class in ipairs(CLASSES) do
    local name, first, last = class[1], class[2], class[3]
    for _, protocol in ipairs(PROTOCOLS) do
      rows[#rows + 1] = {
        class = name,
        protocol = protocol,
        ports = last - first + 1,
        status = count_statuses(registry, first, last, protocol),
      }
    end
  end
  return rows
end

-- The ports of a summary's list.
local function of_list(list)
  local rows, known = {}, {}
  for _, class in ipairs(names.class) do
    for _, protocol in ipairs(names.protocol) do
      local row = { class = class, protocol = protocol, ports = 0, status = {} }
      known[class .. protocol] = row
      rows[#rows + 1] = row
    end
  end
  for _, item in ipairs(list) do
    local row = known[item.class .. (item.protocol or "none")]
    row.ports = row.ports + 1
    row.status[item.status] = (row.status[item.status] or 0) + 1
  end
  local seen = {}
  for _, row in ipairs(rows) do
    seen[#seen + 1] = row.ports > 0 and row or nil
  end
  return seen
end

--- Gives a summary the field `share`, which is counted when it is first read: whoever does not
-- ask for it does not wait for 200,000 look-ups.
function share.attach(summary, registry)
  local counted
  return setmetatable(summary, {
    __index = function(_, key)
      if key == "share" then
        counted = counted or (summary.list and of_list(summary.list) or of_registry(registry))
        return counted
      end
    end,
  })
end

return share
