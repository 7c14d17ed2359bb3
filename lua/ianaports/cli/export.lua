-- ianaports export

local failure = require "ianaports.cli.failure"
local filters = require "ianaports.cli.filters"
local options = require "ianaports.cli.options"

local export = {
  summary = "Write the registry in the form that another program reads.",
  description = "Writes the registry as services(5), for Nmap or Wireshark, as IANA's CSV, as JSON,"
    .. " or as SQL for SQLite and PostgreSQL.",
  options = {
    {
      title = "Output",
      {
        names = "-f --format", value = "FORMAT",
        choices = {
          "services", "nmap-services", "wireshark-services", "csv", "json", "jsonl", "sql",
        },
        help = "The form, which must be given.",
      },
      options.SAFE_CSV,
      options.OUTPUT,
    },
    filters.OPTIONS,
    options.GENERAL,
  },
  examples = {
    "ianaports export --format services --output /etc/services",
    "ianaports export --format sql | sqlite3 flows.db",
  },
}

function export.run(session, given)
  local module = require "ianaports.export"
  if not given.format then
    failure.usage("--format is missing; known: %s", table.concat(module.formats, ", "))
  elseif given.safe_csv and given.format ~= "csv" then
    failure.usage "--safe-csv requires --format csv"
  end
  local registry, filter = session:registry(true), filters.of(given)
  failure.check(module.write(registry, given.format, session:output(), {
    filter = next(filter) and filter or nil,
    safe_csv = given.safe_csv,
  }))
  filters.notice(session, registry, given)
  return true
end

return export
