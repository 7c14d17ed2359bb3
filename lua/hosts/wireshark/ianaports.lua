-- Wireshark post-dissector: what the ports of TCP, UDP, SCTP and DCCP packets are
-- registered for in the IANA Service Name and Transport Protocol Port Number Registry.
--
--   tshark -X lua_script:ianaports.lua -r ports.pcap -Y 'ianaports.service == "https"'
--   tshark -X lua_script:ianaports.lua -r ports.pcap -q -o ianaports.report:TRUE
--
-- To install it, copy this file into the personal Lua plugins folder, and the module built for
-- Wireshark's Lua, ianaports.so, into the folder "ianaports" there. `tshark -G folders` names the
-- plugins folder.
--
--   Wireshark 4.0 to 4.2 (Debian 12)   Lua 5.2   make LUA_VERSION=5.2
--   Wireshark 4.4 (Debian 13)          Lua 5.4   make LUA_VERSION=5.4
--
-- From 4.4 on, Wireshark and tshark load no Lua script for root and print nothing about it: run
-- them as another user.
--
-- Fields, all usable in display filters and with -T fields -e:
--   ianaports.srcport, ianaports.dstport   the port, and below it
--   ianaports.service, ianaports.description, ianaports.assignee,
--   ianaports.status (assigned, reserved, unassigned, deregistered),
--   ianaports.class (system, user, dynamic)
-- They are those of the port's primary entry. A cell that is empty is no field; a port
-- from 49152 on has no status, for none is ever assigned there. A packet with several
-- transports, in a tunnel or quoted in an ICMP error, has the ports of all of them.
--
-- Expert information: ianaports.reserved, ianaports.unassigned, ianaports.deregistered.
--
-- Preferences: ianaports.enabled (on), ianaports.report (off): at the end of a tshark
-- run, print packets and bytes by service. Wireshark has that in its Statistics menu.

local protocol = Proto("ianaports", "IANA Port Registry")

local function text_field(column, name)
  return ProtoField.string("ianaports." .. column, name)
end

-- What is shown of an entry, in this order.
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

-- Many systems take the ports of clients from below 49152, so unassigned is no oddity.
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
    ports = Field.new(name .. ".port"), -- source and destination of every header, in turn
    source = port_field("srcport", "Source Port"),
    destination = port_field("dstport", "Destination Port"),
  }
end

protocol.fields = fields
protocol.experts = experts
protocol.prefs.enabled =
  Pref.bool("Show what ports are registered for", true, "Add the registry's entries to packets")
protocol.prefs.report =
  Pref.bool("Report by service (tshark)", false, "Print packets and bytes by service at the end")

-- The registry ------------------------------------------------------------------

-- Not by require: Wireshark puts the folders of plugins on package.path, where that
-- would find this very file.
local function open_module()
  local places = Dir.personal_plugins_path() .. "/ianaports/?.so;" .. package.cpath
  local path, tried = package.searchpath("ianaports", places)
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
  -- Fields and preferences stay known, so that filters and options that name them
  -- are no errors.
  report_failure(("ianaports: no ports are looked up: %s\nPut ianaports.so, built for %s, into %s")
    :format(problem, _VERSION, Dir.personal_plugins_path() .. "/ianaports"))
  return
end

-- For the same reason: scripts that are loaded after this one get the module.
package.loaded.ianaports = ianaports

-- Records: what is shown for a port, as fields and values in turn, with `service`,
-- `label` (what the report calls it) and `expert`.

local function new_record(entry)
  local record = {
    service = entry.service_name,
    label = entry.service_name or ("(%s)"):format(entry.status or entry.class),
    expert = experts[entry.status],
  }
  for _, column in ipairs(columns) do
    local text = entry[column[1]]
    if text then
      record[#record + 1] = column[2]
      record[#record + 1] = text:gsub("%s+", " ") -- some cells have line breaks
    end
  end
  return record
end

-- Records by port are kept for each transport, and equal ones are shared. All is
-- dropped when it gets large: Lua's collector, which every added item wakes, is slow
-- with a large heap, more than looking up the ports of the day again costs.
local most_ports = 512
local kept_ports = 0
local records = {}

local function forget()
  kept_ports = 0
  records = {}
  for _, transport in ipairs(transports) do
    transport.records = {}
  end
end

local function find_record(transport, port)
  local class = ianaports.port_class(port)
  local entry = ianaports.find(port, transport.name)
    or { status = class ~= "dynamic" and "unassigned" or nil }
  entry.class = class

  local key = ("%s\n%s\n%s\n%s\n%s"):format(
    entry.service_name, entry.description, entry.assignee, entry.status, class)
  records[key] = records[key] or new_record(entry)
  return records[key]
end

local function record_of(transport, port)
  if kept_ports >= most_ports then
    forget()
  end
  local record = find_record(transport, port)
  transport.records[port] = record
  kept_ports = kept_ports + 1
  return record
end

forget()

-- The tree ------------------------------------------------------------------------

local add, add_expert = TreeItem.add, TreeItem.add_proto_expert_info

local function add_port(tree, field, port, record)
  local item = add(tree, field, port)
  for index = 1, #record, 2 do
    add(item, record[index], record[index + 1])
  end
  if record.expert then
    add_expert(item, record.expert)
  end
end

-- Adds the ports of every header of a transport and gives the protocol's item, made
-- with the first. Arguments and not a table, for this runs four times a packet.
local function add_headers(tree, item, transport, source, destination, ...)
  if not destination then
    return item
  end
  item = item or add(tree, protocol)
  local from, to = source(), destination()
  add_port(item, transport.source, from, transport.records[from] or record_of(transport, from))
  add_port(item, transport.destination, to, transport.records[to] or record_of(transport, to))
  return add_headers(tree, item, transport, ...)
end

local enabled = true

function protocol.dissector(_, _, tree)
  if enabled then
    local item
    for index = 1, #transports do
      local transport = transports[index]
      item = add_headers(tree, item, transport, transport.ports())
    end
  end
end

-- The report ------------------------------------------------------------------------

-- A packet counts for one service: of both ports the lower that has one, which is
-- also the port that Wireshark tries first. In a tunnel, each layer counts.
local function label_of(transport, source, destination)
  local low, high = math.min(source, destination), math.max(source, destination)
  local record = transport.records[low] or record_of(transport, low)
  if not record.service then
    local other = transport.records[high] or record_of(transport, high)
    record = other.service and other or record
  end
  return record.label
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

-- Counts what is read from now on and shows it whenever Wireshark draws.
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
  local wanted = enabled and protocol.prefs.report and not gui_enabled()
  if wanted and not printed then
    printed = new_report(function(text) io.write(text) end)
  elseif printed and not wanted then
    printed:remove()
    printed = nil
  end
end

register_postdissector(protocol)
