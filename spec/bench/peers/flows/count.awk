# Counts the flows of each port and protocol. usage: awk -f count.awk FLOWS

BEGIN {
  FS = ","
  protocols[6] = protocols["tcp"] = "tcp"
  protocols[17] = protocols["udp"] = "udp"
  protocols[33] = protocols["dccp"] = "dccp"
  protocols[132] = protocols["sctp"] = "sctp"
}
NR > 1 { counts[$5, tolower($6)]++ }
END {
  for (key in counts) {
    split(key, part, SUBSEP)
    if (part[2] in protocols)
      sums[part[1] " " protocols[part[2]]] += counts[key]
  }
  for (key in sums)
    print key, sums[key]
}
