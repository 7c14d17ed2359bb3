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
        names = "-f --format", value = "FORMAT", required = true,
        choices = {
          "services", "nmap-services", "wireshark-services", "csv", "json", "jsonl", "sql",
        },
        help = "Which form; it must be given.",
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
  if not given.format then
    failure.usage("--format is missing; known: %s",
      table.concat(require("ianaports.export").formats, ", "))
  elseif given.safe_csv and given.format ~= "csv" then
    failure.usage "--safe-csv is for --format csv"
  end
  local registry, filter = session:registry(), filters.of(given)
  local written, message = require("ianaports.export").write(registry, given.format,
    session:output(), { filter = next(filter) and filter or nil, safe_csv = given.safe_csv })
  if not written then
    failure.failed("%s", message)
  end
  return failure.FOUND
end

return export
