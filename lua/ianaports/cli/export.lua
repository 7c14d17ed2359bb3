-- ianaports export

local failure = require "ianaports.cli.failure"
local filters = require "ianaports.cli.filters"
local options = require "ianaports.cli.options"

local FORMATS = {
  "services", "nmap-services", "wireshark-services", "csv", "json", "jsonl", "sql",
  "clickhouse",
}

local export = {
  summary = "Write the registry in the form that another program reads.",
  description = "Writes the registry as services(5), for Nmap or Wireshark, as IANA's CSV, as JSON,"
    .. " as SQL for SQLite, PostgreSQL and DuckDB, or for ClickHouse.",
  arguments = {
    {
      name = "FORMAT", target = "form", count = "?", choices = FORMATS,
      help = "The form, which must be given: " .. table.concat(FORMATS, ", ") .. ".",
    },
  },
  options = {
    {
      title = "Output",
      {
        names = "-f --format", value = "FORMAT",
        choices = FORMATS,
        help = "The same as FORMAT.",
      },
      options.SAFE_CSV,
      options.OUTPUT,
    },
    filters.OPTIONS,
    options.GENERAL,
  },
  examples = {
    "ianaports export services --output services",
    "ianaports export sql | sqlite3 flows.db",
    "ianaports export clickhouse | clickhouse-client --multiquery",
  },
}

function export.run(session, given)
  local module = require "ianaports.export"
  local format = given.form or given.format
  if not format then
    failure.usage("a format is missing; known: %s", table.concat(module.formats, ", "))
  elseif given.format and format ~= given.format then
    failure.usage("two formats are given: %s and %s", format, given.format)
  elseif given.safe_csv and format ~= "csv" then
    failure.usage "--safe-csv requires --format csv"
  end
  local registry, filter = session:registry(true), filters.of(given)
  failure.check(module.write(registry, format, session:output(), {
    filter = next(filter) and filter or nil,
    safe_csv = given.safe_csv,
  }))
  filters.notice(session, registry, given)
  return true
end

return export
