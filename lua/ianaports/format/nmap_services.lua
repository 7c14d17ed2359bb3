-- The form of Nmap's file nmap-services: name, port/protocol, open-frequency, comment.
--
-- If several lines have the same port and protocol, Nmap uses the first and ignores the others. A
-- file without frequencies has the older of Nmap's two forms.

local assignments = require "ianaports.format.assignments"
local line = require "ianaports.format.line"

local nmap_services = {}

local KNOWN = { tcp = true, udp = true, sctp = true }

local MAX_NAME = 127 -- bytes: Nmap cuts a longer name

-- The description, and the other names of the port.
local function comment_of(entries, describe)
  local names, seen = {}, { [entries[1].service_name:lower()] = true }
  for _, entry in ipairs(entries) do
    local name = entry.service_name
    if not seen[name:lower()] then
      seen[name:lower()] = true
      names[#names + 1] = line.of(name)
    end
  end
  local comment = describe(entries[1])
  if names[1] then
    comment = comment .. (comment ~= "" and " " or "")
      .. ("(also %s)"):format(table.concat(names, ", "))
  end
  return line.cut(comment, line.MAX_COMMENT)
end

-- How often the port is open, with six decimals and a point, whatever the locale's decimal
-- separator is.
local function frequency_of(frequency, port, transport)
  local value = frequency(port, transport) or 0
  if type(value) ~= "number" or not (value >= 0 and value < 1) then
    error(("option 'frequency': number from 0 to below 1 expected for %d/%s, got %s")
      :format(port, transport, tostring(value)), 0)
  end
  local millionths = math.floor(value * 1000000 + 0.5)
  return ("%d.%06d"):format(math.floor(millionths / 1000000), millionths % 1000000)
end

local function put_line(put, entries, port, transport, frequency, describe)
  local name, ports = entries[1].service_name, ("%d/%s"):format(port, transport)
  local word = line.word(name)
  if not word or #word > MAX_NAME then
    line.put_refused(put, ports, line.cut(line.of(name), line.MAX_COMMENT))
    return
  end
  put(("%s\t%s"):format(word, ports))
  if frequency then
    put("\t" .. frequency_of(frequency, port, transport))
  end
  line.put_end(put, comment_of(entries, describe))
end

function nmap_services.write(registry, options, put)
  local describe = line.describer()
  put("# " .. line.cut(line.title(registry), line.MAX_COMMENT) .. "\n")
  for port, transport, entries in assignments.each(registry, options.filter) do
    if KNOWN[transport] then
      put_line(put, entries, port, transport, options.frequency, describe)
    end
  end
end

return nmap_services
