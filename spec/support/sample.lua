-- Small registries and short descriptions of entries, for specs of single rules.
--
-- An entry is written "NAME PORT PROTOCOL", with "-" for what it lacks:
-- "http 80 tcp", "x11 6000-6063 tcp", "- 100 udp", "afs - -".

local ianaports = require "ianaports"

local sample = {}

local function present(word)
  return word ~= "-" and word or nil
end

-- A row for build: from a label, or from a table of a label and further fields.
function sample.row(spec)
  local fields = type(spec) == "table" and spec or { spec }
  local name, port, protocol = fields[1]:match "^(%S+) (%S+) (%S+)$"
  local first, last = port:match "^(%d+)%-(%d+)$"
  local row = {
    service_name = present(name),
    port_number = tonumber(first or present(port)),
    port_last = tonumber(last),
    transport_protocol = present(protocol),
  }
  for key, value in pairs(fields) do
    if key ~= 1 then
      row[key] = value
    end
  end
  return row
end

-- A registry of such rows.
function sample.registry(specs)
  local rows = {}
  for index, spec in ipairs(specs) do
    rows[index] = sample.row(spec)
  end
  return ianaports.build { rows = rows }
end

function sample.label(entry)
  local port = entry.port_number or "-"
  if entry.port_last then
    port = port .. "-" .. entry.port_last
  end
  return ("%s %s %s"):format(entry.service_name or "-", port, entry.transport_protocol or "-")
end

-- The first value of each step of an iterator, as an array.
function sample.collect(...)
  local list = {}
  for value in ... do
    list[#list + 1] = value
  end
  return list
end

-- The labels of an array of entries, or of all entries of an iterator.
function sample.labels(list, ...)
  local entries = type(list) == "table" and list or sample.collect(list, ...)
  local labels = {}
  for index, entry in ipairs(entries) do
    labels[index] = sample.label(entry)
  end
  return labels
end

-- The port ranges of an iterator, as "4-4 6-6".
function sample.port_ranges(...)
  local port_ranges = {}
  for first, last in ... do
    port_ranges[#port_ranges + 1] = first .. "-" .. last
  end
  return table.concat(port_ranges, " ")
end

return sample
