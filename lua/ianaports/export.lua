--- The registry in the forms that other programs read.
-- @module ianaports.export

local FIELDS = require("ianaports.base.fields").ALL
local check = require "ianaports.base.options"
local output = require "ianaports.base.output"

local export = {}

-- Which module writes a format, with which function, and which options it takes.
local WRITERS = {
  ["services"] = { "services", "write", { "filter" } },
  ["nmap-services"] = { "nmap_services", "write", { "filter", "frequency" } },
  ["wireshark-services"] = { "wireshark_services", "write", { "filter" } },
  ["csv"] = { "csv", "write", { "filter", "columns", "safe_csv" } },
  ["json"] = { "json", "write", { "filter", "columns" } },
  ["jsonl"] = { "json", "write_lines", { "filter", "columns" } },
  ["sql"] = { "sql", "write", { "filter" } },
}

--- The names of all formats, as an array: `services`, `nmap-services`,
-- `wireshark-services`, `csv`, `json`, `jsonl`, `sql`.
export.formats = {
  "services",
  "nmap-services",
  "wireshark-services",
  "csv",
  "json",
  "jsonl",
  "sql",
}

-- Each check returns what is wrong with a value, or nil.
local checks = {}

function checks.columns(columns)
  if type(columns) ~= "table" or #columns == 0 then
    return "array of an entry's fields expected"
  end
  local seen = {}
  for index, column in ipairs(columns) do
    if not check.is_in(FIELDS, column) then
      return ("[%d]: unknown field '%s'; known: %s"):format(index, tostring(column),
        table.concat(FIELDS, ", "))
    elseif seen[column] then
      return ("[%d]: '%s' stands there twice"):format(index, column)
    end
    seen[column] = true
  end
end

function checks.safe_csv(value)
  return check.type_complaint(value, "boolean")
end

function checks.frequency(value)
  return check.type_complaint(value, "function")
end

-- Compiles the filter and runs none of it.
function checks.filter(filter, registry)
  local compiled, message = pcall(registry.entries, registry, filter)
  if not compiled then
    message = tostring(message)
    return message:match "^bad argument #%d+ to '[^']*' %((.*)%)$"
      or message:match "^[^(]*%((.*)%)$" or message
  end
end

--- Writes a registry in one of the formats. It is written as it goes, in pieces of some
-- 64 KiB, and always as UTF-8: bytes of a registry's texts that are none become U+FFFD.
--
--   - `services`, the form of `/etc/services`, see services(5): a line for each port and
--     protocol, ranges as a line for each port that they are the primary entry of, else for
--     their first port. Look-ups take the first line that fits:
--     the primary name comes first, other names follow on lines of their own, and those
--     that the registry calls aliases as aliases of their line.
--   - `nmap-services`, for `nmap --servicedb`, which scans the ports of the file, or as
--     `nmap-services` in a folder given by `--datadir`, where `-p` chooses them: the
--     primary name for each port of tcp, udp and sctp, others in the comment, for Nmap
--     knows one. The registry does not know how often ports are open: without the option
--     `frequency` Nmap takes all ports of the file as equal, and has no `--top-ports`.
--   - `wireshark-services`, to be the file `services` in Wireshark's configuration
--     folder: the primary name for each port and protocol. Where the registry has no
--     service, Wireshark goes on with its own list.
--   - `csv`, IANA's own form: `ianaports.load` gives the same registry again, but for
--     contacts, header and sources, for which that form has no place.
--   - `json`, an array of entries, and `jsonl`, an entry on each line.
--   - `sql`, for SQLite and PostgreSQL as it is: the table `iana_entries`, a row for each
--     entry, where `port_last` is there for single ports too; and `iana_services`, the
--     primary service for each port and protocol, by name and number, so that a join of
--     flows with it gives at most one row for a flow. Run again on the same database, it
--     puts the new registry in the place of the old.
--
-- Formats of services leave out what lacks a port or a service name, and cut a description
-- at 768 bytes, as `iana_services` does. A name that would
-- break such a format's line is told in a comment in its place.
--
-- @function write
-- @tparam registry registry
-- @tparam string format
-- @param file what has a method `write` that takes a string, such as a file of `io`; it
--   stays open. Where its `write` gives `false`, or `nil` and a message, writing failed
-- @tparam[opt] table options
--
--   - `filter`, as for `ianaports.entries`: only entries that match are written; a
--     protocol named in it also limits the protocols for which services are written
--   - `columns` (`csv`, `json`, `jsonl`): an array of the names of an entry's fields, in
--     the order wanted. In CSV, `port_number` holds `FIRST-LAST` for a range unless
--     `port_last` is among them
--   - `safe_csv` (`csv`): no cell reaches a spreadsheet as a formula. All cells are
--     quoted, and one gets a `'` before a sign that would begin a formula, which then is
--     part of the text
--   - `frequency` (`nmap-services`): a function of port and protocol that gives how often
--     that port is open, from 0 to below 1, or `nil` for never
--
-- @treturn ?boolean `true`, or `nil` where writing failed; part may have been written
-- @treturn ?string then what failed
-- @raise an argument error for a format that is not known, a file that cannot be written
--   to, and an option that the format does not have
-- @usage
-- local export = require "ianaports.export"
-- local file = assert(io.open("ports.sql", "wb"))
-- assert(export.write(ianaports.bundled, "sql", file, { filter = "tcp" }))
-- assert(file:close())
function export.write(registry, format, file, options)
  check.registry(registry, 1, "write")
  if not WRITERS[format] then
    check.expected(format, 2, "write", "format " .. table.concat(export.formats, ", "))
  elseif not check.has_method(file, "write") then
    check.expected(io.type(file) or file, 3, "write", "open file, or object with write method")
  end
  local module, name, known = WRITERS[format][1], WRITERS[format][2], WRITERS[format][3]
  local complaint = check.complaint(options, known, " for " .. format, function(option, value)
    return checks[option](value, registry)
  end)
  if complaint then
    error(("bad argument #4 to 'write' (%s)"):format(complaint), 2)
  end
  return output.in_pieces(file, function(put)
    require("ianaports.format." .. module)[name](registry, options or {}, put)
  end)
end

return export
