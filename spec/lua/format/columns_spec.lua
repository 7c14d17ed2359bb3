-- ianaports.format.columns: which columns hold port and protocol, and what their cells say.

local columns = require "ianaports.format.columns"

local function names_of(header)
  local names = {}
  for name in header:gmatch "[^;]+" do
    names[#names + 1] = name
  end
  return names
end

-- Headers, shortened, as these programs write them; and the names of the columns to be found.
local HEADERS = {
  ["nfdump 1.6"] = { "ts;te;td;sa;da;sp;dp;pr;flg;ipkt;ibyt", "dp", "pr", "da" },
  ["nfdump 1.7"] = { "firstSeen;duration;proto;srcAddr;srcPort;dstAddr;dstPort;packets", "dstPort",
    "proto", "dstAddr" },
  ["nProbe"] = { "IPV4_SRC_ADDR;L4_SRC_PORT;IPV4_DST_ADDR;L4_DST_PORT;PROTOCOL;L7_PROTO",
    "L4_DST_PORT", "PROTOCOL", "IPV4_DST_ADDR" },
  ["IPFIX"] = { "sourceTransportPort;destinationTransportPort;protocolIdentifier",
    "destinationTransportPort", "protocolIdentifier" },
  ["flow-tools"] = { "#:unix_secs;srcaddr;dstaddr;srcport;dstport;prot;tos", "dstport", "prot",
    "dstaddr" },
  ["SiLK"] = { "sIP;dIP;sPort;dPort;pro;packets", "dPort", "pro", "dIP" },
  ["pmacct"] = { "SRC_IP;DST_IP;SRC_PORT;DST_PORT;PROTOCOL", "DST_PORT", "PROTOCOL", "DST_IP" },
  ["Argus"] = { "StartTime;Proto;SrcAddr;Sport;Dir;DstAddr;Dport;State", "Dport", "Proto",
    "DstAddr" },
  ["Zeek"] = { "id.orig_h;id.orig_p;id.resp_h;id.resp_p;proto;service", "id.resp_p", "proto",
    "id.resp_h" },
  ["Suricata"] = { "src_ip;src_port;dest_ip;dest_port;proto;app_proto", "dest_port", "proto",
    "dest_ip" },
  ["CICFlowMeter"] = {
    "Flow ID; Source IP; Source Port; Destination IP; Destination Port; Protocol",
    " Destination Port", " Protocol", " Destination IP",
  },
  ["CICFlowMeter, short"] = { "Flow ID;Src IP;Src Port;Dst IP;Dst Port;Protocol", "Dst Port",
    "Protocol", "Dst IP" },
  ["UNSW-NB15"] = { "srcip;sport;dstip;dsport;proto;service", "dsport", "proto", "dstip" },
  ["CIDDS"] = { "Date first seen;Duration;Proto;Src IP Addr;Src Pt;Dst IP Addr;Dst Pt", "Dst Pt",
    "Proto", "Dst IP Addr" },
  ["Palo Alto Networks"] = {
    "Source Port;Destination Port;IP Protocol;Application;NAT Destination Port",
    "Destination Port", "IP Protocol",
  },
  ["Fortinet"] = { "srcport;dstip;dstport;service;proto", "dstport", "proto", "dstip" },
  ["Cisco Firepower"] = { "Source Port / ICMP Type;Destination Port / ICMP Code;Protocol",
    "Destination Port / ICMP Code", "Protocol" },
  ["Splunk"] = { "src_port;dest_port;transport;protocol", "dest_port", "transport" },
  ["Elastic"] = { "source.port;destination.ip;destination.port;network.transport;network.protocol",
    "destination.port", "network.transport", "destination.ip" },
  ["Google Cloud"] = {
    "jsonPayload.connection.dest_ip;jsonPayload.connection.dest_port;"
      .. "jsonPayload.connection.protocol",
    "jsonPayload.connection.dest_port", "jsonPayload.connection.protocol",
    "jsonPayload.connection.dest_ip",
  },
  ["Azure"] = { "SrcIP_s;DestIP_s;DestPort_d;L4Protocol_s;L7Protocol_s", "DestPort_d",
    "L4Protocol_s" },
  ["AWS"] = { "srcaddr;dstaddr;srcport;dstport;protocol", "dstport", "protocol", "dstaddr" },
  ["OCSF"] = { "dst_endpoint.ip;dst_endpoint.port;connection_info.protocol_num",
    "dst_endpoint.port", "connection_info.protocol_num", "dst_endpoint.ip" },
  ["ArcSight"] = { "src;spt;dst;dpt;proto", "dpt", "proto" },
  ["Nessus"] = { "Plugin ID;CVE;Risk;Host;Protocol;Port;Name", "Port", "Protocol", "Host" },
  ["OpenVAS"] = { "IP;Hostname;Port;Port Protocol;CVSS", "Port", "Port Protocol", "IP" },
  ["Qualys"] = { "IP;DNS;OS;QID;Title;Type;Severity;Port;Protocol;SSL", "Port", "Protocol", "IP" },
  ["Nexpose"] = { "Asset IP Address;Service Port;Service Protocol;Service Name", "Service Port",
    "Service Protocol" },
  ["Shodan"] = { "IP;Port;Transport;Product", "Port", "Transport", "IP" },
  ["Windows"] = { "LocalAddress;LocalPort;RemoteAddress;RemotePort;State", "LocalPort", nil,
    "LocalAddress" },
  ["Windows Defender"] = { "DeviceName;RemoteIP;RemotePort;Protocol", "RemotePort", "Protocol" },
  ["osquery"] = { "pid;port;protocol;address", "port", "protocol", "address" },
  ["a port with its protocol"] = { "Host;Port/Protocol", "Port/Protocol", nil, "Host" },
  ["Wireshark"] = { "tcp.dstport;udp.dstport;_ws.col.Protocol", "udp.dstport", "tcp.dstport" },
}

describe("columns.find", function()
  for program, case in pairs(HEADERS) do
    it("finds the columns of " .. program, function()
      local header = names_of(case[1])
      local found = assert(columns.find(header, {}))
      assert.equal(case[2], header[found.port])
      assert.equal(case[3], header[found.key])
      assert.equal(case[4], header[found.host])
    end)
  end

  it("takes no column of protocols for one of ports, nor the other way round", function()
    assert.same({ nil, "no column of ports by a usual name" }, {
      columns.find({ "Protocol", "proto", "Source Port", "sport", "port_name", "transport" }, {}),
    })
    assert.is_nil(columns.find({ "port", "sport", "src_port", "L7_PROTO", "app_proto" }, {}).key)
  end)

  it("finds a column that is named, with other blanks and in another case", function()
    assert.equal(2, columns.find({ "a", " My Port " }, { port = "my port" }).port)
    assert.equal(1, columns.find({ "p", "P" }, { port = "p" }).port)
    assert.same({ nil, 'column "q" is there 2 times' },
      { columns.find({ "Q", "Q " }, { port = "q" }) })
  end)
end)

describe("columns.read", function()
  local plain, with_protocol = columns.find({ "port" }, {}), columns.find({ "port", "proto" }, {})

  local function read(port, protocol)
    if not protocol then
      return { columns.read(plain, port) }
    end
    return { columns.read(with_protocol, port, protocol) }
  end

  it("returns the port and its protocol", function()
    assert.same({ "443", "tcp" }, read(" 443", "6"))
    assert.same({ "443", "tcp" }, read("443.0", "TCP  "))
    assert.same({ "443", "udp" }, read("443", "udp6"))
    assert.same({ "443", "udp" }, read("443", "17.0"))
    assert.same({ "443", "sctp" }, read("443/sctp", ""))
    assert.same({ "443", "tcp" }, read("443 (https) / tcp", "-"))
    assert.same({ "443" }, read "443")
    assert.same({ "443", "udp" }, read "udp/443")
  end)

  it("returns nil if there is none", function()
    for _, cells in ipairs {
      { "443", "icmp" }, { "443", "" }, { "443", "1" }, { "", "tcp" }, { "-", "tcp" }, { "N/A" },
      { "null" }, { "None" }, { "*" }, { "----" },
    } do
      assert.same({}, read(cells[1], cells[2]))
    end
  end)

  it("returns what is no port as it is", function()
    for _, cell in ipairs { "x", "4.43", "1/2/tcp", "70000", "443/x" } do
      assert.same({ cell, "tcp" }, read(cell, "tcp"))
    end
  end)
end)
