-- What ianaports.export writes, for specs.

local export = require "ianaports.export"
local ianaports = require "ianaports"
local sample = require "spec.support.sample"
local writer = require "spec.support.writer"

local exported = {}

-- As one text.
function exported.text(registry, format, options)
  local output = writer()
  assert(export.write(registry, format, output, options))
  return output.text()
end

-- As a file.
function exported.file(path, registry, format, options)
  local file = assert(io.open(path, "wb"))
  assert(export.write(registry, format, file, options))
  assert(file:close())
end

-- A registry with several names on a port, aliases, ranges, rows for every protocol, rows
-- without a name or port, comments of all kinds.
function exported.small()
  return ianaports.build {
    info = { title = "Small registry", last_updated = "2026-05-11" },
    rows = {
      sample.row { "www 80 tcp", assignment_notes = 'This entry is an alias to "http"' },
      sample.row { "http 80 tcp", description = "World Wide Web\n HTTP" },
      sample.row { "WWW-http 80 tcp", assignment_notes = 'This entry is an alias to "HTTP"' },
      sample.row { "other 80 tcp", description = "Other" },
      sample.row { "http 80 udp", description = "World Wide Web\n HTTP" },
      sample.row { "- 81 tcp", description = "Unassigned" },
      sample.row { "all 90 -" },
      sample.row { "run 100-103 udp" },
      sample.row { "inside 102 udp", description = "It's \"inside\"" },
      sample.row { "portless - tcp" },
    },
  }
end

-- A cell that has it all.
exported.HOSTILE = "=cmd|' /C calc'!A0\t\"quoted\", it's\r\nnext\rlast\n\1\127\\ # ; "
  .. "\195\169\194\133\240\159\152\128"

-- A registry with a cell of that text, and another that has blanks around it.
function exported.hostile(cell)
  return ianaports.build {
    rows = {
      {
        service_name = "a",
        port_number = 1,
        transport_protocol = "tcp",
        description = cell,
        assignment_notes = " " .. cell .. " ",
      },
    },
  }
end

-- A registry of what lies in wait in cells for those who write SQL. It must come out as it went in.
function exported.in_wait()
  return ianaports.build {
    rows = {
      { service_name = "it's", port_number = 1, description = "'); DROP TABLE iana_entries; --" },
      { service_name = "''", port_number = 2, description = "a\r\nb\rc\nd\r\n\r\ne\r\r\nf\r" },
      { service_name = "\\'", port_number = 3, description = "\\n \\\\ \\x41 \\" },
      { service_name = "$$", port_number = 4, description = ":name :'name' ?1 $1 %s E'\\101'" },
      { service_name = "dot", port_number = 5, description = "\n.quit\n\\q\n;\n/\ngo\n--\n/*\n\n" },
      { service_name = "ctrl", port_number = 6, description = "\1\8\26\27[31m\127\t \11" },
      { service_name = "\195\169", port_number = 7, description = "\226\128\168\240\159\152\128" },
      { service_name = "range", port_number = 8, port_last = 9, transport_protocol = "dccp" },
      { service_name = "portless", transport_protocol = "tcp" },
      { port_number = 10, description = "Unassigned", assignee = " [a] ",
        contact = "\239\187\191" },
      { service_name = "long", port_number = 11, description = ("x'"):rep(200000) },
    },
  }
end

return exported
