-- Frames for captures that specs of the Wireshark plugin read.

local pcap = require "spec.support.pcap"

local ethernet, ipv4, ipv6 = pcap.ethernet, pcap.ipv4, pcap.ipv6
local tcp, udp, sctp, dccp = pcap.tcp, pcap.udp, pcap.sctp, pcap.dccp

-- Each over both versions of IP; then packets that have ports of several headers, or none.
local frames = {
  ethernet(ipv4(tcp(50000, 443))),
  ethernet(ipv6(tcp(443, 50000))),
  ethernet(ipv4(udp(1023, 7))),
  ethernet(ipv6(udp(5353, 65535))),
  ethernet(ipv4(sctp(50000, 80))),
  ethernet(ipv6(sctp(5000, 5060))),
  ethernet(ipv4(dccp(50000, 5004))),
  ethernet(ipv6(dccp(5005, 49151))),
  ethernet(ipv4(udp(50001, 4789, pcap.vxlan(ethernet(ipv6(tcp(50002, 80))))))),
  ethernet(ipv4(pcap.icmp_unreachable((ipv4(udp(50000, 7)))))),
  ethernet(ipv4("", 59)), -- "no next header"
  ethernet(ipv4(tcp(659, 5116))),
}

return { frames = frames }
