--- Summaries of a registry, and of the ports of an input, with charts.
-- @module ianaports.report

local chart = require "ianaports.format.chart"
local check = require "ianaports.base.options"
local display = require "ianaports.base.display"
local ianaports = require "ianaports"
local output = require "ianaports.base.output"
local encode = require("ianaports.format.json").encode
local port_lists = require "ianaports.report.ports"
local summary = require "ianaports.report.summary"

local report = {}

--- The names of all formats, as an array: `text`, `markdown`, `json`, `svg`.
report.formats = { "text", "markdown", "json", "svg" }

--- The names of all charts of the format `svg`, as an array: `years`, `assignees`, `share`.
report.charts = chart.DRAWN

local DEFAULT_WIDTH = 80
local LEAST_WIDTH, MOST_WIDTH = 40, 1000
local DEFAULT_TOP = 10
local DEFAULT_CHART = "years"

local OPTIONS = {
  { "width", "number" },
  { "ascii", "boolean" },
  { "top", "number" },
  { "chart", "string" },
}
local COLUMN_OPTIONS = { { "port_column", "string" }, { "protocol_column", "string" } }

--- Counts the entries of a registry, or what it knows of ports, by class, status,
-- protocol, assignee and year of registration.
--
-- @function summarize
-- @tparam ?registry registry the bundled one where it is `nil`
-- @tparam[opt] table ports an array of records with `port`, `protocol` (may be absent) and
--   `count` (how often the port was seen, up to 2^40; 1 if absent), as @{read_ports} returns it
-- @treturn table with `title` and `last_updated` of the registry, and tables of counts by
--   name: `class`, `status`, `protocol`, `assignee`, and `year` (as text). What has none
--   counts as `none`. Of a registry, `entries` is how many there are. Of ports, each
--   counts once by its primary entry; `ports` is how many there are, `seen` how often
--   they were, `skipped` how many records of the input had none; dynamic ports have the
--   status `dynamic`; `list` has a record of each, the most frequent first, and so have
--   `reserved`, `unassigned` and `unauthorized` (ports with a note of unauthorized use).
--   The field `share` is counted when it is first read, from a registry that is not closed,
--   and `pairs` does not give it: an array of records with `class`, `protocol`, `ports` (how
--   many there are) and `status` (a table of how many of them have which, by their primary
--   entries). Of a registry these are all its system and user ports for tcp, udp, sctp and
--   dccp; of ports, those given, and there the protocol may be `none`.
-- @raise an argument error for what is no registry or no array of ports
-- @usage
-- local report = require "ianaports.report"
-- local summary = report.summarize(ianaports.bundled)
-- report.write(summary, "text", io.stdout)
function report.summarize(registry, ports)
  registry = registry == nil and ianaports.bundled or registry
  check.registry(registry, 1, "summarize")
  if ports == nil then
    return summary.add_share(summary.of_registry(registry), registry)
  elseif type(ports) ~= "table" then
    check.expected(ports, 2, "summarize", "array of ports")
  end
  local value, expected = check.bad_port(ports)
  if expected then
    check.expected(value, 2, "summarize", expected)
  end
  return summary.add_share(summary.of_ports(registry, ports), registry)
end

--- Reads the ports of an input: what `ss -tuln`, `nmap -oX` or `nmap -oG` wrote, or a CSV
-- whose first row names the columns. Which it is, its content tells. Of nmap's ports the
-- open ones count. Nmap's XML takes the module `lxp`.
--
-- @function read_ports
-- @tparam string text
-- @tparam[opt] string source what the input is called in messages, by default `input`
-- @tparam[opt] table options `port_column` and `protocol_column`: what these columns of a
--   CSV are called, by default one of the usual names
-- @treturn ?table an array of `{port, protocol, count}` by port; its field `skipped` is how
--   many records had no port, or a protocol that has none in the registry; `nil` where
--   the text is wrong
-- @treturn ?string then what is wrong, with source and line
-- @raise an argument error for what is no text, source or option
-- @usage
-- local ports = assert(report.read_ports(io.popen("ss -tuln"):read "*a"))
-- report.write(report.summarize(nil, ports), "markdown", io.stdout)
function report.read_ports(text, source, options)
  if type(text) ~= "string" then
    check.expected(text, 1, "read_ports", "string")
  elseif source ~= nil and type(source) ~= "string" then
    check.expected(source, 2, "read_ports", "source (string)")
  end
  options = check.options(options, COLUMN_OPTIONS, 3, "read_ports")
  return port_lists.read(text, source or "input", {
    port = options.port_column,
    protocol = options.protocol_column,
  })
end

-- Keys of a summary in JSON: those that come first, and those of counts by name.
local FIRST_KEYS = {
  "subject", "title", "last_updated", "entries", "ports", "seen", "skipped", "port", "protocol",
  "count", "service_name",
}
local COUNTS = { class = true, status = true, protocol = true, assignee = true, year = true }

-- Each writes a summary by `put`. It returns nil and a message if it cannot.
local writers = {}

function writers.text(counts, options, put)
  return require("ianaports.report.text").write(counts, options, put)
end

function writers.markdown(counts, options, put)
  return require("ianaports.report.markdown").write(counts, options, put)
end

function writers.json(counts, _, put)
  put(encode(counts, { first = FIRST_KEYS, objects = COUNTS, indent = true }) .. "\n")
end

function writers.svg(counts, options, put)
  local text, message = require("ianaports.format.svg").render(counts, options.chart,
    { top = options.top })
  if not text then
    return nil, message
  end
  put(text)
end

local function with_defaults(options)
  local ascii = options.ascii
  if ascii == nil then
    ascii = not display.is_utf8()
  end
  return {
    ascii = ascii,
    width = math.floor(math.max(LEAST_WIDTH, math.min(options.width or DEFAULT_WIDTH, MOST_WIDTH))),
    top = math.max(1, math.floor(options.top or DEFAULT_TOP)),
    chart = options.chart or DEFAULT_CHART,
  }
end

--- Writes a summary. Control characters in it are escaped.
--
-- @function write
-- @tparam table summary as @{summarize} gives it
-- @tparam string format `text`, `markdown`, `json`, which takes the module `dkjson`, or
--   `svg`: one chart as an image, in UTF-8, with colours for light and for dark
-- @param file a file, or an object with a method `write`
-- @tparam[opt] table options `width`: how wide text may be, by default 80, from 40 to 1000;
--   `ascii`: whether to keep to ASCII, by default where the locale is not UTF-8; `top`:
--   how many assignees and ports to name, by default 10; `chart`: which one an SVG is of,
--   `years` (the default), `assignees` or `share` (how many ports of each class and protocol
--   are assigned)
-- @treturn ?boolean `true`, or `nil` where writing failed or a module is missing
-- @treturn ?string then what is wrong
-- @raise an argument error for what is no summary, format, file or option
-- @usage
-- report.write(report.summarize(registry), "text", io.stdout, { width = 100 })
-- report.write(report.summarize(registry), "svg", io.stdout, { chart = "share" })
function report.write(counts, format, file, options)
  if type(counts) ~= "table" or type(counts.class) ~= "table" then
    check.expected(counts, 1, "write", "summary")
  elseif not check.is_in(report.formats, format) then
    check.expected(format, 2, "write", check.either(report.formats))
  elseif not check.has_method(file, "write") then
    check.expected(file, 3, "write", "file to write")
  end
  options = check.options(options, OPTIONS, 4, "write")
  if options.chart ~= nil and not check.is_in(report.charts, options.chart) then
    check.expected(options.chart, 4, "write", ("chart (%s)"):format(check.either(report.charts)))
  end
  local pieces = {}
  local done, message = writers[format](counts, with_defaults(options), function(piece)
    pieces[#pieces + 1] = piece
  end)
  if done == nil and message then
    return nil, message
  end
  local written
  written, message = output.write(file, table.concat(pieces))
  return written, not written and "cannot write: " .. (message or "unknown failure") or nil
end

return report
