-- ianaports list

local array = require "ianaports.base.array"
local filters = require "ianaports.cli.filters"
local formats = require "ianaports.cli.formats"
local options = require "ianaports.cli.options"

local list = {
  summary = "List all entries, or those that pass filters.",
  description = "Lists all entries, or those that pass every filter, in the registry's order.",
  options = {
    options.ENTRIES,
    filters.OPTIONS,
    {
      title = "General",
      { names = "--count", help = "Write only how many there are." },
      options.REGISTRY,
      options.OVERLAY,
      options.HELP,
    },
  },
  examples = {
    "ianaports list --class system --status unassigned",
    "ianaports list --modified-since 2015 --columns port,name,modified",
    "ianaports list --where 'port_number % 1000 == 0'",
  },
}

function list.run(session, given)
  local registry = session:registry()
  local rows = array.collect(registry:entries(filters.of(given)))
  if given.count then
    session:output():write(("%d\n"):format(#rows))
  else
    formats.write_entries(session, registry, rows)
  end
  if #rows == 0 and not given.count then
    session:say "no entry passes all filters"
  end
  filters.notice(session, registry, given)
  return #rows > 0
end

return list
