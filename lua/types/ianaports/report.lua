---@meta ianaports.report

---@alias ianaports.ReportFormat "text"|"markdown"|"json"|"svg"

---@alias ianaports.ReportChart "years"|"assignees"|"share"

---@class ianaports.PortCount
---@field port integer
---@field protocol? "tcp"|"udp"|"sctp"|"dccp"
---@field count? integer how often the port was seen

---@class ianaports.PortCounts: ianaports.PortCount[]
---@field skipped integer how many records of the input had no port

---@class ianaports.PortShare
---@field class "system"|"user"|"dynamic"
---@field protocol "tcp"|"udp"|"sctp"|"dccp"|"none"
---@field ports integer how many there are
---@field status table<string, integer> how many of them have which

---@class ianaports.ReportSummary
---@field title? string
---@field last_updated? string
---@field entries? integer of a registry
---@field ports? integer of an input: how many ports there are
---@field seen? integer how often they were seen
---@field skipped? integer how many records of the input had no port
---@field class table<string, integer>
---@field status table<string, integer>
---@field protocol table<string, integer>
---@field assignee table<string, integer>
---@field year table<string, integer>
---@field share ianaports.PortShare[] counted when it is first read
---@field list? ianaports.PortCount[]
---@field reserved? ianaports.PortCount[]
---@field unassigned? ianaports.PortCount[]
---@field unauthorized? ianaports.PortCount[]

---@class ianaports.ReportOptions
---@field width? integer how wide text may be
---@field ascii? boolean keep to ASCII
---@field top? integer how many assignees and ports to name
---@field chart? ianaports.ReportChart which chart an SVG is of

---@class ianaports.report
---@field formats ianaports.ReportFormat[]
---@field charts ianaports.ReportChart[]
local report = {}

---Counts the entries of a registry, or what it knows of ports.
---@param registry? ianaports.Registry the bundled one where it is nil
---@param ports? ianaports.PortCount[]
---@return ianaports.ReportSummary summary
function report.summarize(registry, ports) end

---Reads the ports of an input: `ss -tuln`, `nmap -oX`, `nmap -oG`, or a CSV.
---@param text string
---@param source? string what the input is called in messages
---@param options? { port_column?: string, protocol_column?: string }
---@return ianaports.PortCounts? ports
---@return string? message
function report.read_ports(text, source, options) end

---Writes a summary.
---@param summary ianaports.ReportSummary
---@param format ianaports.ReportFormat
---@param file file*|table a file, or what has a method `write`
---@param options? ianaports.ReportOptions
---@return boolean? done
---@return string? message
function report.write(summary, format, file, options) end

return report
