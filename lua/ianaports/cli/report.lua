-- ianaports report

local failure = require "ianaports.cli.failure"
local options = require "ianaports.cli.options"
local read_number = require "ianaports.cli.number"

local NARROWEST, USUAL, WIDEST = 40, 80, 120 -- of charts, in columns

local report = {
  summary = "Summarize the registry, or the ports of a scan.",
  description = "Summarizes the registry, or the ports of files as ss -tuln, nmap -oX, nmap -oG"
    .. " write them or as CSV, by class, status, protocol, assignee and year.",
  arguments = {
    {
      name = "FILE", target = "files", count = "*",
      help = "Files with ports, - for standard input; without any, the registry.",
    },
  },
  options = {
    {
      title = "Output",
      {
        names = "-f --format", value = "FORMAT",
        choices = { "text", "markdown", "json", "svg", "html" },
        help = "How to write it; text unless given. html is a page with a map, to be opened in a"
          .. " browser.",
      },
      {
        names = "--chart", value = "CHART", choices = { "years", "assignees", "share" },
        help = "What an svg shows: years, the registrations in each (unless given); assignees,"
          .. " the largest; share, how many ports are assigned.",
      },
      { names = "--top", value = "N", help = "How many assignees and ports to name; 10." },
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

local function read(path)
  local file, message = path == "-" and io.stdin, nil
  if not file then
    file, message = io.open(path, "rb")
  end
  local content = file and file:read "*a"
  if not content then -- a folder opens, but cannot be read
    failure.failed("%s", message or path .. ": cannot be read")
  end
  return content
end

-- Adds the records of a file; a port that other files have, too, counts for all of them.
local function add_ports(all, ports)
  for _, port in ipairs(ports) do
    local key = port.port .. (port.protocol or "")
    if all.known[key] then
      all.known[key].count = all.known[key].count + port.count
    else
      all.known[key] = port
      all.list[#all.list + 1] = port
    end
  end
  all.list.skipped = all.list.skipped + (ports.skipped or 0)
end

-- The ports of all files together.
local function read_ports(module, given)
  local all = { known = {}, list = { skipped = 0 } }
  for _, path in ipairs(given.files) do
    local source = path == "-" and "standard input" or path
    local ports, message = module.read_ports(read(path), source, {
      port_column = given.port_column,
      protocol_column = given.protocol_column,
    })
    if not ports then
      failure.failed("%s", message)
    end
    add_ports(all, ports)
  end
  return all.list
end

-- Charts as wide as the terminal, but not too wide to be read.
local function chart_width(session)
  return math.max(NARROWEST, math.min(session:width() or USUAL, WIDEST))
end

local function write_page(session, input, given)
  local page, message = require("ianaports.html").render(session:registry(), {
    ports = input,
    source = input and table.concat(given.files, ", "):gsub("^%-$", "standard input") or nil,
  })
  if not page then
    failure.failed("%s", message)
  end
  session:output():write(page)
end

local function write_summary(session, input, given, top)
  local module = require "ianaports.report"
  local summary = module.summarize(session:registry(), input)
  local written, message = module.write(summary, given.format or "text", session:output(), {
    width = chart_width(session),
    top = top,
    chart = given.chart,
  })
  if not written then
    failure.failed("%s", message)
  end
end

function report.run(session, given)
  local top = read_number("--top", given.top, "a number over 0")
  if given.chart and given.format ~= "svg" then
    failure.usage "--chart is for --format svg"
  elseif given.top and given.format == "html" then
    failure.usage "--top is not for --format html"
  end
  local input = #given.files > 0 and read_ports(require "ianaports.report", given) or nil
  local write = given.format == "html" and write_page or write_summary
  write(session, input, given, top)
  return input and #input == 0 and failure.NOTHING or failure.FOUND
end

return report
