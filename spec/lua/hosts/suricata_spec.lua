-- The output script of lua/hosts/suricata, run by the real program on a capture. Its lines are
-- compared with those that EVE writes of the same flows.

local json = require "dkjson"

local compat = require "spec.support.compat"
local files = require "spec.support.files"
local hosts = require "spec.support.hosts"
local pcap = require "spec.support.pcap"
local shell = require "spec.support.shell"

-- The same packet from its destination to its source. No checksum changes, since they add up.
local function sent_back(packet)
  return packet:sub(1, 12) .. packet:sub(17, 20) .. packet:sub(13, 16) .. packet:sub(21)
end

-- The script adds to a file what is there already, so that the log folder has a line beforehand.
local earlier = '{"event_type":"earlier"}\n'

local frames = {
  pcap.ipv4(pcap.tcp(50000, 443)),
  sent_back((pcap.ipv4(pcap.tcp(443, 50000, "answer")))),
  pcap.ipv4(pcap.tcp(50001, 4)),
  pcap.ipv4(pcap.tcp(50002, 1023)),
  pcap.ipv4(pcap.tcp(50003, 5116)),
  pcap.ipv4(pcap.udp(50004, 5116)),
  pcap.ipv6(pcap.udp(5353, 5353)),
  pcap.ipv4(pcap.udp(50005, 60000)),
  (pcap.ipv4(pcap.sctp(50006, 2905))),
}

-- What the flows to these ports are registered for.
local registered = {
  ["TCP 443"] = { service_name = "https", status = "assigned", class = "system" },
  ["TCP 4"] = { status = "unassigned", class = "system" },
  ["TCP 1023"] = { status = "reserved", class = "system" },
  ["TCP 5116"] = { status = "reserved", class = "user" },
  ["UDP 5116"] = { service_name = "emb-proj-cmd", status = "assigned", class = "user" },
  ["UDP 5353"] = { service_name = "mdns", status = "assigned", class = "user" },
  ["UDP 60000"] = { class = "dynamic" },
}

local function decode_lines(text)
  local values = {}
  for line in text:gmatch "[^\n]+" do
    values[#values + 1] = assert(json.decode(line))
  end
  return values
end

-- Runs Suricata on a capture with the example configuration and EVE beside it. Returns both logs.
local function run_suricata(lua)
  local configuration = files.read "lua/hosts/suricata/suricata.yaml"
    .. "  - eve-log:\n      enabled: yes\n      filename: eve.json\n      types: [flow]\n"
  local flows, eve
  shell.in_folder(function(folder)
    local captured = {}
    for index, packet in ipairs(frames) do
      captured[index] = pcap.ethernet(packet)
    end
    pcap.write(folder .. "/capture.pcap", captured)
    files.write(folder .. "/suricata.yaml", configuration)
    files.write(folder .. "/ianaports.json", earlier)
    local output, succeeded = shell.run(
      ("LUA_CPATH='%s/?.so;;' suricata -c %s/suricata.yaml -S /dev/null -l %s -r %s/capture.pcap")
        :format(hosts.build(lua), folder, folder, folder))
    assert(succeeded and not output:find "Error", output)
    flows, eve = files.read(folder .. "/ianaports.json"), files.read(folder .. "/eve.json")
  end)
  return flows, eve
end

describe("Suricata #hosts", function()
  local lua = hosts.lua_of "suricata"
  local missing = hosts.missing { programs = { "suricata" }, lua = { lua } }
  if missing then
    pending(missing)
    return
  end

  local flows, eve

  setup(function()
    local flow_lines, eve_lines = run_suricata(lua)
    assert.equal(earlier, flow_lines:sub(1, #earlier))
    flows, eve = decode_lines(flow_lines:sub(#earlier + 1)), decode_lines(eve_lines)
  end)

  it("names what the destination ports of flows are registered for", function()
    local found = {}
    for _, flow in ipairs(flows) do
      if flow.dest_port then
        found[flow.proto .. " " .. flow.dest_port] = flow.iana
      end
    end
    assert.same(registered, found)
  end)

  it("shows a flow of another protocol without ports", function()
    local others = {}
    for _, flow in ipairs(flows) do
      if flow.proto == "SCTP" then
        others[#others + 1] = { flow.src_ip, flow.dest_ip, flow.dest_port, flow.iana }
      end
    end
    assert.same({ { "192.0.2.1", "192.0.2.2" } }, others)
  end)

  it("writes the fields of EVE's flow events with the same values", function()
    assert.equal(#eve, #flows)
    assert.equal(8, #flows)
    local of_eve = {}
    for _, flow in ipairs(eve) do
      of_eve[flow.flow_id] = flow
    end
    for _, flow in ipairs(flows) do
      local other = of_eve[flow.flow_id]
      -- EVE has the time at which it writes.
      assert.equal(flow.flow["end"], flow.timestamp)
      flow.timestamp, flow.iana = other.timestamp, nil
      for name, value in pairs(flow) do
        if name == "flow" then
          for inner_name, inner_value in pairs(value) do
            assert.equal(other.flow[inner_name], inner_value, inner_name)
          end
        else
          assert.equal(other[name], value, name)
        end
      end
    end
  end)
end)

describe("The output script for Suricata", function()
  -- A flow, by the methods of Suricata 8.
  local methods = {
    tuple = function()
      return 4, "192.0.2.1", "192.0.2.2", 6, 50000, 443
    end,
    timestamps = function()
      return 1700000000, 1700000001, 7, 999999
    end,
    stats = function()
      return 3, 2 ^ 40, 1, 40
    end,
    app_layer_proto = function()
      return "unknown", "unknown"
    end,
    id = function()
      return 2 ^ 51 - 1
    end,
    has_alerts = function()
      return true
    end,
  }
  local line = '{"timestamp":"2023-11-14T22:13:21.999999+0000","flow_id":2251799813685247,'
    .. '"event_type":"flow","src_ip":"192.0.2.1","src_port":50000,"dest_ip":"192.0.2.2",'
    .. '"dest_port":443,"proto":"TCP","flow":{"pkts_toserver":3,"pkts_toclient":1,'
    .. '"bytes_toserver":1099511627776,"bytes_toclient":40,'
    .. '"start":"2023-11-14T22:13:20.000007+0000","end":"2023-11-14T22:13:21.999999+0000",'
    .. '"alerted":true},"iana":{"service_name":"https","status":"assigned","class":"system"}}\n'

  -- How the script finds them: Suricata 8 has libraries, and earlier versions global functions.
  local function libraries(flow, folder)
    local found = {
      ["suricata.flow"] = { get = function()
        return flow
      end },
      ["suricata.config"] = { log_path = function()
        return folder
      end },
    }
    return {
      require = function(name)
        return found[name] or require(name)
      end,
      package = { cpath = "" },
    }
  end

  local function global_functions(flow, folder)
    return {
      SCFlowTuple = flow.tuple,
      SCFlowTimestamps = flow.timestamps,
      SCFlowStats = flow.stats,
      SCFlowAppLayerProto = flow.app_layer_proto,
      SCFlowId = flow.id,
      SCFlowHasAlerts = flow.has_alerts,
      SCLogPath = function()
        return folder
      end,
    }
  end

  -- What the script writes of a flow, whose methods may be replaced.
  local function line_of(interface, replaced)
    local written
    shell.in_folder(function(folder)
      local flow = setmetatable(replaced or {}, { __index = methods })
      local environment = setmetatable(interface(flow, folder), { __index = _G })
      assert(compat.load(files.read "lua/hosts/suricata/flows.lua", "=flows.lua", environment))()
      assert.same({ type = "flow" }, environment.init())
      environment.setup()
      environment.log()
      environment.deinit()
      written = files.read(folder .. "/ianaports.json")
    end)
    return written
  end

  it("writes fields in EVE's order, and numbers in full", function()
    assert.equal(line, line_of(global_functions))
  end)

  it("writes the same in Suricata 8", function()
    assert.equal(line, line_of(libraries))
  end)

  it("escapes what JSON does not allow in a string", function()
    local written = line_of(global_functions, {
      app_layer_proto = function()
        return 'a"b\\c\n\0'
      end,
    })
    assert.equal('a"b\\c\n\0', json.decode(written).app_proto)
    assert.equal(1, select(2, written:gsub("\n", "")))
  end)

  it("shows a protocol without a name by its number", function()
    local flow = json.decode(line_of(global_functions, {
      tuple = function()
        return 4, "192.0.2.1", "192.0.2.2", 47, 0, 0
      end,
    }))
    assert.equal("047", flow.proto)
    assert.is_nil(flow.dest_port)
    assert.is_nil(flow.iana)
  end)
end)
