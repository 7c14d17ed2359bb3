-- A post-dissector for Wireshark: it shows what the ports of TCP, UDP, SCTP and DCCP packets are
-- registered for in the IANA Service Name and Transport Protocol Port Number Registry.
--
--   tshark -X lua_script:ianaports.lua -r ports.pcap -Y 'ianaports.service == "https"'
--   tshark -X lua_script:ianaports.lua -r ports.pcap -q -o ianaports.report:TRUE
--
-- To install it, copy this file into the personal Lua plugins folder, which `tshark -G folders`
-- lists, and ianaports.so, the module built for Wireshark's Lua, into the folder "ianaports" there.
--
--   Wireshark 4.0 to 4.2 (Debian 12)   Lua 5.2   make LUA_VERSION=5.2
--   Wireshark 4.4 (Debian 13)          Lua 5.4   make LUA_VERSION=5.4
--
-- From 4.4 on, Wireshark and tshark load no Lua script for root and print nothing about it: run
-- them as another user.
--
-- The fields, for display filters and for -T fields -e. For each header with ports:
--   ianaports.srcport, ianaports.dstport: the ports, and below each one
--   ianaports.service, which is also ianaports.srcservice or ianaports.dstservice,
--   ianaports.aliases, ianaports.description, ianaports.assignee, ianaports.reference,
--   ianaports.notes, ianaports.status (assigned, reserved, unassigned, deregistered),
--   ianaports.class (system, user, dynamic)
--   ianaports.server: srcport or dstport, which of them is the server's
-- They come from the port's primary entry. An empty cell has no field; aliases are one text. A port
-- from 49152 on has no status, because these ports are never assigned. A packet with several
-- transports, in a tunnel or quoted in an ICMP error, has the ports of all of them.
--
-- The server's port is the one that the TCP stream's SYN went to or its SYN/ACK came from, or else
-- the one of the lower class, or else the one that has a service. Otherwise there is no server.
--
-- Expert information: ianaports.reserved, ianaports.unassigned, ianaports.deregistered.
--
-- Fields are added where packets are shown in full, and where something names one: a filter, a
-- column, -e, a statistic, another script. Otherwise packets get their expert information alone,
-- because nothing says whether -z expert or _ws.expert will look for it.
--
-- Preferences:
--   ianaports.enabled (on): show fields and expert information
--   ianaports.registry: the file of another registry to ask, such as IANA's CSV
--   ianaports.expert (on): add expert information even if nothing asks for the fields; without it,
--   such packets cost least
--   ianaports.report (off): at its end, tshark prints packets and bytes by service; Wireshark has
--   this report in its Statistics menu instead
--   ianaports.report_filter: a display filter for what the report counts

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
local server_field = text_field("server", "Server")
local source_service = text_field("srcservice", "Source Service")
local destination_service = text_field("dstservice", "Destination Service")

local fields = { server_field, source_service, destination_service }
for _, column in ipairs(columns) do
  fields[#fields + 1] = column[2]
end

local function port_expert(status, name, severity)
  return ProtoExpert.new("ianaports." .. status, name, expert.group.PROTOCOL, severity)
end

-- An unassigned port is not unusual: many systems give clients ports below 49152.
local experts = {
  reserved = port_expert("reserved", "Reserved port", expert.severity.NOTE),
  unassigned = port_expert("unassigned", "Unassigned port", expert.severity.CHAT),
  deregistered = port_expert("deregistered", "Deregistered port", expert.severity.NOTE),
}

local transports = {}
for index, name in ipairs { "tcp", "udp", "sctp", "dccp" } do
  local function port_field(direction, title)
    local field =
      ProtoField.uint16("ianaports." .. direction, name:upper() .. " " .. title, base.DEC)
    fields[#fields + 1] = field
    return field
  end
  transports[index] = {
    name = name,
    ports = Field.new(name .. ".port"), -- source and destination of each header, alternating
    source = port_field("srcport", "Source Port"),
    destination = port_field("dstport", "Destination Port"),
  }
end
local tcp = transports[1]
-- The last two are expert information of the packets with SYN and SYN/ACK.
local tcp_stream, tcp_syn, tcp_synack =
  Field.new "tcp.stream", Field.new "tcp.connection.syn", Field.new "tcp.connection.synack"

protocol.fields = fields
protocol.experts = experts

local prefs = protocol.prefs
prefs.enabled =
  Pref.bool("Show what ports are registered for", true, "Add the registry's entries to packets")
prefs.registry =
  Pref.string("Another registry", "", "A file such as IANA's CSV, to ask instead")
prefs.expert =
  Pref.bool("Expert information in any case", true, "Add it even if nothing asks for the fields")
prefs.report =
  Pref.bool("Report by service (tshark)", false, "Print packets and bytes by service at the end")
prefs.report_filter =
  Pref.string("Filter of the report", "", "A display filter for the packets that it counts")

-- The registry ------------------------------------------------------------------

-- The module, or nil and a message. Wireshark adds the plugins folders to package.path, so require
-- would find this file instead.
local function open_module()
  local templates = Dir.personal_plugins_path() .. "/ianaports/?.so;" .. package.cpath
  local path, tried = package.searchpath("ianaports", templates)
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
  report_failure(("ianaports: no ports are looked up: %s\nPut ianaports.so, built for %s, into %s")
    :format(problem, _VERSION, Dir.personal_plugins_path() .. "/ianaports"))
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

local registry = ianaports.bundled

-- What is shown for a port: an array of fields and values, alternating; and `service`, `class`,
-- `label` (the port's name in the report) and `expert`.

local function new_display(entry)
  local display = {
    service = entry.service_name,
    class = entry.class,
    label = entry.service_name or ("(%s)"):format(entry.status or entry.class),
    expert = experts[entry.status],
  }
  for _, column in ipairs(columns) do
    local text = entry[column[1]]
    if text then
      display[#display + 1] = column[2]
      display[#display + 1] = text:gsub("%s+", " ") -- some cells have line breaks
    end
  end
  return display
end

-- What is shown for each port is kept; ports that show the same share one table. If too many are
-- kept, all are dropped: each item added to the tree may run Lua's collector, and a large heap
-- makes that slower than to look up the current ports again.
local most_ports = 512
local kept_ports = 0
local displays = {}

local function forget()
  kept_ports = 0
  displays = {}
  for _, transport in ipairs(transports) do
    transport.displays = {}
  end
end

-- The names of the port's other services, or nil.
local function aliases_of(port, transport, name)
  local names, seen = {}, { [name or ""] = true }
  for _, entry in ipairs(registry:find_all(port, transport.name)) do
    local other = entry.service_name
    if other and not seen[other] then
      seen[other] = true
      names[#names + 1] = other
    end
  end
  return names[1] and table.concat(names, ", ")
end

local function find_display(transport, port)
  local class = ianaports.port_class(port)
  local entry = registry:find(port, transport.name)
  if entry then
    entry.aliases = aliases_of(port, transport, entry.service_name)
  else
    entry = { status = class ~= "dynamic" and "unassigned" or nil }
  end
  entry.class = class

  local texts = {}
  for index, column in ipairs(columns) do
    texts[index] = entry[column[1]] or ""
  end
  local key = table.concat(texts, "\n")
  displays[key] = displays[key] or new_display(entry)
  return displays[key]
end

local function display_of(transport, port)
  if kept_ports >= most_ports then
    forget()
  end
  local display = find_display(transport, port)
  transport.displays[port] = display
  kept_ports = kept_ports + 1
  return display
end

forget()

-- The server's side -----------------------------------------------------------------

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
  local server = servers[stream]
  return server and from ~= to and (server == from and "srcport" or "dstport") or nil
end

local ranks = { system = 1, user = 2, dynamic = 3 }

local function side_by_registry(one, other)
  if one.class ~= other.class then
    return ranks[one.class] < ranks[other.class] and "srcport" or "dstport"
  elseif not one.service ~= not other.service then
    return one.service and "srcport" or "dstport"
  end
end

-- Calls `visit` for each header with ports: with the transport, the source port's Field, both
-- ports, what is shown for them, and the server's side if it is known.
local function each_header(visit)
  for index = 1, #transports do
    local transport = transports[index]
    local ports = { transport.ports() }
    for at = 1, #ports - 1, 2 do
      local from, to = ports[at](), ports[at + 1]()
      local source = transport.displays[from] or display_of(transport, from)
      local destination = transport.displays[to] or display_of(transport, to)
      local side = transport == tcp and #ports == 2 and side_by_handshake(from, to)
        or side_by_registry(source, destination)
      visit(transport, ports[at], from, to, source, destination, side)
    end
  end
end

-- The tree ------------------------------------------------------------------------

local add, add_expert = TreeItem.add, TreeItem.add_proto_expert_info

local function add_port(tree, field, port, display, service_field)
  local item = add(tree, field, port)
  if display.service then
    add(item, service_field, display.service):set_hidden()
  end
  for index = 1, #display, 2 do
    add(item, display[index], display[index + 1])
  end
  if display.expert then
    add_expert(item, display.expert)
  end
end

local function add_headers(tree)
  local item -- the protocol's, which is made for the first header
  each_header(function(transport, _, from, to, source, destination, side)
    item = item or add(tree, protocol)
    add_port(item, transport.source, from, source, source_service)
    add_port(item, transport.destination, to, destination, destination_service)
    if side then
      add(item, server_field, side)
    end
  end)
end

-- Adds the expert information of a transport's headers alone. Takes arguments instead of a table
-- because it runs four times for each packet.
local function add_experts(tree, transport, source, destination, ...)
  if not destination then
    return
  end
  local from, to = source(), destination()
  local display = transport.displays[from] or display_of(transport, from)
  if display.expert then
    add_expert(tree, display.expert)
  end
  display = transport.displays[to] or display_of(transport, to)
  if display.expert then
    add_expert(tree, display.expert)
  end
  return add_experts(tree, transport, ...)
end

local this -- the dissector, by which Wireshark says whether the protocol or its fields are wanted
local enabled, adds_experts = true, true

local function add_unasked(tree)
  for index = 1, #transports do
    local transport = transports[index]
    add_experts(tree, transport, transport.ports())
  end
  if tcp_syn() or tcp_synack() then -- later packets of the stream may be shown in full
    each_header(function() end)
  end
end

function protocol.dissector(_, _, tree)
  if not enabled then
    return
  elseif tree:referenced(this) then
    add_headers(tree)
  elseif adds_experts then
    add_unasked(tree)
  end
end

function protocol.init()
  servers = {}
end

this = Dissector.get "ianaports"

-- The report ------------------------------------------------------------------------

-- A packet counts for the service of the server's port. Where the side is not known, that is the
-- port which the first packet between two such ports went to, and if it has no service, the other.
-- In a tunnel, each layer counts; what an ICMP error quotes does not.

-- The types of errors, which quote a packet.
local quotes = {
  { type_name = "icmp.type", [3] = true, [4] = true, [5] = true, [11] = true, [12] = true },
  { type_name = "icmpv6.type", [1] = true, [2] = true, [3] = true, [4] = true },
}

-- Only a report needs these fields. They can be defined until packets are read.
local function define_quotes()
  for _, quote in ipairs(quotes) do
    quote.types = quote.types or Field.new(quote.type_name)
  end
end

-- Where the first ICMP error is in the packet.
local function quote_offset()
  local first = math.huge
  for _, quote in ipairs(quotes) do
    for _, field in ipairs { quote.types() } do
      if quote[field()] then
        first = math.min(first, field.offset)
      end
    end
  end
  return first
end

local function new_counter()
  local counts, first_sides = {}, {}

  -- By the lower and the higher port, because sides change with each answer.
  local function server_by_first(transport, from, to)
    local key = ("%s %d %d"):format(transport.name, math.min(from, to), math.max(from, to))
    first_sides[key] = first_sides[key] or to
    return first_sides[key]
  end

  local function count(label, bytes)
    local item = counts[label] or { label = label, packets = 0, bytes = 0 }
    counts[label] = item
    item.packets = item.packets + 1
    item.bytes = item.bytes + bytes
  end

  return counts, function(pinfo)
    local quoted = quote_offset()
    each_header(function(transport, field, from, to, source, destination, side)
      if field.offset < quoted then
        local is_source = side == "srcport"
        if not side then
          is_source = server_by_first(transport, from, to) == from
        end
        count((is_source and source or destination).label, pinfo.len)
      end
    end)
  end
end

local function format_report(counts)
  local sorted = {}
  for _, count in pairs(counts) do
    sorted[#sorted + 1] = count
  end
  table.sort(sorted, function(a, b)
    if a.packets ~= b.packets then
      return a.packets > b.packets
    elseif a.bytes ~= b.bytes then
      return a.bytes > b.bytes
    end
    return a.label < b.label
  end)

  local lines = { ("%-24s %12s %15s"):format("IANA service", "packets", "bytes") }
  for _, count in ipairs(sorted) do
    lines[#lines + 1] = ("%-24s %12d %15d"):format(count.label, count.packets, count.bytes)
  end
  return table.concat(lines, "\n") .. "\n"
end

-- Counts the packets from now on, and shows the report when Wireshark draws. Returns nil if the
-- filter is wrong, after saying so.
local function new_report(show)
  local filter = prefs.report_filter
  local is_valid, listener = pcall(Listener.new, "frame", filter ~= "" and filter or nil)
  if not is_valid then
    report_failure(("ianaports: no report: the preference ianaports.report_filter is no display"
      .. " filter: %s"):format(filter))
    return nil
  end
  local counts, count_packet = new_counter()
  listener.packet = count_packet
  function listener.reset()
    counts, listener.packet = new_counter()
  end
  function listener.draw()
    show(format_report(counts))
  end
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

local registry_path = ""

-- Returns whether there is a registry to ask, after saying why if there is none.
local function open_registry(path)
  if path ~= registry_path then
    local loaded, message = ianaports.bundled, nil
    if path ~= "" then
      loaded, message = ianaports.load(path)
    end
    registry, registry_path = loaded, path
    forget()
    if not loaded then
      report_failure("ianaports: no ports are looked up: the preference ianaports.registry: "
        .. message)
    end
  end
  return registry ~= nil
end

local printed, printed_filter

local function set_printed(wanted)
  if printed and not (wanted and printed_filter == prefs.report_filter) then
    printed:remove()
    printed = nil
  end
  if wanted and not printed then
    define_quotes()
    printed_filter = prefs.report_filter
    printed = new_report(function(text) io.write(text) end)
  end
end

function protocol.prefs_changed()
  enabled = open_registry(prefs.registry) and prefs.enabled
  adds_experts = prefs.expert
  set_printed(enabled and prefs.report and not gui_enabled())
end

register_postdissector(protocol)
