---@meta ianaports.report
-- Types for editors (LuaCATS). `make reference` makes them.

---The name of a format: a text for a terminal, Markdown, JSON, or one chart as an image in UTF-8, with colours for light and for dark.
---@alias ianaports.report.Format "text"|"markdown"|"json"|"svg"

---A chart: registrations by year, the largest assignees, or how many ports of each class and protocol are assigned.
---@alias ianaports.report.Chart "years"|"assignees"|"share"

---A port of an input.
---@class ianaports.report.PortCount
---@field port integer the port
---@field protocol? "tcp"|"udp"|"sctp"|"dccp" the protocol, if the input names one
---@field count? integer how often the port was seen, up to 2^40; 1 if absent
---@field hosts? string[] the hosts that have the port, in the order of the input, 256 at most, if the input names them; of a list of sockets, their local addresses. All ports together have a million at most. A host of more than 255 bytes is left out
---@field services? string[] the services that a scanner detected there, 16 at most, under the names that it uses. What it merely looked up by the port is left out, if the input shows that

---The ports of an input: an array of `PortCount` by port, with two fields.
---@class ianaports.report.PortCounts: ianaports.report.PortCount[]
---@field skipped integer how many records of the input had no port, or a protocol that has none in the registry
---@field warnings? string[] messages, 12 at most, about lines that are wrong and were passed over, and about an input without ports

---A port of an input as a summary lists it, with what the registry has for it.
---@class ianaports.report.ListedPort: ianaports.report.PortCount
---@field class ianaports.Class the class of the port
---@field status ianaports.Status|"dynamic" the status of the primary entry; `dynamic` or `unassigned` if there is none
---@field service_name? string the primary service name
---@field description? string the description of the primary entry
---@field unauthorized_use_reported? string what is known of a use without authorization

---How the ports of a class and a protocol are used.
---@class ianaports.report.PortShare
---@field class ianaports.Class the class
---@field protocol "tcp"|"udp"|"sctp"|"dccp"|"none" the protocol
---@field ports integer how many ports there are
---@field status table<string, integer> how many ports have each status, by their primary entries

---Counts of entries or ports.
---@class ianaports.report.Summary
---@field subject "registry"|"ports" what was counted
---@field title? string the title of the registry
---@field last_updated? string the date of the registry
---@field known_until? string the day until which a snapshot knows all columns; absent if it lacks nothing
---@field entries? integer of a registry: how many entries it has
---@field ports? integer of an input: how many ports it has
---@field seen? integer of an input: how often the ports were seen
---@field skipped? integer of an input: how many records had no port
---@field class table<string, integer> counts by class
---@field status table<string, integer> counts by status
---@field protocol table<string, integer> counts by transport protocol
---@field assignee table<string, integer> counts by assignee
---@field year table<string, integer> counts by year of registration, a string
---@field share ianaports.report.PortShare[] of all system and user ports of a registry, or of the ports of an input. It is counted when it is first read, from a registry that is open; `pairs` does not list it
---@field list? ianaports.report.ListedPort[] of an input: each port, the most frequent first
---@field reserved? ianaports.report.ListedPort[] of an input: the reserved ports
---@field unassigned? ianaports.report.ListedPort[] of an input: the unassigned ports
---@field unauthorized? ianaports.report.ListedPort[] of an input: ports that are noted as used without authorization

---@class ianaports.report.ReadPortsOptions
---@field port_column? string the name of this column of a table; by default one of the usual names
---@field protocol_column? string the name of this column of a table; by default one of the usual names
---@field delimiter? string what separates the cells of a CSV: a comma, a semicolon, a tab or a bar, itself or its name (`comma`, `semicolon`, `tab`, `bar`); by default it is found out
---@field registry? ianaports.Registry the registry that resolves names of services; by default the bundled one
---@field counts? ianaports.report.PortCounts what an earlier call returned; this call adds to it and returns it. It stays as it is if the input is refused

---@class ianaports.report.WriteOptions
---@field width? integer how many columns wide a text may be, from 40 to 1000
---@field ascii? boolean whether to use ASCII only; by default if the locale is not UTF-8
---@field top? integer how many assignees and ports to list
---@field chart? ianaports.report.Chart which chart to draw (`svg`)

---@class ianaports.report
---@field formats ianaports.report.Format[] The names of all formats.
---@field charts ianaports.report.Chart[] The names of all charts of the format `svg`.
local report = {}

---Counts the entries of a registry, or what it knows of ports, by class, status, protocol, assignee and year of registration.
---@param registry? ianaports.Registry the registry to ask; the bundled one if it is `nil`
---@param ports? ianaports.report.PortCount[] ports to count in place of entries, as `read_ports` returns them
---@return ianaports.report.Summary # the counts
function report.summarize(registry, ports) end

---Reads the ports of an input, in blocks.
---@param input string|file*|table a text, a file, or an object with a method `read` like a file's
---@param source? string what messages call the input
---@param options? ianaports.report.ReadPortsOptions how to read it
---@return ianaports.report.PortCounts? # the ports in order, or `nil` if the input is wrong or cannot be read
---@return string? # what is wrong, with source and line
function report.read_ports(input, source, options) end

---Writes a summary.
---@param summary ianaports.report.Summary a summary, as `summarize` returns it
---@param format ianaports.report.Format the name of the format
---@param file file*|table a file, or an object with a method `write`
---@param options? ianaports.report.WriteOptions how to write it
---@return true? # `true`, or `nil` if writing failed or a module is missing
---@return string? # what is wrong
function report.write(summary, format, file, options) end

return report
