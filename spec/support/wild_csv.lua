-- CSV as it is in the wild. Each is an input, what `annotate` is to add to its lines, what a report
-- is to count, and how many records it is to skip, if any.

return {
  ["blanks around cells, as in CIDDS"] = {
    "Proto,Src Pt,Dst Pt\nTCP  ,50000,443\n  UDP,50001, 53 \n", { "service", "https", "domain" },
    "53/udp*1 443/tcp*1",
  },
  ["blanks around quotes"] = {
    'port, proto\n"443", "tcp"\n "53" ,\t"udp" \n"443", "tcp"\n', { "service", "https", "domain",
      "https" },
    "53/udp*1 443/tcp*2",
  },
  ["a protocol for each port, as OpenVAS writes it"] = {
    "IP,Hostname,Port,Port Protocol,CVSS\n192.0.2.1,h,514,udp,5.0\n192.0.2.1,h,514,tcp,5.0\n"
      .. "192.0.2.1,h,,,0.0\n", { "service", "syslog", "shell", "" },
    "514/tcp*1 514/udp*1", 1,
  },
  ["columns of NetFlow 9"] = {
    "IPV4_SRC_ADDR,L4_SRC_PORT,IPV4_DST_ADDR,L4_DST_PORT,PROTOCOL\n"
      .. "192.0.2.1,50000,192.0.2.2,443,6\n", { "service", "https" },
    "443/tcp*1",
  },
  ["semicolons"] = {
    "src;dst_port;proto\n192.0.2.1;443;tcp\n192.0.2.2;53;udp\n", { "service", "https", "domain" },
    "53/udp*1 443/tcp*1",
  },
  ["semicolons, with commas in numbers and names"] = {
    "a,b;port,no;port\n1,5;80;443\n", { "service", "https" },
    "443/-*1",
  },
  ["tabs, with blanks around quotes"] = {
    'port\tproto\tx\n443\ttcp\t1\n"53" \t "udp"\t\n \t\t\n', { "service", "https", "domain", "" },
    "53/udp*1 443/tcp*1", 1,
  },
  ["bars, padded, as SiLK writes them"] = {
    "            sIP|sPort|dPort|pro|\n      192.0.2.1|50000|  443|  6|\n"
      .. "      192.0.2.2|50001|   53| 17|\n", { "service", "https", "domain" },
    "53/udp*1 443/tcp*1",
  },
  ["a table of psql"] = {
    " port | proto \n------+-------\n  443 | tcp\n   53 | udp\n(2 rows)\n\n",
    { "service", nil, "https", "domain" },
    "53/udp*1 443/tcp*1",
  },
  ["CR CR LF"] = {
    "dstport,protocol,tag\r\r\n443,tcp,https\r\r\n23,tcp,telnet\r\r\n",
    { "service", "https", "telnet" },
    "23/tcp*1 443/tcp*1",
  },
  ["sums at the end, as nfdump writes them"] = {
    "ts,te,td,sa,da,sp,dp,pr,flg,ipkt,ibyt\n"
      .. "2024-01-01 00:00:00,2024-01-01 00:00:01,1.0,192.0.2.1,192.0.2.2,50000,443,TCP,.A,10,10\n"
      .. "2024-01-01 00:00:00,2024-01-01 00:00:01,1.0,192.0.2.1,192.0.2.3,50001,53,UDP,..,1,60\n"
      .. 'Summary\nflows,bytes,packets,avg_bps,avg_pps,avg_bpp\n2,1060,11,8480,11,"\n',
    { "service", "https", "domain" },
    "53/udp*1 443/tcp*1",
  },
  ["sums in words, as nfdump 1.7 writes them"] = {
    "firstSeen,duration,proto,srcAddr,srcPort,dstAddr,dstPort,packets,bytes,flows\n"
      .. "2024-01-01 00:00:00.000,1.000,TCP,192.0.2.1,50000,192.0.2.2,443,10,1000,1\n"
      .. "2024-01-01 00:00:00.000,0.000,ICMP,192.0.2.1,0,192.0.2.2,8.0,1,84,1\n"
      .. "Summary: total flows: 2, total bytes: 1084, total packets: 11\n"
      .. "Time window: 2024-01-01 00:00:00 - 2024-01-01 00:00:01\n",
    { "service", "https", "" },
    "443/tcp*1", 1,
  },
  ["another file after the sums"] = {
    "port,x\n443,1\nTotal:\n5\n5,5,5\nport,x\n53,2\nSummary\n2\n22,1\nport,x\n80,3\n",
    { "service", "https", nil, nil, nil, "service", "domain", nil, nil, "ssh", "service", "http" },
    "22/-*1 53/-*1 80/-*1 443/-*1",
  },
  ["a column of ports for each protocol, as tshark writes them"] = {
    "ip.src\ttcp.dstport\tudp.dstport\tip.proto\n192.0.2.1\t443\t\t6\n192.0.2.1\t\t53\t17\n"
      .. "192.0.2.1\t\t514\t17\n192.0.2.1\t514\t\t6\n192.0.2.1\t\t\t1\n",
    { "service", "https", "domain", "syslog", "shell", "" },
    "53/udp*1 443/tcp*1 514/tcp*1 514/udp*1", 1,
  },
  ["the column of udp before that of tcp"] = {
    "udp.dstport,tcp.dstport\n53,\n,443\n514,\n", { "service", "domain", "https", "syslog" },
    "53/udp*1 443/tcp*1 514/udp*1",
  },
  ["a column of udp alone"] = { "udp.dstport,x\n514,\n", { "service", "syslog" },
    "514/udp*1",
  },
  ["ports and protocols as floats"] = {
    "dsport,proto\n443.0,6.0\n53.00,17.0\n", { "service", "https", "domain" },
    "53/udp*1 443/tcp*1",
  },
  ["protocols with the version of IP, with both names, and in letters"] = {
    "DestPort_d,L4Protocol_s\n443,tcp6\n53,UDP4\n514,TCP (6)\n514,17 (udp)\n514,U\n514,T\n",
    { "service", "https", "domain", "shell", "syslog", "syslog", "shell" },
    "53/udp*1 443/tcp*1 514/tcp*2 514/udp*2",
  },
  ["ports with their protocols"] = {
    "Host,Port/Protocol\na,443/tcp\na,udp/514\na,514 (shell) / tcp\n",
    { "service", "https", "syslog", "shell" },
    "443/tcp*1 514/tcp*1 514/udp*1",
  },
  ["ports by name"] = { "dport,proto\nhttps,tcp\ndomain,udp\n", { "service", "https", "domain" },
    "53/udp*1 443/tcp*1",
  },
  ["port 0 of findings about a host, as Nessus writes them"] = {
    "Plugin ID,Risk,Host,Protocol,Port,Name\n10180,None,192.0.2.1,tcp,0,Ping\n"
      .. "10863,None,192.0.2.1,tcp,443,SSL\n", { "service", "", "https" },
    "443/tcp*1", 1,
  },
  ["a title before the header"] = {
    'Scan Report\n"Example, Inc.",2024\n\nIP,Port,Protocol\n192.0.2.1,443,tcp\n',
    { nil, nil, nil, "service", "https" },
    "443/tcp*1",
  },
  ["a transport protocol beside another one"] = {
    "protocol,ip_protocol,dst_port\nhttp,tcp,80\n", { "service", "http" },
    "80/tcp*1",
  },
}
