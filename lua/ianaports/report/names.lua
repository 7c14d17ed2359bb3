-- The names under which a summary counts, in the order in which they are shown, and those of
-- charts.

local protocols = { "none" }
for rank, name in ipairs(require("ianaports.base.protocol").NAMES) do
  table.insert(protocols, rank, name)
end

return {
  class = { "system", "user", "dynamic", "none" },
  status = { "assigned", "reserved", "unassigned", "deregistered", "dynamic" },
  protocol = protocols,
  chart = { "years", "assignees", "share" },
}
