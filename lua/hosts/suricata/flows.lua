-- An output script for Suricata 6 and 7: a line of JSON for each flow, with the fields of EVE's
-- flow events and with what the flow's destination port is registered for. The lines are added to
-- ianaports.json in Suricata's log folder.
--
-- These versions have LuaJIT: make LUA_VERSION=jit. suricata.yaml, beside this file, shows how to
-- add the script to Suricata's configuration.
--
-- The object "iana" describes the primary entry of the port, for TCP and UDP. Suricata shows
-- scripts no ports of other protocols.
--   service_name: absent if the entry has none
--   status: assigned, reserved, unassigned or deregistered; absent if the port has no entry
--   class: system, user or dynamic

-- Do not name this file ianaports.lua: require would find it in Suricata's working folder, before
-- the module.

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

local function event()
  local _, source, destination, protocol, source_port, destination_port = SCFlowTuple()
  local has_ports = protocol == 6 or protocol == 17
  local first, last, first_fraction, last_fraction = SCFlowTimestamps()
  local packets_out, bytes_out, packets_back, bytes_back = SCFlowStats()
  local application = SCFlowAppLayerProto()
  return {
    timestamp = timestamp(last, last_fraction),
    flow_id = SCFlowId(),
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
      alerted = SCFlowHasAlerts(),
    },
    iana = has_ports and registered(destination_port, protocol) or nil,
  }
end

-- Suricata calls the functions below: the first two when it starts, the last one when it ends.

local file

function init()
  return { type = "flow" }
end

function setup()
  file = assert(io.open(SCLogPath() .. "/ianaports.json", "a"))
  file:setvbuf "line"
end

function log()
  file:write(json(event()), "\n")
end

function deinit()
  file:close()
end
