-- ianaports.format.json_flows: flows in JSON.

local assert_read = require("spec.support.port_counts").assert_read
local port_counts = require "spec.support.port_counts"

local CONNECTION = '{"ts":1704067200.0,"uid":"Ca","id.orig_h":"192.0.2.1","id.orig_p":50000,'
  .. '"id.resp_h":"%s","id.resp_p":%d,"proto":"%s"%s}\n'

local ZEEK = CONNECTION:format("192.0.2.2", 443, "tcp", ',"service":"ssl"')
  .. CONNECTION:format("192.0.2.3", 53, "udp", ',"service":"dns"')
  .. CONNECTION:format("192.0.2.3", 443, "tcp", "")
  .. CONNECTION:format("192.0.2.2", 0, "icmp", "")

local EVENT = '{"timestamp":"2024-01-01T00:00:00.000000+0000","event_type":"flow","src_ip":'
  .. '"192.0.2.1","src_port":50000,"dest_ip":"192.0.2.2","dest_port":%d,"proto":"TCP",'
  .. '"app_proto":"%s","flow":{"pkts_toserver":8}}\n'

local SURICATA = EVENT:format(443, "tls")
  .. '{"timestamp":"2024-01-01T00:00:00.000000+0000","event_type":"stats","stats":{"uptime":8}}\n'
  .. EVENT:format(8443, "failed")

describe("report.read_ports of JSON", function()
  it("counts Zeek's connections, with hosts and detected services", function()
    local ports = assert_read("53/udp*1 443/tcp*2", ZEEK, 1)
    assert.same({ "192.0.2.2", "192.0.2.3" }, ports[2].hosts)
    assert.same({ "ssl" }, ports[2].services)
    assert_read("53/udp*1 443/tcp*2", (ZEEK:gsub("\n", "\r\n")), 1)
  end)

  it("counts Suricata's events, and skips those without a port", function()
    local ports = assert_read("443/tcp*1 8443/tcp*1", SURICATA, 1)
    assert.same({ "tls" }, ports[1].services)
    assert.is_nil(ports[2].services)
  end)

  it("reads objects in objects, and an array on one line or on several", function()
    local record = '{"source":{"port":50000},"destination":{"port":443,"ip":"192.0.2.2"},'
      .. '"network":{"transport":"tcp","protocol":"tls"}}'
    assert_read("443/tcp*1", record)
    assert_read("443/tcp*3", "[" .. record .. "," .. record .. ",\n" .. record .. "]\n")
    assert_read("443/tcp*2", "[\n" .. record:gsub("[{,]", "%0\n ") .. ",\n"
      .. record:gsub("[{,]", "%0\n ") .. "\n]\n")
    assert_read("443/tcp*1", '{"_index":"x","_source":' .. record .. "}\n")
    assert_read("443/tcp*1", '{"insertId":"x","jsonPayload":{"connection":{"dest_port":443,'
      .. '"protocol":6,"src_port":50000}}}\n')
  end)

  it("warns of a line that is wrong, and goes on", function()
    assert_read("53/udp*1 443/tcp*2", ZEEK:gsub("\n", '\n{"id.resp_p":}\n', 1), 1,
      { "input:2: malformed JSON: no valid JSON value at column 14" })
    local wrong = ZEEK:gsub("^[^\n]*", '%0{"id.resp_p":70000,"proto":"tcp"}')
    assert_read("53/udp*1 443/tcp*2", wrong, 1, { port_counts.no_port(1, "70000") })
    assert_read("443/-*2", '\n{"id.resp_p":443}\n{"id.resp_p":80,\n{"id.resp_p":443}\n', 0,
      { "input:3: malformed JSON: unterminated object at column 1" })
    assert_read("443/-*1", '{"id.resp_p":443}\n{"id.resp_p":80,', 0,
      { "input:2: malformed JSON: unterminated object at column 1" })
    assert.equal("input:4: malformed JSON: unterminated object at line 4, column 1",
      port_counts.refused '{\n"id.resp_p":443\n}\n{\n"id.resp_p":443,\n')
  end)

  it("says that dkjson is missing", function()
    local loaded, preload = package.loaded.dkjson, package.preload.dkjson
    package.loaded.dkjson, package.preload.dkjson = nil, function()
      error "no dkjson"
    end
    local messages = { port_counts.refused(ZEEK), port_counts.refused(SURICATA) }
    package.loaded.dkjson, package.preload.dkjson = loaded, preload
    local expected = "input:1: JSON takes the module dkjson (Debian: lua-dkjson; rock: dkjson)"
    assert.same({ expected, expected }, messages)
  end)
end)
