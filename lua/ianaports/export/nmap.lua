-- The form of Nmap's nmap-services: name, port/protocol, open-frequency, comment.
--
-- Of several lines for a port and protocol Nmap takes the first and passes over the
-- others. A file without frequencies is one of its old style.

local assignments = require "ianaports.export.assignments"
local comment = require "ianaports.export.comment"
local format_frequency = require("ianaports.services.frequency").format
local text = require "ianaports.export.text"

local nmap = {}

local KNOWN = { tcp = true, udp = true, sctp = true }

local MAX_NAME = 127 -- bytes that Nmap takes of a name

local cut, MAX_COMMENT = comment.cut, comment.MAX

local function is_fit(name)
  local word = text.word(name)
  return word and #word <= MAX_NAME
end

-- The description, and the other names of the port.
local function comment_of(entries, describe)
  local names, seen = {}, { [entries[1].service_name:lower()] = true }
  for _, entry in ipairs(entries) do
    local name = entry.service_name
    if not seen[name:lower()] then
      seen[name:lower()] = true
      names[#names + 1] = text.one_line(name)
    end
  end
  local line = describe(entries[1])
  if names[1] then
    local separator = line ~= "" and " " or ""
    line = ("%s%s(also %s)"):format(line, separator, table.concat(names, ", "))
  end
  return cut(line, MAX_COMMENT)
end

local function frequency_of(frequency, port, transport)
  local value = frequency(port, transport) or 0
  if type(value) ~= "number" or not (value >= 0 and value < 1) then
    error(("option 'frequency': number from 0 to below 1 expected for %d/%s, got %s")
      :format(port, transport, tostring(value)), 0)
  end
  return value
end

local function put_line(put, entries, port, transport, frequency, describe)
  local name = entries[1].service_name
  if not is_fit(name) then
    put(('# %d/%s: the name "%s" cannot stand here\n')
      :format(port, transport, cut(text.one_line(name), MAX_COMMENT)))
    return
  end
  put(("%s\t%d/%s"):format(text.word(name), port, transport))
  if frequency then
    put("\t" .. format_frequency(frequency_of(frequency, port, transport)))
  end
  local line = comment_of(entries, describe)
  put(line ~= "" and "\t# " .. line .. "\n" or "\n")
end

function nmap.write(registry, options, put)
  local describe = comment.new()
  put("# " .. cut(text.title(registry), MAX_COMMENT) .. "\n")
  for port, transport, entries in assignments.each(registry, options.filter) do
    if KNOWN[transport] then
      put_line(put, entries, port, transport, options.frequency, describe)
    end
  end
end

return nmap
