--- The registry in the forms that other programs read.
-- @module ianaports.export

local check = require "ianaports.base.options"
local output = require "ianaports.base.output"
local check_options = require "ianaports.export.options"

local export = {}

-- Which function of which submodule writes a format.
local WRITERS = {
  ["services"] = { "services", "write" },
  ["nmap-services"] = { "nmap", "write" },
  ["wireshark-services"] = { "wireshark", "write" },
  ["csv"] = { "csv", "write" },
  ["json"] = { "json", "write_array" },
  ["jsonl"] = { "json", "write_lines" },
  ["sql"] = { "sql", "write" },
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
  local complaint = check_options(format, options)
  if complaint then
    error(("bad argument #4 to 'write' (%s)"):format(complaint), 2)
  end
  local submodule, name = WRITERS[format][1], WRITERS[format][2]
  return output.in_pieces(file, function(put)
    require("ianaports.export." .. submodule)[name](registry, options or {}, put)
  end)
end

return export
