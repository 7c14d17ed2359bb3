-- ianaports report

local failure = require "ianaports.cli.failure"
local options = require "ianaports.cli.options"
local progress = require "ianaports.cli.progress"

local MIN_WIDTH, WIDTH, MAX_WIDTH = 40, 80, 120 -- of charts, in columns

local report = {
  summary = "Summarize the registry, or the ports of a scan.",
  description = "Summarizes the registry, or the ports of files, by class, status, protocol,"
    .. " assignee and year. Reads scans (of nmap -oX, -oG and -oN; masscan -oX, -oG, -oL and"
    .. " -oJ; naabu; rustscan), lists of sockets (of ss, netstat and lsof -i), docker ps, logs"
    .. " of flows (of Zeek, Suricata and VPCs), and CSV. Of scans, open ports count; of sockets,"
    .. " local ports; of docker ps, published ports; of flows, those of the destination. A line"
    .. " that is wrong is passed over, with a warning.",
  arguments = {
    {
      name = "FILE", target = "files", count = "*", offers = "files",
      help = "Files with ports, - for standard input. Default: standard input, if it is a file or a"
        .. " pipe and not empty; otherwise the registry.",
    },
  },
  options = {
    {
      title = "Output",
      {
        names = "-f --format", value = "FORMAT",
        choices = { "text", "markdown", "json", "svg", "html" },
        help = "The form. Default: text. html is a page with a map, for a browser.",
      },
      {
        names = "--chart", value = "CHART", choices = { "years", "assignees", "share" },
        help = "What an svg shows: registrations by year, the largest assignees, or the share of"
          .. " ports that are assigned. Default: years.",
      },
      { names = "--top", value = "N", help = "How many assignees and ports to name. Default: 10." },
      options.OUTPUT,
    },
    options.TABLE,
    options.GENERAL,
  },
  examples = {
    "ianaports report",
    "ss -tuln | ianaports report",
    "nmap -oX - 192.0.2.0/24 | ianaports report -f markdown --output scan.md",
    "ianaports report --format svg --chart share --output share.svg",
    "ianaports report --format html --output ports.html scan.xml",
  },
}

-- The paths of files to read. A standard input that is empty is none, but the user might expect
-- one.
local function paths_of(session, given)
  if given.files[1] or not require("ianaports.system").has_input() then
    return given.files
  end
  local has_bytes, message = io.stdin:read(0)
  if message then
    failure.failed("standard input: %s", message)
  elseif not has_bytes then
    session:say "standard input is empty; this report is on the registry"
    return {}
  end
  return { "-" }
end

-- The ports of all files together, or nil without files.
local function read_ports(session, paths, given)
  local module, ports = require "ianaports.report", nil
  for _, path in ipairs(paths) do
    local is_input = path == "-"
    local file = is_input and io.stdin or failure.check(io.open(path, "rb"))
    local input = progress.reader(session:progress(), file)
    ports = failure.check(module.read_ports(input, is_input and "standard input" or path, {
      port_column = given.port_column,
      protocol_column = given.protocol_column,
      delimiter = given.delimiter,
      registry = session:registry(),
      counts = ports,
    }))
    if not is_input then
      file:close()
    end
  end
  for _, warning in ipairs(ports and ports.warnings or {}) do
    session:say("%s", warning)
  end
  return ports
end

local function write_page(session, input, paths)
  local source = input and table.concat(paths, ", "):gsub("^%-$", "standard input") or nil
  session:output():write(failure.check(require("ianaports.html").render(session:registry(), {
    ports = input,
    source = source,
  })))
end

local function write_summary(session, input, given, top)
  local module = require "ianaports.report"
  local summary = module.summarize(session:registry(), input)
  failure.check(module.write(summary, given.format or "text", session:output(), {
    width = math.max(MIN_WIDTH, math.min(session:width() or WIDTH, MAX_WIDTH)),
    top = top,
    chart = given.chart,
  }))
end

function report.run(session, given)
  local top = options.number("--top", given.top, "a number over 0")
  if given.chart and given.format ~= "svg" then
    failure.usage "--chart requires --format svg"
  elseif given.top and given.format == "html" then
    failure.usage "--top cannot be combined with --format html"
  end
  options.check_delimiter(given)
  local paths = paths_of(session, given)
  session:registry(true)
  local input = read_ports(session, paths, given)
  if given.format == "html" then
    write_page(session, input, paths)
  else
    write_summary(session, input, given, top)
  end
  return not input or #input > 0
end

return report
