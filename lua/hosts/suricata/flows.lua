-- An output script for Suricata: a line of JSON for each flow, with the fields of EVE's flow events
-- and with what the flow's destination port is registered for. The lines are added to
-- ianaports.json in Suricata's log folder.
--
-- Suricata 6 and 7 have LuaJIT (make LUA_VERSION=jit), Suricata 8 has Lua 5.4. suricata.yaml,
-- beside this file, shows how to add the script to Suricata's configuration.
--
-- The object "iana" describes the primary entry of the port, for TCP and UDP. Suricata shows
-- scripts no ports of other protocols.
--   service_name: absent if the entry has none
--   status: assigned, reserved, unassigned or deregistered; absent if the port has no entry
--   class: system, user or dynamic

-- Do not name this file ianaports.lua: require would find it in Suricata's working folder, before
-- the module.

-- Suricata 8 empties this path.
if package.cpath == "" then
  package.cpath = (os.getenv "LUA_CPATH" or "") .. ";/usr/local/lib/lua/5.4/?.so"
end

local ianaports = require "ianaports"

-- For another registry: ianaports.load "/path/to/service-names-port-numbers.csv"
local registry = ianaports.bundled

-- Protocols by their number in the IP header, as EVE names them.
local protocols = {
  [1] = "ICMP", [6] = "TCP", [17] = "UDP", [58] = "IPv6-ICMP", [132] = "SCTP",
}

-- The order of fields in a line.
local order = {
  "timestamp", "flow_id", "event_type", "src_ip", "src_port", "dest_ip", "dest_port", "proto",
  "app_proto", "flow", "pkts_toserver", "pkts_toclient", "bytes_toserver", "bytes_toclient",
  "start", "end", "alerted", "iana", "service_name", "status", "class",
}

local function escape(byte)
  return ("\\u%04x"):format(byte:byte())
end

local function json(value)
  if type(value) == "table" then
    local members = {}
    for _, name in ipairs(order) do
      if value[name] ~= nil then
        members[#members + 1] = json(name) .. ":" .. json(value[name])
      end
    end
    return "{" .. table.concat(members, ",") .. "}"
  elseif type(value) == "string" then
    return '"' .. value:gsub('[%c"\\]', escape) .. '"'
  elseif type(value) == "number" then
    return ("%.0f"):format(value)
  end
  return tostring(value)
end

local function timestamp(seconds, microseconds)
  return os.date("!%Y-%m-%dT%H:%M:%S", seconds) .. (".%06d+0000"):format(microseconds)
end

local function registered(port, protocol)
  local entry = registry:find(port, protocol) or {}
  return {
    service_name = entry.service_name,
    status = entry.status,
    class = ianaports.port_class(port),
  }
end

-- `flow` has the methods of a flow in Suricata 8.
local function event(flow)
  local _, source, destination, protocol, source_port, destination_port = flow:tuple()
  local has_ports = protocol == 6 or protocol == 17
  local first, last, first_fraction, last_fraction = flow:timestamps()
  local packets_out, bytes_out, packets_back, bytes_back = flow:stats()
  local application = flow:app_layer_proto()
  return {
    timestamp = timestamp(last, last_fraction),
    flow_id = flow:id(),
    event_type = "flow",
    src_ip = source,
    src_port = has_ports and source_port or nil,
    dest_ip = destination,
    dest_port = has_ports and destination_port or nil,
    proto = protocols[protocol] or ("%03d"):format(protocol),
    app_proto = application ~= "unknown" and application or nil,
    flow = {
      pkts_toserver = packets_out,
      pkts_toclient = packets_back,
      bytes_toserver = bytes_out,
      bytes_toclient = bytes_back,
      start = timestamp(first, first_fraction),
      ["end"] = timestamp(last, last_fraction),
      alerted = flow:has_alerts(),
    },
    iana = has_ports and registered(destination_port, protocol) or nil,
  }
end

-- A function that returns the flow at hand, and the folder of logs. Suricata 8 has them in
-- libraries, and earlier versions in global functions, which exist from setup() on.
local function interface()
  local has_libraries, library = pcall(require, "suricata.flow")
  if has_libraries then
    return library.get, require("suricata.config").log_path()
  end
  local flow = {
    tuple = SCFlowTuple,
    timestamps = SCFlowTimestamps,
    stats = SCFlowStats,
    app_layer_proto = SCFlowAppLayerProto,
    id = SCFlowId,
    has_alerts = SCFlowHasAlerts,
  }
  return function()
    return flow
  end, SCLogPath()
end

-- Suricata calls the functions below: the first two when it starts, the last one when it ends.

local current_flow, file

function init()
  return { type = "flow" }
end

function setup()
  local folder
  current_flow, folder = interface()
  file = assert(io.open(folder .. "/ianaports.json", "a"))
  file:setvbuf "line"
end

function log()
  file:write(json(event(current_flow())), "\n")
end

function deinit()
  file:close()
end
