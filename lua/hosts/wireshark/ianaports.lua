-- A post-dissector for Wireshark: it shows what the ports of TCP, UDP, SCTP and DCCP packets are
-- registered for in the IANA Service Name and Transport Protocol Port Number Registry.
--
--   tshark -X lua_script:ianaports.lua -r ports.pcap -Y 'ianaports.service == "https"'
--   tshark -X lua_script:ianaports.lua -r ports.pcap -q -o ianaports.report:TRUE
--
-- `make install-hosts` installs it. By hand, copy this file into a folder of Lua plugins, which
-- `tshark -G folders` lists, and ianaports.so, the module built for Wireshark's Lua, into a folder
-- "ianaports" there.
-- `tshark --version` says which Lua that is: 5.2 until Wireshark 4.2, 5.4 from 4.4 on. From 4.4 on,
-- Wireshark and tshark load no Lua script for root and print nothing about it: run them as another
-- user.
--
-- Fields, for each header with ports: ianaports.srcport and dstport; below each of them the texts
-- of the port's primary entry; and ianaports.server: srcport or dstport, whichever is the server's.
-- A packet with several transports, in a tunnel or quoted in an ICMP error, has the ports of all.
--
-- Fields are added where packets are shown in full, and where something names one: a filter, a
-- column, -e, a statistic, another script. Otherwise packets get their expert information alone,
-- because nothing says whether -z expert or _ws.expert will look for it; and not that either with
-- the preference ianaports.expert:FALSE.

-- Both folders of plugins may hold this file, and an option may name it too.
local this_file = debug.getinfo(1, "S").source:gsub("^@", "")
local loaded_file = package.loaded["ianaports.wireshark"]
if loaded_file then
  report_failure(("ianaports: %s is not loaded: %s already is"):format(this_file, loaded_file))
  return
end
package.loaded["ianaports.wireshark"] = this_file

local protocol = Proto("ianaports", "IANA Port Registry")

local function text_field(name, title)
  return ProtoField.string("ianaports." .. name, title)
end

-- The columns of an entry that are shown, in this order.
local columns = {
  { "service_name", text_field("service", "Service") },
  { "aliases", text_field("aliases", "Aliases") },
  { "description", text_field("description", "Description") },
  { "assignee", text_field("assignee", "Assignee") },
  { "reference", text_field("reference", "Reference") },
  { "assignment_notes", text_field("notes", "Notes") },
  { "status", text_field("status", "Status") },
  { "class", text_field("class", "Class") },
}
local server = text_field("server", "Server")
local source_service = text_field("srcservice", "Source Service")
local destination_service = text_field("dstservice", "Destination Service")

-- One field for all transports: statistics such as io,stat see only one of several with its name.
local source_port = ProtoField.uint16("ianaports.srcport", "Source Port")
local destination_port = ProtoField.uint16("ianaports.dstport", "Destination Port")

local fields = { source_port, destination_port, server, source_service, destination_service }
for _, column in ipairs(columns) do
  table.insert(fields, column[2])
end

local function port_expert(status, severity)
  local title = status:gsub("^%l", string.upper) .. " port"
  return ProtoExpert.new("ianaports." .. status, title, expert.group.PROTOCOL, severity)
end

-- An unassigned port is not unusual: many systems give clients ports below 49152.
local experts = {
  reserved = port_expert("reserved", expert.severity.NOTE),
  unassigned = port_expert("unassigned", expert.severity.CHAT),
  deregistered = port_expert("deregistered", expert.severity.NOTE),
}

local transports = {}
for index, name in ipairs { "tcp", "udp", "sctp", "dccp" } do
  local title = name:upper()
  transports[index] = {
    name = name,
    ports = Field.new(name .. ".port"), -- source and destination of each header, alternating
    source = title .. " Source Port: ",
    destination = title .. " Destination Port: ",
  }
end
local tcp = transports[1]
-- The last two are expert information of the packets with SYN and SYN/ACK.
local tcp_stream, tcp_syn, tcp_synack =
  Field.new "tcp.stream", Field.new "tcp.connection.syn", Field.new "tcp.connection.synack"

protocol.fields = fields
protocol.experts = experts

local prefs = protocol.prefs
prefs.enabled = Pref.bool("Show what ports are registered for", true, "Add entries to packets")
prefs.registry = Pref.string("Another registry", "", "A file such as IANA's CSV, to ask instead")
prefs.expert =
  Pref.bool("Expert information in any case", true, "Add it even if nothing asks for the fields")
prefs.report =
  Pref.bool("Report by service (tshark)", false, "Print packets and bytes by service at the end")
prefs.report_filter = Pref.string("Filter of the report", "", "A display filter: what it counts")

-- The registry ------------------------------------------------------------------

local FILE = package.config:find "^\\" and "ianaports.dll" or "ianaports.so"

-- The module, or nil and a message. Wireshark adds the plugins folders to package.path, so require
-- would find this file instead.
local function open_module()
  local file = ("/ianaports/%s;"):format(FILE)
  local folders = Dir.personal_plugins_path() .. file .. Dir.global_plugins_path() .. file
  local path, tried = package.searchpath("ianaports", folders .. package.cpath)
  if not path then
    return nil, "the Lua module ianaports is not found:\n\t" .. tried:gsub("^%s+", "")
  end
  local open, message = package.loadlib(path, "luaopen_ianaports")
  if not open then
    return nil, message
  end
  local opened, module = pcall(open, "ianaports", path)
  if not opened then
    return nil, path .. ": " .. module
  end
  return module
end

local ianaports, problem = open_module()
if not ianaports then
  -- Fields and preferences are defined above, so filters and options with their names still work.
  report_failure(("ianaports: no ports are looked up: %s\nPut %s, built for %s, into %s")
    :format(problem, FILE, _VERSION, Dir.personal_plugins_path() .. "/ianaports"))
  return
end

set_plugin_info {
  version = ianaports._VERSION:match "%S+$",
  description = "Shows what the ports of packets are registered for at IANA",
  repository = "ianaports",
}

-- Scripts that are loaded later get the module by require; without this line, they would get this
-- file.
package.loaded.ianaports = ianaports

local registry, registry_path = ianaports.bundled, ""

local ranks = { system = 2, user = 4, dynamic = 6 }

-- The names of the port's other services, or nil.
local function aliases_of(port, transport, name)
  local names = {}
  for _, entry in ipairs(registry:find_all(port, transport.name)) do
    local other = entry.service_name
    if other and other ~= name and not names[other] then
      names[other] = true
      names[#names + 1] = other
    end
  end
  return names[1] and table.concat(names, ", ")
end

local displays = {}

-- What is shown for a port: an array of the columns' texts; and `service`, `expert`, `label` (the
-- port's name in the report) and `rank` (the server's port has the lower one).
local function find_display(transport, port)
  local class = ianaports.port_class(port)
  local entry = registry:find(port, transport.name)
    or { status = class ~= "dynamic" and "unassigned" or nil }
  local service = entry.service_name
  entry.class = class
  entry.aliases = service and aliases_of(port, transport, service) or nil

  local display = {
    service = service,
    label = service or ("(%s)"):format(entry.status or class),
    expert = experts[entry.status],
    rank = ranks[class] - (service and 1 or 0),
  }
  for index, column in ipairs(columns) do
    display[index] = (entry[column[1]] or ""):gsub("%s+", " ") -- some cells have line breaks
  end
  local key = table.concat(display, "\n")
  displays[key] = displays[key] or display
  return displays[key]
end

-- What is shown for each port is kept; ports that show the same share one table. If too many are
-- kept, all are dropped: each item added to the tree may run Lua's collector, and a large heap
-- makes that slower than to look up the current ports again.
local most_ports = 512
local kept_ports = 0

local function forget()
  kept_ports = 0
  displays = {}
  for _, transport in ipairs(transports) do
    transport.displays = setmetatable({}, { __index = function(_, port)
      if kept_ports >= most_ports then
        forget()
      end
      kept_ports = kept_ports + 1
      transport.displays[port] = find_display(transport, port)
      return transport.displays[port]
    end })
  end
end

forget()

-- The server's side -----------------------------------------------------------------

-- The server's port is the one that the TCP stream's SYN went to, or its SYN/ACK came from; else
-- the one of the lower class; else the one that has a service; else it is not known.

local servers = {} -- the server's port, by TCP stream

-- What the handshake says of a packet's only TCP header: "srcport", "dstport" or nil.
local function side_by_handshake(from, to)
  local stream = tcp_stream()
  if not stream then -- it is cut off, as in a short quote
    return nil
  end
  stream = stream()
  local side = tcp_syn() and "dstport" or tcp_synack() and "srcport"
  if side then
    servers[stream] = servers[stream] or (side == "srcport" and from or to)
    return side
  end
  local known = from ~= to and servers[stream]
  return known and (known == from and "srcport" or "dstport")
end

-- Calls `visit` for each header with ports: with the transport, the source port's Field, both
-- ports, what is shown for them, and the server's side if it is known.
local function each_header(visit)
  for index = 1, registry and #transports or 0 do
    local transport = transports[index]
    local ports = { transport.ports() }
    for at = 1, #ports - 1, 2 do
      local from, to = ports[at](), ports[at + 1]()
      local source = transport.displays[from]
      local destination = transport.displays[to]
      local side = transport == tcp and #ports == 2 and side_by_handshake(from, to)
      if not side and source.rank ~= destination.rank then
        side = source.rank < destination.rank and "srcport" or "dstport"
      end
      visit(transport, ports[at], from, to, source, destination, side)
    end
  end
end

-- The tree ------------------------------------------------------------------------

local add, hide, add_expert = TreeItem.add, TreeItem.set_hidden, TreeItem.add_proto_expert_info

local function add_port(tree, field, title, port, display, service_field)
  local item = add(tree, field, port, title .. port)
  if display.service then
    hide(add(item, service_field, display.service))
  end
  for index = 1, #columns do
    if display[index] ~= "" then
      add(item, columns[index][2], display[index])
    end
  end
  if display.expert then
    add_expert(item, display.expert)
  end
end

local function add_headers(tree)
  local item -- the protocol's
  each_header(function(transport, _, from, to, source, destination, side)
    item = item or add(tree, protocol)
    add_port(item, source_port, transport.source, from, source, source_service)
    add_port(item, destination_port, transport.destination, to, destination, destination_service)
    if side then
      add(item, server, side)
    end
  end)
end

-- Adds the expert information of a transport's ports alone. Takes arguments instead of a table
-- because it runs four times for each packet.
local function add_experts(tree, transport, port, ...)
  if port then
    local unusual = transport.displays[port()].expert
    if unusual then
      add_expert(tree, unusual)
    end
    return add_experts(tree, transport, ...)
  end
end

local referenced = TreeItem.referenced
local this -- the dissector, by which Wireshark says whether the protocol or its fields are wanted
local enabled, adds_experts = true, true

local function add_unasked(tree)
  for index = 1, #transports do
    local transport = transports[index]
    add_experts(tree, transport, transport.ports())
  end
end

function protocol.dissector(_, _, tree)
  if not enabled then
    return
  elseif referenced(tree, this) then
    return add_headers(tree)
  elseif adds_experts then
    add_unasked(tree)
  end
  if tcp_syn() or tcp_synack() then -- something may ask about later packets of the stream
    each_header(function() end)
  end
end

function protocol.init()
  servers = {}
end

this = Dissector.get "ianaports"

-- The report ------------------------------------------------------------------------

-- A packet counts for the service of the server's port. Where its side is not known, that is the
-- port which the first packet between two such ports went to. In a tunnel, each layer counts; what
-- an ICMP error quotes does not.

-- The types of errors, which quote a packet.
local quotes = {
  { name = "icmp.type", [3] = true, [4] = true, [5] = true, [11] = true, [12] = true },
  { name = "icmpv6.type", [1] = true, [2] = true, [3] = true, [4] = true },
}

-- Only a report needs these fields. They can be defined until packets are read.
local function define_quotes()
  for _, quote in ipairs(quotes) do
    quote.types = quote.types or Field.new(quote.name)
  end
end

-- Where the first ICMP error is in the packet.
local function quote_offset()
  local first = math.huge
  for _, quote in ipairs(quotes) do
    for _, field in ipairs { quote.types() } do
      first = quote[field()] and math.min(first, field.offset) or first
    end
  end
  return first
end

-- Returns `counts`, an array, and the function that counts a packet.
local function new_counter()
  local counter, first_sides = { counts = {} }, {}

  local function server_by_first(transport, from, to)
    local key = ("%s %d %d"):format(transport.name, math.min(from, to), math.max(from, to))
    first_sides[key] = first_sides[key] or to
    return first_sides[key] == from and "srcport" or "dstport"
  end

  local function count(label, bytes)
    local counts = counter.counts
    if not counts[label] then
      counts[label] = { label = label, packets = 0, bytes = 0 }
      counts[#counts + 1] = counts[label]
    end
    counts[label].packets = counts[label].packets + 1
    counts[label].bytes = counts[label].bytes + bytes
  end

  function counter.count(pinfo)
    local quoted = quote_offset()
    each_header(function(transport, field, from, to, source, destination, side)
      if field.offset < quoted then
        side = side or server_by_first(transport, from, to)
        count((side == "srcport" and source or destination).label, pinfo.len)
      end
    end)
  end
  return counter
end

local function comes_before(one, other)
  if one.packets ~= other.packets then
    return one.packets > other.packets
  end
  return one.bytes > other.bytes or one.bytes == other.bytes and one.label < other.label
end

-- A label without what steers a terminal: another registry may have any name.
local function printable(label)
  return (label:gsub("%c", "?"):gsub("\194[\128-\159]", "?"))
end

local function format_report(counts)
  table.sort(counts, comes_before)
  local lines = { ("%-24s %12s %15s"):format("IANA service", "packets", "bytes") }
  for _, count in ipairs(counts) do
    lines[#lines + 1] =
      ("%-24s %12d %15d"):format(printable(count.label), count.packets, count.bytes)
  end
  return table.concat(lines, "\n") .. "\n"
end

-- Counts packets, and shows the report when Wireshark draws. Returns nil if the filter is wrong.
local function new_report(show)
  local filter = prefs.report_filter
  local is_valid, listener = pcall(Listener.new, "frame", filter ~= "" and filter or nil)
  if not is_valid then
    report_failure("ianaports: no report: ianaports.report_filter is no display filter: " .. filter)
    return
  end
  local counter = new_counter()
  function listener.packet(pinfo) counter.count(pinfo) end
  function listener.reset() counter = new_counter() end
  function listener.draw() show(format_report(counter.counts)) end
  return listener
end

local function open_window()
  local window = TextWindow.new("Packets and bytes by IANA service")
  local listener = new_report(function(text) window:set(text) end)
  if listener then
    window:set_atclose(function() listener:remove() end)
    retap_packets()
  end
end

if gui_enabled() then
  define_quotes()
  register_menu("IANA Services", open_window, MENU_STAT_UNSORTED)
end

-- Preferences -------------------------------------------------------------------------

-- Sets the registry to ask. If it cannot be read, says so, and leaves none.
local function open_registry(path)
  local message = nil
  registry = ianaports.bundled
  if path ~= "" then
    registry, message = ianaports.load(path)
  end
  if not registry then
    report_failure("ianaports: no ports are looked up: ianaports.registry: " .. message)
  end
  registry_path = path
  forget()
end

local printed

function protocol.prefs_changed()
  if prefs.registry ~= registry_path then
    open_registry(prefs.registry)
  end
  enabled = prefs.enabled and registry
  adds_experts = prefs.expert
  local wanted = enabled and prefs.report and not gui_enabled()
  if wanted and not printed then
    define_quotes()
    printed = new_report(function(text) io.write(text) end)
  elseif printed and not wanted then
    printed:remove()
    printed = nil
  end
end

register_postdissector(protocol)
