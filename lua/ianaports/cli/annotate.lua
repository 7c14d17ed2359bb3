-- ianaports annotate

local array = require "ianaports.base.array"
local failure = require "ianaports.cli.failure"
local options = require "ianaports.cli.options"
local number = require("ianaports.format.chart").number
local plural = require("ianaports.format.chart").plural
local progress = require "ianaports.cli.progress"
local quote = require("ianaports.base.text").quote
local reader = require "ianaports.cli.reader"

local annotate = {
  summary = "Add service names to a text or to a CSV of flows.",
  description = "Copies its input. Adds the service after each port such as 80/tcp, or to a CSV a"
    .. " column with the service of each row's port and protocol. A row that is wrong is copied,"
    .. " with a warning. Standard error says how many rows are left blank. If nothing is named, the"
    .. " exit code is 1.",
  arguments = {
    {
      name = "FILE", target = "file", count = "?", offers = "files",
      help = "Default: standard input.",
    },
  },
  options = {
    {
      title = "CSV",
      {
        names = "--csv",
        help = "The input is a CSV whose first row names the columns. It is UTF-8.",
      },
      {
        names = "--port-column", value = "NAME", many = true,
        help = "The column of the port. Default: dst_port, dport, port or the like. May be"
          .. " repeated: each port gets columns of its own.",
      },
      options.PROTOCOL_COLUMN,
      {
        names = "--add", value = "LIST", is_list = true,
        known = { "service", "description", "status", "class" },
        help = "What to add for each port. Default: service.",
      },
      {
        names = "--unknown", value = "TEXT", takes_empty = true,
        help = "What service and description say if a port has no service. Default: nothing.",
      },
      {
        names = "--side",
        help = "Of two ports, add which one is the server's: that of the lower class (system, user,"
          .. " dynamic), or the one that has a service.",
      },
      {
        names = "--column", value = "NAME", many = true,
        help = "Name of the new column. Default: what it holds. Repeated for several, in their"
          .. " order.",
      },
      options.DELIMITER,
    },
    { title = "Output", options.OUTPUT },
    options.GENERAL,
  },
  examples = {
    "docker ps | ianaports annotate",
    "ianaports annotate --csv --port-column dst_port flows.csv",
    "ianaports annotate --csv --port-column sp --port-column dp --side a.csv",
  },
}

-- Says if no port of a text has a service.
local function say_of_text(session, counts, source)
  if counts.named == 0 then
    session:say("%s: no port was named; looked for 443/tcp, tcp/443, host:443, 192.0.2.1.443, and"
      .. " DPT=443 beside PROTO=TCP; --csv reads a table", source)
  end
end

local function ports_of(counts)
  local names = array.map(counts.port_columns or { counts.port_column }, quote)
  return (names[2] and "columns " or "column ") .. table.concat(names, " and ")
end

-- Says what is wrong with rows of a CSV, and how many have no service.
local function say_of_table(session, counts, source, settings)
  for _, warning in ipairs(counts.warnings) do
    session:say("%s", warning)
  end
  local rows = plural(counts.rows, "row", "rows")
  local protocol = counts.protocol_column
  if counts.named == 0 then
    session:say("%s: none of %s was named; ports are taken from %s, protocols from %s; cells"
      .. " are split at each %s", source, rows, ports_of(counts),
      protocol and "column " .. quote(protocol) or "no column", counts.delimiter)
  elseif counts.blank > 0 then
    local is_blank = not settings.unknown and not settings.add
    session:say("%s: %s of %s %s", source, number(counts.blank), rows,
      is_blank and "left blank" or "without a service")
  end
end

-- The settings of the options, of which those for CSV are checked.
local function settings_of(given)
  local settings = { csv = given.csv }
  for _, name in ipairs {
    "port_column", "protocol_column", "delimiter", "column", "add", "unknown", "side",
  } do
    local value = given[name]
    if type(value) == "table" and not value[1] then
      value = nil -- an option that may be repeated, and is not there
    end
    if value and not given.csv then
      failure.usage("--%s requires --csv", (name:gsub("_", "-")))
    end
    settings[name] = value
  end
  options.check_delimiter(settings)
  local _, problem = require("ianaports.format.additions").read(settings)
  if problem then
    local got = type(problem.got) == "string" and quote(problem.got) or tostring(problem.got)
    failure.usage("--%s: %s expected, got %s", problem.option, problem.expected, got)
  end
  return settings
end

function annotate.run(session, given)
  local settings = settings_of(given)
  local input = io.stdin
  settings.source = "standard input"
  if given.file and given.file ~= "-" then
    input, settings.source = failure.check(io.open(given.file, "rb")), given.file
  end
  input = reader.new(input)
  if not session.is_terminal then -- the text that goes there shows the progress
    input = progress.reader(session:progress(), input)
  end
  settings.registry = session:registry()
  local run = require("ianaports.annotate").run
  local done, counts = run(input, session:output(), settings)
  failure.check(done, counts)
  local say = given.csv and say_of_table or say_of_text
  say(session, counts, settings.source, settings)
  return counts.named > 0
end

return annotate
