-- ianaports annotate

local failure = require "ianaports.cli.failure"
local options = require "ianaports.cli.options"

local annotate = {
  summary = "Add service names to a text or to a CSV of flows.",
  description = "Copies its input. Adds the service after each port such as 80/tcp, or to a CSV a"
    .. " column with the service of each row's port and protocol.",
  arguments = {
    { name = "FILE", target = "file", count = "?", help = "Default: standard input." },
  },
  options = {
    {
      title = "CSV",
      { names = "--csv", help = "The input is a CSV whose first row names the columns." },
      {
        names = "--port-column", value = "NAME",
        help = "The column of the port. Default: dst_port, dport, port or the like.",
      },
      {
        names = "--protocol-column", value = "NAME",
        help = "The column of the protocol, by name or number. Default: proto or protocol.",
      },
      { names = "--column", value = "NAME", help = "Name of the new column. Default: service." },
    },
    { title = "Output", options.OUTPUT },
    options.GENERAL,
  },
  examples = {
    "docker ps | ianaports annotate",
    "ianaports annotate --csv --port-column dst_port --protocol-column proto flows.csv",
  },
}

function annotate.run(session, given)
  local settings = { csv = given.csv }
  for _, name in ipairs { "port_column", "protocol_column", "column" } do
    local option = "--" .. name:gsub("_", "-")
    if given[name] and not given.csv then
      failure.usage("%s requires --csv", option)
    elseif given[name] == "" then
      failure.usage("%s: it is empty", option)
    end
    settings[name] = given[name]
  end
  local input = io.stdin
  settings.source = "standard input"
  if given.file and given.file ~= "-" then
    input, settings.source = failure.check(io.open(given.file, "rb")), given.file
  end
  settings.registry = session:registry()
  failure.check(require("ianaports.annotate").run(input, session:output(), settings))
  return true
end

return annotate
