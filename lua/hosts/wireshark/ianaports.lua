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
-- The fields, for display filters and for -T fields -e:
--   ianaports.srcport, ianaports.dstport: the port, and below it
--   ianaports.service, ianaports.description, ianaports.assignee,
--   ianaports.status (assigned, reserved, unassigned, deregistered),
--   ianaports.class (system, user, dynamic)
-- They come from the port's primary entry. An empty cell has no field. A port from 49152 on has no
-- status, because these ports are never assigned. A packet with several transports, in a tunnel or
-- quoted in an ICMP error, has the ports of all of them.
--
-- Expert information: ianaports.reserved, ianaports.unassigned, ianaports.deregistered.
--
-- Fields are added where packets are shown in full, and where something names one: a filter, a
-- column, -e, a statistic, another script. Otherwise packets get their expert information alone,
-- because nothing says whether -z expert or _ws.expert will look for it.
--
-- Preferences:
--   ianaports.enabled (on): show fields and expert information
--   ianaports.expert (on): add expert information even if nothing asks for the fields; without it,
--   such packets cost least
--   ianaports.report (off): at its end, tshark prints packets and bytes by service; Wireshark has
--   this report in its Statistics menu instead

local protocol = Proto("ianaports", "IANA Port Registry")

local function text_field(column, name)
  return ProtoField.string("ianaports." .. column, name)
end

-- The columns of an entry that are shown, in this order.
local columns = {
  { "service_name", text_field("service", "Service") },
  { "description", text_field("description", "Description") },
  { "assignee", text_field("assignee", "Assignee") },
  { "status", text_field("status", "Status") },
  { "class", text_field("class", "Class") },
}
local fields = {}
for index, column in ipairs(columns) do
  fields[index] = column[2]
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

protocol.fields = fields
protocol.experts = experts
protocol.prefs.enabled =
  Pref.bool("Show what ports are registered for", true, "Add the registry's entries to packets")
protocol.prefs.expert =
  Pref.bool("Expert information in any case", true, "Add it even if nothing asks for the fields")
protocol.prefs.report =
  Pref.bool("Report by service (tshark)", false, "Print packets and bytes by service at the end")

-- The registry ------------------------------------------------------------------

-- The module, or nil and a message. Wireshark adds the plugins folders to package.path, so require
-- would find this file instead.
local function open_module()
  local name = package.config:find "^\\" and "/ianaports/?.dll;" or "/ianaports/?.so;"
  local templates = Dir.personal_plugins_path() .. name .. package.cpath
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

-- Scripts that are loaded later get the module by require; without this line, they would get this
-- file.
package.loaded.ianaports = ianaports

-- What is shown for a port: an array of fields and values, alternating; and `service`, `label` (the
-- port's name in the report) and `expert`.

local function new_display(entry)
  local display = {
    service = entry.service_name,
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

local function find_display(transport, port)
  local class = ianaports.port_class(port)
  local entry = ianaports.find(port, transport.name)
    or { status = class ~= "dynamic" and "unassigned" or nil }
  entry.class = class

  local key = ("%s\n%s\n%s\n%s\n%s"):format(
    entry.service_name, entry.description, entry.assignee, entry.status, class)
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

-- The tree ------------------------------------------------------------------------

local add, add_expert = TreeItem.add, TreeItem.add_proto_expert_info

local function add_port(tree, field, port, display)
  local item = add(tree, field, port)
  for index = 1, #display, 2 do
    add(item, display[index], display[index + 1])
  end
  if display.expert then
    add_expert(item, display.expert)
  end
end

-- Adds the ports of each header of a transport, and returns the protocol's item, which is made for
-- the first port. Takes arguments instead of a table because it runs four times for each packet.
local function add_headers(tree, item, transport, source, destination, ...)
  if not destination then
    return item
  end
  item = item or add(tree, protocol)
  local from, to = source(), destination()
  add_port(item, transport.source, from, transport.displays[from] or display_of(transport, from))
  add_port(item, transport.destination, to, transport.displays[to] or display_of(transport, to))
  return add_headers(tree, item, transport, ...)
end

-- Adds the expert information alone. Takes the arguments of add_headers.
local function add_experts(tree, _, transport, source, destination, ...)
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
  return add_experts(tree, nil, transport, ...)
end

local this -- the dissector, by which Wireshark says whether the protocol or its fields are wanted
local enabled, add_unasked = true, add_experts

function protocol.dissector(_, _, tree)
  local add_ports = enabled and (tree:referenced(this) and add_headers or add_unasked)
  if add_ports then
    local item
    for index = 1, #transports do
      local transport = transports[index]
      item = add_ports(tree, item, transport, transport.ports())
    end
  end
end

this = Dissector.get "ianaports"

-- The report ------------------------------------------------------------------------

-- A packet counts for one service: that of its lower port if this port has one, and otherwise that
-- of the other port. Wireshark tries the ports in the same order. In a tunnel, each layer counts.
local function label_of(transport, source, destination)
  local low, high = math.min(source, destination), math.max(source, destination)
  local display = transport.displays[low] or display_of(transport, low)
  if not display.service then
    local other = transport.displays[high] or display_of(transport, high)
    display = other.service and other or display
  end
  return display.label
end

local function count_headers(counts, bytes, transport, source, destination, ...)
  if destination then
    local label = label_of(transport, source(), destination())
    local count = counts[label] or { label = label, packets = 0, bytes = 0 }
    counts[label] = count
    count.packets = count.packets + 1
    count.bytes = count.bytes + bytes
    return count_headers(counts, bytes, transport, ...)
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

-- Counts the packets from now on, and shows the report when Wireshark draws.
local function new_report(show)
  local counts = {}
  local listener = Listener.new("frame")
  function listener.packet(pinfo)
    for _, transport in ipairs(transports) do
      count_headers(counts, pinfo.len, transport, transport.ports())
    end
  end
  function listener.reset()
    counts = {}
  end
  function listener.draw()
    show(format_report(counts))
  end
  return listener
end

local function open_window()
  local window = TextWindow.new("Packets and bytes by IANA service")
  local listener = new_report(function(text) window:set(text) end)
  window:set_atclose(function() listener:remove() end)
  retap_packets()
end

if gui_enabled() then
  register_menu("IANA Services", open_window, MENU_STAT_UNSORTED)
end

local printed

function protocol.prefs_changed()
  enabled = protocol.prefs.enabled
  add_unasked = protocol.prefs.expert and add_experts
  local wanted = enabled and protocol.prefs.report and not gui_enabled()
  if wanted and not printed then
    printed = new_report(function(text) io.write(text) end)
  elseif printed and not wanted then
    printed:remove()
    printed = nil
  end
end

register_postdissector(protocol)
