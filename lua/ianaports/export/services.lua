-- The form of /etc/services, see services(5).
--
-- The C library takes the first line with a port and protocol, and the first with a
-- name or alias and protocol. Lines in the order of the registry's look-ups therefore
-- give its answers. A name of a range that is not the primary one has one line, at the first port
-- of the range: no look-up reaches those at the others.

local assignments = require "ianaports.export.assignments"
local comment = require "ianaports.export.comment"
local is_frequency = require("ianaports.services.frequency").is
local text = require "ianaports.export.text"

local services = {}

-- The names of a port and protocol as lines, arrays of a name and its aliases. What the
-- registry calls an alias of a name that has come already goes to that line.
local function lines_of(entries)
  local lines, line_of, seen = {}, {}, {}
  for _, entry in ipairs(entries) do
    local name = entry.service_name
    local line = entry.alias_of and line_of[entry.alias_of:lower()]
    if not seen[name] then
      seen[name] = true
      if not line or not text.word(name) then
        line = { entry = entry }
        lines[#lines + 1] = line
      end
      line[#line + 1] = name
      line_of[name:lower()] = line_of[name:lower()] or text.word(name) and line
    end
  end
  return lines
end

local function put_line(put, line, place, describe)
  if not text.word(line[1]) then
    put(('# %s: the name "%s" cannot stand here\n'):format(place, text.one_line(line[1])))
    return
  end
  local names = {}
  for index, name in ipairs(line) do
    names[index] = text.word(name)
  end
  -- Whoever reads frequencies, too, would take this alias for one. The name itself may come first.
  if names[2] and is_frequency(names[2]) then
    table.insert(names, 2, names[1])
  end
  put(("%s\t%s"):format(names[1], place))
  if names[2] then
    put("\t" .. table.concat(names, " ", 2))
  end
  local description = describe(line.entry)
  put(description ~= "" and "\t# " .. description .. "\n" or "\n")
end

function services.write(registry, options, put)
  local describe = comment.new()
  put("# " .. text.title(registry) .. "\n")
  for port, transport, entries in assignments.each(registry, options.filter) do
    local place = ("%d/%s"):format(port, transport)
    for _, line in ipairs(lines_of(entries)) do
      put_line(put, line, place, describe)
    end
  end
end

return services
