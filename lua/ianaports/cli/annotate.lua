-- ianaports annotate

local failure = require "ianaports.cli.failure"
local options = require "ianaports.cli.options"

local annotate = {
  summary = "Add service names to a text or to a CSV of flows.",
  description = "Copies its input, adding the service after each port such as 80/tcp; or to a CSV,"
    .. " a column with the service of each row's port and protocol.",
  arguments = {
    { name = "FILE", target = "file", count = "?", help = "Standard input where not given." },
  },
  options = {
    {
      title = "CSV",
      { names = "--csv", help = "The input is a CSV whose first row names the columns." },
      {
        names = "--port-column", value = "NAME",
        help = "The column of the port; dst_port, dport, port or the like unless given.",
      },
      {
        names = "--protocol-column", value = "NAME",
        help = "The column of the protocol, by name or number; proto or protocol unless given.",
      },
      { names = "--column", value = "NAME", help = "What to call the new column; service." },
    },
    { title = "Output", options.OUTPUT },
    options.GENERAL,
  },
  examples = {
    "docker ps | ianaports annotate",
    "ianaports annotate --csv --port-column dst_port --protocol-column proto flows.csv",
  },
}

local CSV_OPTIONS = { "port_column", "protocol_column", "column" }

local function check(given)
  for _, name in ipairs(CSV_OPTIONS) do
    if given[name] and not given.csv then
      failure.usage("--%s is for use with --csv", (name:gsub("_", "-")))
    elseif given[name] == "" then
      failure.usage("--%s: it is empty", (name:gsub("_", "-")))
    end
  end
end

local function open(path)
  if not path or path == "-" then
    return io.stdin, "standard input"
  end
  local file, message = io.open(path, "rb")
  return file or failure.failed("%s", message), path
end

function annotate.run(session, given)
  check(given)
  local input, source = open(given.file)
  local settings = { source = source, registry = session:registry() }
  if given.csv then
    settings.csv = true
    for _, name in ipairs(CSV_OPTIONS) do
      settings[name] = given[name]
    end
  end
  local done, message = require("ianaports.annotate").run(input, session:output(), settings)
  if not done then
    failure.failed("%s", message)
  end
  return failure.FOUND
end

return annotate
