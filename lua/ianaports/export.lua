--- The registry in the formats that other programs read.
-- @module ianaports.export

--- The name of a format; @{write} says what each is.
--
-- @value Format
-- @is "services"|"nmap-services"|"wireshark-services"|"csv"|"json"|"jsonl"|"sql"|"clickhouse"

local FIELDS = require("ianaports.base.fields").ALL
local check = require "ianaports.base.options"
local ianaports = require "ianaports"
local output = require "ianaports.base.output"

local export = {}

-- The module that writes a format, its function, and the options of the format.
local WRITERS = {
  ["services"] = { "services", "write", { "filter" } },
  ["nmap-services"] = { "nmap_services", "write", { "filter", "frequency" } },
  ["wireshark-services"] = { "wireshark_services", "write", { "filter" } },
  ["csv"] = { "csv", "write", { "filter", "columns", "safe_csv" } },
  ["json"] = { "json", "write", { "filter", "columns" } },
  ["jsonl"] = { "json", "write_lines", { "filter", "columns" } },
  ["sql"] = { "sql", "write", { "filter" } },
  ["clickhouse"] = { "clickhouse", "write", { "filter" } },
}

--- The names of all formats.
-- @constant formats
-- @is {Format,...}
export.formats = {
  "services", "nmap-services", "wireshark-services", "csv", "json", "jsonl", "sql",
  "clickhouse",
}

local TYPES = { safe_csv = "boolean", frequency = "function" }

local function columns_complaint(columns)
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

-- Returns what is wrong with the value of an option, or nil.
local function complaint_of(option, value)
  if option == "columns" then
    return columns_complaint(value)
  elseif option == "filter" then
    local _, message, key = ianaports.check_filter(value)
    return key and ("filter key '%s': %s"):format(key, message) or message
  end
  return check.type_complaint(value, TYPES[option])
end

--- Writes a registry in one of the formats. The output is UTF-8: bytes of a text that are not
-- become U+FFFD. It is written in pieces of about 64 KiB.
--
--   - `services`, the form of `/etc/services`, see services(5): a line for each port and
--     protocol. A range has a line for each port that it is the primary entry of, or else for its
--     first port. Look-ups take the first line that fits: the primary name comes first, other
--     names have lines of their own, and aliases in the registry are aliases of their line.
--   - `nmap-services`, for `nmap --servicedb`, which scans the ports of the file, or as the file
--     `nmap-services` in a folder for `--datadir`, where `-p` selects the ports. It has the
--     primary name for each port of tcp, udp and sctp, and other names in the comment. The
--     registry does not know how often ports are open: without the option `frequency`, Nmap takes
--     all ports of the file as equal and has no `--top-ports`.
--   - `wireshark-services`, as the file `services` in Wireshark's configuration folder: the
--     primary name for each port and protocol. If the registry has no service for a port,
--     Wireshark asks its own list.
--   - `csv`, IANA's own form: `ianaports.load` makes the same registry of it, without contacts,
--     header and sources, which that form cannot hold.
--   - `json`, an array of entries, and `jsonl`, an entry on each line.
--   - `sql`, for SQLite, PostgreSQL and DuckDB: the table `iana_entries` has a row for each entry,
--     with `port_last` for single ports as well. The table `iana_services` has the primary service
--     for each port and protocol, by name and by number: a join of flows with it has at most one
--     row for a flow. A second run on the same database replaces the registry.
--   - `clickhouse`, for `clickhouse-client --multiquery`: the same two tables; the table
--     `iana_ports` with the primary service for each port, whatever the protocol; and the
--     dictionaries `iana_service_by_number` (by port and protocol number),
--     `iana_service_by_transport` (by port and protocol) and `iana_service_by_port`, whose
--     attributes are `service_name` and `description`. An empty cell is an empty text. A second
--     run replaces the registry.
--
-- The formats of services leave out entries without a port or a service name. They, `iana_services`
-- and `iana_ports` cut a description at 768 bytes. A name that would break a line is put into a
-- comment.
--
-- @function write
-- @tparam Registry registry the registry to write
-- @tparam Format format the name of the format
-- @tparam file|table file a file, which stays open, or an object with a method `write` that takes
--   a string. If `write` returns `false`, or `nil` and a message, writing has failed
-- @tparam[opt] table options what to write
-- @tparam[opt] Filter|Protocol options.filter only entries that match are written; a protocol in it
--   limits the protocols for which services are written, too
-- @tparam[opt] {string,...} options.columns the names of the fields to write, in order (`csv`,
--   `json`, `jsonl`). In CSV, `port_number` holds `FIRST-LAST` for a range unless `port_last` is
--   among them
-- @tparam[opt] boolean options.safe_csv whether to keep a spreadsheet from taking a cell for a
--   formula (`csv`): all cells are quoted, and one that would begin a formula begins with `'`
-- @tparam[opt] function(port:int,protocol:string):number options.frequency returns how
--   often a port of a protocol is open, from 0 to below 1, or `nil` for never (`nmap-services`)
-- @treturn ?true `true`, or `nil` if writing failed; a part may have been written
-- @treturn ?string what failed
-- @raise an argument error if the format is not known, the file cannot be written to, or the
--   format does not have an option
-- @usage
-- local export = require "ianaports.export"
-- local file = assert(io.open("ports.sql", "wb"))
-- assert(export.write(ianaports.bundled, "sql", file, { filter = "tcp" }))
-- assert(file:close())
function export.write(registry, format, file, options)
  check.registry(registry, 1, "write")
  local writer = WRITERS[format]
  if not writer then
    check.expected(format, 2, "write", "format " .. table.concat(export.formats, ", "))
  elseif not check.has_method(file, "write") then
    check.expected(io.type(file) or file, 3, "write", "open file, or object with write method")
  end
  local module, name, known = writer[1], writer[2], writer[3]
  local complaint = check.complaint(options, known, " for " .. format, complaint_of)
  if complaint then
    error(("bad argument #4 to 'write' (%s)"):format(complaint), 2)
  end
  return output.in_pieces(file, function(put)
    require("ianaports.format." .. module)[name](registry, options or {}, put)
  end)
end

return export
