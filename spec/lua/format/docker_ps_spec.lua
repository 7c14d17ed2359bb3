-- ianaports.format.docker_ps: published ports of containers.

local assert_read = require("spec.support.port_counts").assert_read
local port_counts = require "spec.support.port_counts"

local HEADER = "CONTAINER ID   IMAGE   COMMAND   CREATED   STATUS   PORTS   NAMES\n"

local function container(ports)
  return ('0123456789ab   nginx:1   "/start.sh"   2 hours ago   Up 2 hours   %s   web\n')
    :format(ports)
end

describe("report.read_ports of docker ps", function()
  it("counts the ports of the host, and no port that is only exposed", function()
    local ports = assert_read("53/udp*1 8080/tcp*2", HEADER
      .. container "0.0.0.0:8080->80/tcp, [::]:8080->80/tcp, 443/tcp"
      .. container "127.0.0.1:53->5353/udp"
      .. container "6379/tcp" .. container "", 2)
    assert.same({ "0.0.0.0", "::" }, ports[2].hosts)
  end)

  it("counts each port of a range", function()
    assert_read("8000/tcp*2 8001/tcp*2 8002/tcp*2 9000/tcp*1", HEADER
      .. container "0.0.0.0:8000-8002->8000-8002/tcp, :::8000-8002->8000-8002/tcp"
      .. container "9000->80/tcp")
  end)

  it("reads it with other columns, without a header, and in JSON", function()
    assert_read("8080/tcp*1", "NAMES   PORTS\nweb     0.0.0.0:8080->80/tcp\n")
    assert_read("8080/tcp*1 8081/tcp*1", "0.0.0.0:8080->80/tcp,0.0.0.0:8081->81/tcp\n")
    local ports = assert_read("8080/tcp*1",
      '{"Names":"web","Ports":"0.0.0.0:8080-\\u003e80/tcp, 443/tcp"}\n')
    assert.same({ "0.0.0.0" }, ports[1].hosts)
  end)

  it("warns of a port that is wrong, and of an input without a published one", function()
    assert_read("", HEADER .. container "0.0.0.0:70000->80/tcp"
      .. container "0.0.0.0:8002-8000->80/tcp" .. container "0.0.0.0:8080->80", 0, {
      port_counts.no_port(2, "70000"),
      port_counts.no_port(3, "8002-8000"),
      'input:4: no published port: "0123456789ab   nginx:1   "/start.sh"   2 hours ago   Up 2 '
        .. 'hours   0.0.0.0..."',
      port_counts.nothing("published ports", "docker ps"),
    })
    assert_read("", HEADER, 0, { port_counts.nothing("published ports", "docker ps") })
  end)

  it("refuses ranges that grow without end", function()
    assert.equal("input:6: the ranges have more than 262144 ports", port_counts.refused(
      HEADER .. container("0.0.0.0:0-65535->0-65535/tcp"):rep(100)))
  end)
end)
