-- The names of all commands, in the order in which help tells them. The first is meant
-- where none is named.
return {
  "lookup",
  "search",
  "list",
  "free",
  "check",
  "contact",
  "info",
  "diff",
  "update",
  "annotate",
  "export",
  "report",
  "completion",
  "man",
}
