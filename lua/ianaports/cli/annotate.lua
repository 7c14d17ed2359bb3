-- ianaports annotate

local array = require "ianaports.base.array"
local failure = require "ianaports.cli.failure"
local options = require "ianaports.cli.options"
local number = require("ianaports.format.chart").number
local plural = require("ianaports.format.chart").plural
local quote = require("ianaports.base.text").quote
local reader = require "ianaports.cli.reader"

local annotate = {
  summary = "Add service names to a text or to a CSV of flows.",
  description = "Copies its input. Adds the service after each port such as 80/tcp, or to a CSV a"
    .. " column with the service of each row's port and protocol. A row that is wrong is copied,"
    .. " with a warning. Standard error says how many rows are left blank. If nothing is named, the"
    .. " exit code is 1.",
  arguments = {
    { name = "FILE", target = "file", count = "?", help = "Default: standard input." },
  },
  options = {
    array.append({
      title = "CSV",
      {
        names = "--csv",
        help = "The input is a CSV whose first row names the columns. It is UTF-8.",
      },
      { names = "--column", value = "NAME", help = "Name of the new column. Default: service." },
    }, options.TABLE),
    { title = "Output", options.OUTPUT },
    options.GENERAL,
  },
  examples = {
    "docker ps | ianaports annotate",
    "ianaports annotate --csv --port-column dst_port --protocol-column proto flows.csv",
  },
}

-- Says if no port of a text has a service.
local function say_of_text(session, counts, source)
  if counts.named == 0 then
    session:say("%s: no port was named; looked for 443/tcp, tcp/443, host:443, 192.0.2.1.443, and"
      .. " DPT=443 beside PROTO=TCP; --csv reads a table", source)
  end
end

-- Says what is wrong with rows of a CSV, and how many have no service.
local function say_of_table(session, counts, source)
  for _, warning in ipairs(counts.warnings) do
    session:say("%s", warning)
  end
  local protocol = counts.protocol_column
  if counts.named == 0 then
    session:say("%s: none of %s was named; ports are taken from column %s, protocols from %s; cells"
      .. " are split at each %s", source, plural(counts.rows, "row", "rows"),
      quote(counts.port_column), protocol and "column " .. quote(protocol) or "no column",
      counts.delimiter)
  elseif counts.blank > 0 then
    session:say("%s: %s of %s left blank", source, number(counts.blank),
      plural(counts.rows, "row", "rows"))
  end
end

function annotate.run(session, given)
  local settings = { csv = given.csv }
  for _, name in ipairs { "port_column", "protocol_column", "delimiter", "column" } do
    if given[name] and not given.csv then
      failure.usage("--%s requires --csv", (name:gsub("_", "-")))
    end
    settings[name] = given[name]
  end
  options.check_table(given)
  if given.column == "" then
    failure.usage "--column: it is empty"
  end
  local input = io.stdin
  settings.source = "standard input"
  if given.file and given.file ~= "-" then
    input, settings.source = failure.check(io.open(given.file, "rb")), given.file
  end
  settings.registry = session:registry()
  local done, counts = require("ianaports.annotate").run(reader.new(input), session:output(), settings)
  failure.check(done, counts)
  local say = given.csv and say_of_table or say_of_text
  say(session, counts, settings.source)
  return counts.named > 0
end

return annotate
