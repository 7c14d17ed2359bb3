# Adds the service after each port such as 80/tcp. usage: awk -v services=FILE -f text.awk LOG

BEGIN {
  while ((getline line < services) > 0) {
    split(line, part, " ")
    names[part[2] "/" part[3]] = " (" part[1] ")"
  }
}
!/[0-9]\/(tcp|udp)/ { print; next }
{
  gsub(/[0-9]+\/(tcp|udp)/, "\1&\1")
  count = split($0, part, "\1")
  line = part[1]
  for (i = 2; i < count; i += 2)
    line = line part[i] names[part[i]] part[i + 1]
  print line
}
