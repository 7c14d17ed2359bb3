-- What the Wireshark plugin costs: tshark's time on packets with it, without it, and with an empty
-- post-dissector.
--
-- First, packets are shown in full, `tshark -V`: it makes the whole tree and prints it. There the
-- floor is a post-dissector that adds as many constant strings as the plugin adds lines to the
-- output: ports, strings, and the four of each expert information. The goal is at most 1.1 times.
--
-- Then a filter asks for none of the plugin's fields. Wireshark drops items that nothing asks for;
-- the plugin does not even make them, only its expert information, and not that either with its
-- preference off. The goal is at most 1.1 times an empty post-dissector. A post-dissector that only
-- reads each port shows how much of the rest is the plugin's own.
--
-- Last, one field is asked for and printed, and the others print a field of Wireshark's own alone.
--
-- Measures tshark's processor time, user and system. All alternate in each round, because
-- other work on the machine may slow it down. `shown` is how many packets -V shows.

local command = require "spec.bench.support.command"
local comparison = require "spec.bench.support.comparison"
local keys = require "spec.bench.support.keys"
local pcap = require "spec.support.pcap"

local wireshark = { rounds = 2, packets = 500000, shown = 30000 }

local folder = command.folder
local capture = folder .. "/ports.pcap"

-- The capture: flows of up to 80 packets, 64 at a time, between the well-known ports
-- of servers and those that Linux assigns to clients. No packet has a payload, so the
-- other dissectors have as little to do as possible. -----------------------

local server_ports = {
  22, 25, 53, 53, 80, 80, 123, 161, 389, 389, 443, 443, 443, 445, 500, 993, 1900, 3306, 3389,
  5060, 5353, 5432, 6379, 8080, 9999, 27017,
}

local random = keys.generator(20260511)

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

local function write_capture(packets)
  local flows, written = {}, 0
  pcap.write(capture, function()
    if written == packets then
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

-- The least that the plugin has to do. Wireshark itself does more for each packet if there is a
-- Field.
local reading = [[
local protocol = Proto("reading", "Reading")
local ports = {}
for index, name in ipairs { "tcp", "udp", "sctp", "dccp" } do
  ports[index] = Field.new(name .. ".port")
end

local function read(port, ...)
  return port and port() and read(...)
end

function protocol.dissector()
  for index = 1, #ports do
    read(ports[index]())
  end
end

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

-- An empty home folder excludes the user's preferences and plugins.
local function tshark(arguments)
  return ("HOME=%s/home XDG_CONFIG_HOME= LUA_CPATH_5_2='build/5.2/?.so;;' tshark -r %s %s")
    :format(folder, capture, arguments)
end

local function with(script)
  return "-X lua_script:" .. script
end

local function count_lines(arguments, packets)
  local line = ("%s -V -c %d 2>/dev/null | wc -l"):format(tshark(arguments), packets)
  return tonumber((command.output(line)))
end

-- Measuring ---------------------------------------------------------------------------

-- `times` is in every shell; its second line is what the children used.
local function processor_time(arguments)
  local output = command.output(tshark(arguments) .. " >/dev/null 2>&1 && times")
  local user, system = output:match "\n(%S+) (%S+)%s*$"
  local function seconds(text)
    local minutes, rest = text:match "^(%d+)m([%d.]+)s$"
    return minutes * 60 + rest
  end
  return seconds(user) + seconds(system)
end

local function measure(candidates, rounds)
  local times = {}
  for index in ipairs(candidates) do
    times[index] = {}
  end
  for round = 1, rounds do
    for index, candidate in ipairs(candidates) do
      times[index][round] = processor_time(candidate)
    end
  end
  return times
end

-- Measures candidates, each a name and arguments. The first `count` of them are compared with each
-- of the others.
local function compare(way, count, options, candidates)
  local arguments = {}
  for index, candidate in ipairs(candidates) do
    arguments[index] = candidate[2]
  end
  local times = measure(arguments, options.rounds)
  local comparisons = {}
  for measured = 1, count do
    for index = count + 1, #candidates do
      comparisons[#comparisons + 1] = comparison.new {
        what = ("tshark %s, %d packets%s"):format(way, options.packets, candidates[measured][1]),
        unit = "s",
        values = times[measured],
        floor_name = candidates[index][1],
        floors = times[index],
        target = index == count + 1 and options.target or nil,
        note = index == count + 1 and options.note or nil,
      }
    end
  end
  return comparisons
end

function wireshark.run(options)
  command.run("mkdir -p " .. folder .. "/home")
  write_capture(options.packets)
  local shown = math.min(options.shown, options.packets)
  -- One of the lines is the item above the others.
  local strings = (count_lines(with(plugin), shown) - count_lines("", shown)) / shown - 1
  local constant = with(command.write_file("constant.lua", constant_strings:format(strings)))
  local nothing = with(command.write_file("empty.lua", empty))
  local reader = with(command.write_file("reading.lua", reading))
  local target = { at_most_times = 1.1 }

  local full = " -V -c " .. shown
  local in_full = compare("-V", 1, {
    rounds = options.rounds, packets = shown, target = target,
    note = ("%.2f strings each"):format(strings),
  }, {
    { "", with(plugin) .. full },
    { "as many constant strings", constant .. full },
    { "an empty post-dissector", nothing .. full },
    { "no plugin", full },
  })

  local filter = " -Y tcp.port==443"
  local unasked = compare("-Y tcp.port==443", 2, {
    rounds = options.rounds, packets = options.packets, target = target,
  }, {
    { "", with(plugin) .. filter },
    { ", no expert information", with(plugin) .. filter .. " -o ianaports.expert:FALSE" },
    { "an empty post-dissector", nothing .. filter },
    { "one that reads each port", reader .. filter },
    { "no plugin", filter },
  })

  local printed = " -T fields -e tcp.dstport"
  local asked = compare("-T fields -e ianaports.service", 1, {
    rounds = options.rounds, packets = options.packets,
  }, {
    { "", with(plugin) .. printed .. " -e ianaports.service" },
    { "an empty post-dissector", nothing .. printed },
    { "no plugin", printed },
  })

  local comparisons = {}
  for _, list in ipairs { in_full, unasked, asked } do
    for _, item in ipairs(list) do
      comparisons[#comparisons + 1] = item
    end
  end
  return { comparisons = comparisons }
end

return wireshark
