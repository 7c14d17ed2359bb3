# Adds the service of each flow. usage: awk -v services=FILE -f join.awk FLOWS

BEGIN {
  number["tcp"] = 6
  number["udp"] = 17
  number["dccp"] = 33
  number["sctp"] = 132
  while ((getline line < services) > 0) {
    split(line, part, " ")
    names[part[2], part[3]] = names[part[2], number[part[3]]] = part[1]
  }
  FS = ","
}
NR == 1 { print $0 ",service"; next }
{ print $0 "," names[$5, tolower($6)] }
