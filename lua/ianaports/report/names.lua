-- The names under which a summary counts, in the order in which they are shown.

return {
  class = { "system", "user", "dynamic", "none" },
  status = { "assigned", "reserved", "unassigned", "deregistered", "dynamic" },
  protocol = { "tcp", "udp", "sctp", "dccp", "none" },
}
