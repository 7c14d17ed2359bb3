-- The form of Wireshark's services: name, ports/protocols, comment.
--
-- A line may stand for a range of ports and for several protocols: "x11 6000-6063/tcp/udp".
-- The last of several lines for a port and protocol wins in Wireshark; here each has one.
-- Wireshark 4.4 shows the name of a port only in the first transport in which it meets the port.

local assignments = require "ianaports.export.assignments"
local comment = require "ianaports.export.comment"
local text = require "ianaports.export.text"

local wireshark = {}

-- Adds a protocol's primary service to those of its port, a line for each name and
-- comment: an array of { name, description, protocols }.
local function add(lines, entry, transport, describe)
  local name, description = entry.service_name, describe(entry)
  for _, line in ipairs(lines) do
    if line.name == name and line.description == description then
      line.transports = line.transports .. "/" .. transport
      return
    end
  end
  lines[#lines + 1] = { name = name, description = description, transports = transport }
end

local function same(lines, others)
  if #lines ~= #others then
    return false
  end
  for index, line in ipairs(lines) do
    local other = others[index]
    if line.name ~= other.name or line.description ~= other.description
      or line.transports ~= other.transports then
      return false
    end
  end
  return true
end

local function put_run(put, run)
  local ports = ("%d"):format(run.first)
  if run.last > run.first then
    ports = ("%d-%d"):format(run.first, run.last)
  end
  for _, line in ipairs(run.lines) do
    local word = text.word(line.name)
    if word then
      local comment_of_line = line.description ~= "" and "\t# " .. line.description or ""
      put(("%s\t%s/%s%s\n"):format(word, ports, line.transports, comment_of_line))
    else
      put(('# %s/%s: the name "%s" cannot stand here\n')
        :format(ports, line.transports, text.one_line(line.name)))
    end
  end
end

-- Iterates over ports and their lines.
local function each_port(registry, filter)
  local describe = comment.new()
  local next_assignment = assignments.each(registry, filter)
  local next_port, transport, entries = next_assignment()
  return function()
    local port, lines = next_port, {}
    while port and next_port == port do
      add(lines, entries[1], transport, describe)
      next_port, transport, entries = next_assignment()
    end
    return port, lines
  end
end

function wireshark.write(registry, options, put)
  put("# " .. text.title(registry) .. "\n")
  local run
  for port, lines in each_port(registry, options.filter) do
    if run and port == run.last + 1 and same(lines, run.lines) then
      run.last = port
    else
      if run then
        put_run(put, run)
      end
      run = { first = port, last = port, lines = lines }
    end
  end
  if run then
    put_run(put, run)
  end
end

return wireshark
