--- Summaries of a registry, or of the ports of an input, with charts.
-- @module ianaports.report

--- The name of a format: a text for a terminal, Markdown, JSON, or one chart as an image in UTF-8,
-- with colours for light and for dark.
--
-- @value Format
-- @is "text"|"markdown"|"json"|"svg"

--- A chart: registrations by year, the largest assignees, or how many ports of each class and
-- protocol are assigned.
--
-- @value Chart
-- @is "years"|"assignees"|"share"

--- A port of an input.
--
-- @table PortCount
-- @tfield int port the port
-- @tfield ?"tcp"|"udp"|"sctp"|"dccp" protocol the protocol, if the input names one
-- @tfield ?int count how often the port was seen, up to 2^40; 1 if absent
-- @tfield ?{string,...} hosts the hosts that have the port, in the order of the input, 256 at
--   most, if the input names them; of a list of sockets, their local addresses. All ports together
--   have a million at most. A host of more than 255 bytes is left out
-- @tfield ?{string,...} services the services that a scanner detected there, 16 at most, under the
--   names that it uses. What it merely looked up by the port is left out, if the input shows that

--- The ports of an input: an array of @{PortCount} by port, with two fields.
--
-- @table PortCounts
-- @is {PortCount,...}
-- @tfield int skipped how many records of the input had no port, or a protocol that has none in the
--   registry
-- @tfield ?{string,...} warnings messages, 12 at most, about lines that are wrong and were passed
--   over, and about an input without ports

--- A port of an input as a summary lists it, with what the registry has for it.
--
-- @table ListedPort
-- @is PortCount
-- @tfield Class class the class of the port
-- @tfield Status|"dynamic" status the status of the primary entry; `dynamic` or `unassigned` if
--   there is none
-- @tfield ?string service_name the primary service name
-- @tfield ?string description the description of the primary entry
-- @tfield ?string unauthorized_use_reported what is known of a use without authorization

--- How the ports of a class and a protocol are used.
--
-- @table PortShare
-- @tfield Class class the class
-- @tfield "tcp"|"udp"|"sctp"|"dccp"|"none" protocol the protocol
-- @tfield int ports how many ports there are
-- @tfield {[string]=int} status how many ports have each status, by their primary entries

--- Counts of entries or ports. Keys of the tables are names, or `none`. A port counts once, by its
-- primary entry; dynamic ports have the status `dynamic`. Among assignees and years, `unknown`
-- counts what a snapshot does not know: see @{ianaports.Lacks}.
--
-- @table Summary
-- @tfield "registry"|"ports" subject what was counted
-- @tfield ?string title the title of the registry
-- @tfield ?string last_updated the date of the registry
-- @tfield ?string known_until the day until which a snapshot knows all columns; absent if it lacks
--   nothing
-- @tfield ?int entries of a registry: how many entries it has
-- @tfield ?int ports of an input: how many ports it has
-- @tfield ?int seen of an input: how often the ports were seen
-- @tfield ?int skipped of an input: how many records had no port
-- @tfield {[string]=int} class counts by class
-- @tfield {[string]=int} status counts by status
-- @tfield {[string]=int} protocol counts by transport protocol
-- @tfield {[string]=int} assignee counts by assignee
-- @tfield {[string]=int} year counts by year of registration, a string
-- @tfield {PortShare,...} share of all system and user ports of a registry, or of the ports of an
--   input. It is counted when it is first read, from a registry that is open; `pairs` does not
--   list it
-- @tfield ?{ListedPort,...} list of an input: each port, the most frequent first
-- @tfield ?{ListedPort,...} reserved of an input: the reserved ports
-- @tfield ?{ListedPort,...} unassigned of an input: the unassigned ports
-- @tfield ?{ListedPort,...} unauthorized of an input: ports that are noted as used without
--   authorization

local chart = require "ianaports.format.chart"
local check = require "ianaports.base.options"
local csv = require "ianaports.format.csv"
local display = require "ianaports.base.display"
local ianaports = require "ianaports"
local encode = require("ianaports.format.json").encode
local markdown = require "ianaports.report.markdown"
local output = require "ianaports.base.output"
local plain = require "ianaports.report.text"
local port_lists = require "ianaports.report.ports"
local summary = require "ianaports.report.summary"
local svg = require "ianaports.format.svg"

local report = {}

--- The names of all formats.
-- @constant formats
-- @is {Format,...}
report.formats = { "text", "markdown", "json", "svg" }

--- The names of all charts of the format `svg`.
-- @constant charts
-- @is {Chart,...}
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
local READ_OPTIONS = {
  { "port_column", "string" },
  { "protocol_column", "string" },
  { "delimiter", "string" },
  { "registry", "registry" },
  { "counts", "table" },
}

--- Counts the entries of a registry, or what it knows of ports, by class, status, protocol,
-- assignee and year of registration.
--
-- @function summarize
-- @tparam ?Registry registry the registry to ask; the bundled one if it is `nil`
-- @tparam[opt] {PortCount,...} ports ports to count in place of entries, as @{read_ports} returns
--   them
-- @treturn Summary the counts
-- @raise an argument error if the registry or a port is not one
-- @usage
-- local report = require "ianaports.report"
-- report.summarize(ianaports.bundled).entries == ianaports.count() --> true
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

--- Reads the ports of an input, in blocks. Its content decides what it is:
--
-- - a scan of Nmap (`-oX`, `-oG` or `-oN`), masscan (`-oX`, `-oG`, `-oL` or `-oJ`), naabu or
--   rustscan; its open ports count
-- - sockets as `ss`, `netstat` or `lsof -i` list them, on any system; the local port of each
--   socket counts, whatever the state of the socket
-- - `docker ps`; the published ports count, by the number that the host has
-- - a table, such as a CSV, whose first row names the columns; the port of each row counts
--
-- If a list of sockets has names in place of numbers, the registry resolves them, or
-- @{ianaports.registered_name} does. A line that is wrong is passed over, with a warning.
-- XML needs the module `lxp`, and JSON `dkjson`.
--
-- @function read_ports
-- @tparam string|file|table input a text, a file, or an object with a method `read` like a file's
-- @tparam[opt="input"] string source what messages call the input
-- @tparam[opt] table options how to read it
-- @tparam[opt] string options.port_column the name of this column of a table; by default one of
--   the usual names
-- @tparam[opt] string options.protocol_column the name of this column of a table; by default one
--   of the usual names
-- @tparam[opt] string options.delimiter what separates the cells of a CSV: a comma, a semicolon, a
--   tab or a bar, itself or its name (`comma`, `semicolon`, `tab`, `bar`); by default it is found
--   out
-- @tparam[opt] Registry options.registry the registry that resolves names of services; by default
--   the bundled one
-- @tparam[opt] PortCounts options.counts what an earlier call returned; this call adds to it and
--   returns it. It stays as it is if the input is refused
-- @treturn ?PortCounts the ports in order, or `nil` if the input is wrong or cannot be read
-- @treturn ?string what is wrong, with source and line
-- @raise an argument error if the input, the source or an option is wrong
-- @usage
-- local report = require "ianaports.report"
-- report.read_ports("port,proto\n443,tcp\n443,tcp\n")[1].count --> 2
function report.read_ports(input, source, options)
  if type(input) ~= "string" and not check.has_method(input, "read") then
    check.expected(input, 1, "read_ports", "text (string) or file to read")
  elseif source ~= nil and type(source) ~= "string" then
    check.expected(source, 2, "read_ports", "source (string)")
  end
  options = check.options(options, READ_OPTIONS, 3, "read_ports")
  if options.delimiter and not csv.dialect(options.delimiter) then
    check.expected(options.delimiter, 3, "read_ports", csv.DELIMITERS)
  end
  local value, expected = check.bad_port(options.counts or {})
  if expected then
    check.expected(value, 3, "read_ports", expected)
  end
  local registry = options.registry or ianaports.bundled
  return port_lists.read(input, source or "input", registry, options.counts or {}, {
    port = options.port_column,
    protocol = options.protocol_column,
    delimiter = options.delimiter,
  })
end

-- Keys of a summary in JSON: those that come first, and those of counts by name.
local FIRST_KEYS = {
  "subject", "title", "last_updated", "known_until", "entries", "ports", "seen", "skipped", "port",
  "protocol", "count", "service_name",
}
local COUNTS = { class = true, status = true, protocol = true, assignee = true, year = true }

-- A function that writes a summary with the functions of a form.
local function writer(form)
  return function(counts, options)
    local pieces = {}
    local function put(piece)
      pieces[#pieces + 1] = piece
    end
    local title, line = chart.head(counts)
    form.put_head(title, line, options, put)
    for _, section in ipairs(chart.sections(counts, options.top)) do
      form.put_chart(section, options, put)
    end
    for _, section in ipairs(chart.notes(counts)) do
      form.put_notes(section, options, put)
    end
    return table.concat(pieces)
  end
end

-- Each returns the text of a summary; or nil and a message.
local writers = { text = writer(plain), markdown = writer(markdown) }

function writers.json(counts)
  return encode(counts, { first = FIRST_KEYS, objects = COUNTS, indent = true }) .. "\n"
end

function writers.svg(counts, options)
  return svg.render(counts, options.chart, { top = options.top })
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
-- @tparam Summary summary a summary, as @{summarize} returns it
-- @tparam Format format the name of the format
-- @tparam file|table file a file, or an object with a method `write`
-- @tparam[opt] table options how to write it
-- @tparam[opt=80] int options.width how many columns wide a text may be, from 40 to 1000
-- @tparam[opt] boolean options.ascii whether to use ASCII only; by default if the locale is
--   not UTF-8
-- @tparam[opt=10] int options.top how many assignees and ports to list
-- @tparam[opt="years"] Chart options.chart which chart to draw (`svg`)
-- @treturn ?true `true`, or `nil` if writing failed or a module is missing
-- @treturn ?string what is wrong
-- @raise an argument error if the summary, the format, the file or an option is wrong
-- @usage
-- local report = require "ianaports.report"
-- local summary = report.summarize(ianaports.bundled)
-- assert(report.write(summary, "text", io.stdout, { width = 100 }))
-- assert(report.write(summary, "svg", io.stdout, { chart = "share" }))
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
  local text, message = writers[format](counts, with_defaults(options))
  if not text then
    return nil, message
  end
  local written
  written, message = output.write(file, text)
  return written, not written and "cannot write: " .. (message or "unknown failure") or nil
end

return report
