-- The names under which a summary counts, in the order in which they are shown, and those of
-- charts.

return {
  class = { "system", "user", "dynamic", "none" },
  status = { "assigned", "reserved", "unassigned", "deregistered", "dynamic" },
  protocol = { "tcp", "udp", "sctp", "dccp", "none" },
  chart = { "years", "assignees", "share" },
}
