-- What the Wireshark plugin costs: tshark's time on 200,000 packets without it, with
-- an empty post-dissector, with one that adds as many constant strings, and with it.
-- The goal is at most 1.1 times the third.
--
--   make LUA_VERSION=5.2 && lua5.4 spec/bench/wireshark.lua [ROUNDS [TSHARK OPTIONS]]
--
-- All four run `tshark -V`: it makes the whole tree and prints it. Without a visible
-- tree Wireshark fakes the items that nobody asks for, so that nothing is added, by
-- the constant strings neither. There are as many of these as the plugin adds lines
-- to the output: ports, strings, and the four of each expert information.
--
-- Processor time of tshark, user and system, in rounds that take the four in turn:
-- the machine may have other things to do.

package.path = "./?.lua;" .. package.path

local pcap = require "spec.support.pcap"
local shell = require "spec.support.shell"

local folder = "build/bench"
local capture = folder .. "/ports.pcap"
local packet_count = 200000
local rounds = tonumber(arg[1]) or 7
local options = arg[2] and table.concat(arg, " ", 2) or "-V"

local function run(command)
  local output, succeeded = shell.run(command)
  assert(succeeded, output)
  return output
end

local function write_file(name, text)
  local file = assert(io.open(folder .. "/" .. name, "w"))
  file:write(text)
  assert(file:close())
  return folder .. "/" .. name
end

-- The capture: flows of up to 80 packets, 64 at a time, between the well-known ports
-- of servers and those that Linux gives to clients. No packet has a payload, so the
-- dissectors beside the plugin have as little to do as may be. -----------------------

local server_ports = {
  22, 25, 53, 53, 80, 80, 123, 161, 389, 389, 443, 443, 443, 445, 500, 993, 1900, 3306, 3389,
  5060, 5353, 5432, 6379, 8080, 9999, 27017,
}

-- A generator of its own, so that each run and each Lua writes the same capture
-- (Park and Miller).
local state = 20260511
local function random(count)
  state = state * 16807 % 2147483647
  return state % count + 1
end

local function transport_of(percent)
  return percent <= 70 and pcap.tcp or percent <= 94 and pcap.udp
    or percent <= 97 and pcap.sctp or pcap.dccp
end

local function new_flow()
  local transport = transport_of(random(100))
  local network = random(4) <= 3 and pcap.ipv4 or pcap.ipv6
  local client, server = 32767 + random(28232), server_ports[random(#server_ports)]
  return {
    left = random(80),
    pcap.ethernet((network(transport(client, server)))),
    pcap.ethernet((network(transport(server, client)))),
  }
end

local function write_capture()
  local flows, written = {}, 0
  pcap.write(capture, function()
    if written == packet_count then
      return nil
    end
    written = written + 1
    local index = random(64)
    local flow = flows[index] or new_flow()
    flow.left = flow.left - 1
    flows[index] = flow.left > 0 and flow or nil
    return flow[random(2)]
  end)
end

-- What is compared ---------------------------------------------------------------

local plugin = "lua/hosts/wireshark/ianaports.lua"

local empty = [[
local protocol = Proto("empty", "Empty")
function protocol.dissector() end
register_postdissector(protocol)
]]

-- %.9f is the number of strings for each packet; their average is kept exactly.
local constant_strings = [[
local protocol = Proto("constant", "Constant strings")
local port = ProtoField.string("constant.port", "Port")
local text = ProtoField.string("constant.text", "Text")
protocol.fields = { port, text }

local due = 0

function protocol.dissector(_, _, tree)
  due = due + %.9f
  local count = math.floor(due)
  due = due - count
  local item = tree:add(protocol)
  local half = math.floor(count / 2)
  local source = item:add(port, "a constant port")
  for _ = 2, half do
    source:add(text, "a constant string")
  end
  local destination = item:add(port, "a constant port")
  for _ = half + 2, count do
    destination:add(text, "a constant string")
  end
end

register_postdissector(protocol)
]]

-- A home of its own keeps out the user's preferences and plugins.
local function tshark(arguments)
  return ("HOME=%s/home XDG_CONFIG_HOME= LUA_CPATH_5_2='build/5.2/?.so;;' tshark -r %s %s")
    :format(folder, capture, arguments)
end

local function with(script)
  return "-X lua_script:" .. script
end

local function count_lines(arguments)
  return tonumber(run(tshark(arguments) .. " -V 2>/dev/null | wc -l"))
end

-- Measuring ---------------------------------------------------------------------------

-- `times` is in every shell; its second line is what the children used.
local function processor_time(arguments)
  local output = run(tshark(arguments) .. " >/dev/null 2>&1 && times")
  local user, system = output:match "\n(%S+) (%S+)%s*$"
  local function seconds(text)
    local minutes, rest = text:match "^(%d+)m([%d.]+)s$"
    return minutes * 60 + rest
  end
  return seconds(user) + seconds(system)
end

local function median(values)
  table.sort(values)
  local middle = #values / 2
  return (values[math.floor(middle + 0.5)] + values[math.floor(middle) + 1]) / 2
end

local function measure(candidates)
  for round = 1, rounds do
    for _, candidate in ipairs(candidates) do
      candidate.times[round] = processor_time(candidate.arguments .. " " .. options)
    end
  end
end

run("mkdir -p " .. folder .. "/home")
write_capture()
-- One of the lines is the item that the others hang below.
local strings = (count_lines(with(plugin)) - count_lines "") / packet_count - 1

local candidates = {
  { "without", arguments = "" },
  { "empty", arguments = with(write_file("empty.lua", empty)) },
  {
    "constant strings",
    arguments = with(write_file("constant.lua", constant_strings:format(strings))),
  },
  { "ianaports", arguments = with(plugin) },
}
for _, candidate in ipairs(candidates) do
  candidate.times = {}
end
measure(candidates)

print(("tshark %s, %d packets, %.2f strings each; seconds of processor time, %d rounds")
  :format(options, packet_count, strings, rounds))
print(("%-18s %8s %8s %8s %8s"):format("", "median", "least", "most", "ratio"))
local base = median(candidates[3].times)
for _, candidate in ipairs(candidates) do
  local middle = median(candidate.times)
  print(("%-18s %8.2f %8.2f %8.2f %8.2f"):format(
    candidate[1], middle, candidate.times[1], candidate.times[rounds], middle / base))
end
