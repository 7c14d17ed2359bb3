-- ianaports.format.scan_json: the JSON of masscan and naabu.

local assert_read = require("spec.support.port_counts").assert_read
local port_counts = require "spec.support.port_counts"

local HTTP = '{   "ip": "192.0.2.1",   "timestamp": "1745936391", "ports": [ {"port": 80,'
  .. ' "proto": "tcp", "status": "open", "reason": "syn-ack", "ttl": 64} ] }'
local DNS = '{   "ip": "2001:db8::1",   "timestamp": "1745936392", "ports": [ {"port": 53,'
  .. ' "proto": "udp", "status": "open", "reason": "none", "ttl": 64} ] }'
local BANNER = '{   "ip": "192.0.2.1",   "timestamp": "1745936393", "ports": [ {"port": 80,'
  .. ' "proto": "tcp", "service": {"name": "http", "banner": "HTTP/1.1 200 OK"} } ] }'

describe("report.read_ports of masscan -oJ", function()
  it("reads objects with commas between them", function()
    local ports = assert_read("53/udp*1 80/tcp*1",
      ("[\n%s\n,\n%s\n,\n%s\n]\n"):format(HTTP, BANNER, DNS))
    assert.same({ "2001:db8::1" }, ports[1].hosts)
    assert.is_nil(ports[2].services)
  end)

  it("reads that of old versions, with a comma at the end", function()
    assert_read("53/udp*1 80/tcp*1", ("%s,\n%s,\n{finished: 1}\n"):format(HTTP, DNS))
    assert_read("53/udp*1 80/tcp*1", ("[\n%s,\n%s,\n]\n"):format(HTTP, DNS))
  end)

  it("reads what jq makes of it", function()
    assert_read("53/udp*1 80/tcp*1", ("[%s,%s]\n"):format(HTTP, DNS))
    assert_read("80/tcp*1 443/tcp*1", [[
[
  {
    "ip": "192.0.2.1",
    "ports": [
      { "port": 80, "proto": "tcp", "status": "open" },
      { "port": 81, "proto": "tcp", "status": "closed" },
      { "port": 443, "proto": "tcp", "status": "open" }
    ]
  }
]
]])
  end)

  it("reads an object for each port, as -oD writes them", function()
    assert_read("80/tcp*1", '{"ip":"192.0.2.1","port":80,"proto":"tcp","rec_type":"status",'
      .. '"data":{"status":"open","ttl":50}}\n{"ip":"192.0.2.1","port":80,"proto":"tcp",'
      .. '"rec_type":"banner","data":{"service_name":"http","banner":"x"}}\n')
  end)
end)

describe("report.read_ports of naabu -json", function()
  it("reads an object for each port", function()
    local ports = assert_read("53/udp*1 80/tcp*1 443/tcp*1 8443/tcp*1",
      '{"host":"a.example","ip":"192.0.2.1","port":80,"protocol":"tcp","tls":false}\n'
      .. '{"host":"a.example","port":{"Port":443,"Protocol":0,"TLS":true}}\n'
      .. '{"ip":"192.0.2.2","port":{"Port":53,"Protocol":1,"TLS":false}}\n'
      .. '{"ip":"192.0.2.2","port":8443,"protocol":"tcp","name":"http","method":"probed"}\n'
      .. '{"ip":"192.0.2.3","port":0,"protocol":"","tls":false}\n', 1)
    assert.same({ "192.0.2.1" }, ports[2].hosts)
    assert.same({ "a.example" }, ports[3].hosts)
    assert.same({ "http" }, ports[4].services)
  end)
end)

describe("report.read_ports of the JSON of a scan", function()
  it("warns of a line that is wrong, and of an input without an open port", function()
    assert_read("80/tcp*1", HTTP .. '\n{"port":\n{"port":70000,"protocol":"tcp"}\n7\n'
      .. '{"ip":"192.0.2.1","port":"80","protocol":"tcp"}\n{"port":8.5,"protocol":"tcp"}\n', 0, {
      'input:2: no object in JSON: "{"port":"',
      port_counts.no_port(3, "70000"),
      'input:4: no object in JSON: "7"',
      "input:5: record without a port",
      port_counts.no_port(6, "8.5"),
    })
    assert_read("", '{"ports":[]}\n', 0,
      { port_counts.nothing("open ports", "masscan -oJ, naabu -json") })
  end)

  it("leaves other JSON to other readers", function()
    assert_read("443/tcp*1",
      '{"src_ip":"192.0.2.1","dest_port":443,"proto":"TCP","x":{"port":1,"ports":[2]}}\n')
  end)

  it("refuses a document that is malformed", function()
    assert.matches("^input:1: malformed JSON: .* line 3",
      port_counts.refused '[\n{"ports":\n[x]\n}]\n')
    assert.equal("input:1: values nest too deep",
      port_counts.refused('[{"port":\n' .. ("["):rep(300000)))
  end)
end)
