-- Reads ports of a text by report.read_ports, for specs of the forms.

local assert = require "luassert"
local report = require "ianaports.report"
local source = require "spec.support.source"

local port_counts = {}

-- What read_ports returns of a text, whether it comes as a whole or in blocks.
local function read_ports(text, name, options)
  local ports, message = report.read_ports(text, name, options)
  assert.same({ ports, message }, { report.read_ports(source.of(text, 7), name, options) })
  return ports, message
end

-- Ports as "22/tcp*2 53/udp*1", and what read_ports returns.
function port_counts.read(text, options)
  local ports, message = read_ports(text, nil, options)
  assert.is_table(ports, message)
  local labels = {}
  for index, record in ipairs(ports) do
    labels[index] = ("%d/%s*%d"):format(record.port, record.protocol or "-", record.count)
  end
  return table.concat(labels, " "), ports
end

-- Asserts which ports a text has, how many records are skipped, and the warnings about lines.
function port_counts.assert_read(expected, text, skipped, warnings)
  local labels, ports = port_counts.read(text)
  assert.same({ expected, skipped or 0, warnings }, { labels, ports.skipped, ports.warnings })
  return ports
end

-- The message about a text that is refused.
function port_counts.refused(text, name, options)
  local ports, message = read_ports(text, name, options)
  assert.is_nil(ports)
  return message
end

-- The message about a text of a form without any port.
function port_counts.nothing(counted, name)
  return ("input: no port was found; looked for %s, as these write them: %s"):format(counted, name)
end

-- The message about a word that is no port.
function port_counts.no_port(line, word)
  return ('input:%d: port "%s" is neither a number from 0 to 65535 nor a service that the registry'
    .. " knows"):format(line, word)
end

return port_counts
