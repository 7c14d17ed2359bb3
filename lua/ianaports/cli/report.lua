-- ianaports report

local failure = require "ianaports.cli.failure"
local files = require "ianaports.base.files"
local options = require "ianaports.cli.options"

local MIN_WIDTH, WIDTH, MAX_WIDTH = 40, 80, 120 -- of charts, in columns

local report = {
  summary = "Summarize the registry, or the ports of a scan.",
  description = "Summarizes the registry, or the ports of files, by class, status, protocol,"
    .. " assignee and year. Reads what ss -tuln, nmap -oX and nmap -oG write, and CSV.",
  arguments = {
    {
      name = "FILE", target = "files", count = "*",
      help = "Files with ports, - for standard input. Default: the registry.",
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
    {
      title = "CSV",
      { names = "--port-column", value = "NAME", help = "The column of the port." },
      { names = "--protocol-column", value = "NAME", help = "The column of the protocol." },
    },
    options.GENERAL,
  },
  examples = {
    "ianaports report",
    "ss -tuln | ianaports report -",
    "ianaports report --format svg --chart share --output share.svg",
    "ianaports report --format html --output ports.html scan.xml",
  },
}

-- The ports of a file.
local function read(module, path, given)
  local is_input = path == "-"
  local content = is_input and (io.stdin:read "*a" or "") or failure.check(files.read(path))
  return failure.check(module.read_ports(content, is_input and "standard input" or path, {
    port_column = given.port_column,
    protocol_column = given.protocol_column,
  }))
end

-- The ports of all files together. The counts of a port that several files have are added.
local function read_ports(module, given)
  local list, known = { skipped = 0 }, {}
  for _, path in ipairs(given.files) do
    local ports = read(module, path, given)
    for _, port in ipairs(ports) do
      local key = port.port .. (port.protocol or "")
      if known[key] then
        known[key].count = known[key].count + port.count
      else
        known[key] = port
        list[#list + 1] = port
      end
    end
    list.skipped = list.skipped + (ports.skipped or 0)
  end
  return list
end

local function write_page(session, input, given)
  local source = input and table.concat(given.files, ", "):gsub("^%-$", "standard input") or nil
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
  local input = given.files[1] and read_ports(require "ianaports.report", given) or nil
  local write = given.format == "html" and write_page or write_summary
  write(session, input, given, top)
  return not input or #input > 0
end

return report
