-- ianaports search WORD...

local failure = require "ianaports.cli.failure"
local filters = require "ianaports.cli.filters"
local formats = require "ianaports.cli.formats"
local ianaports = require "ianaports"
local options = require "ianaports.cli.options"

local search = {
  summary = "Search all texts of the registry, best match first.",
  description = "Searches names, descriptions, notes, assignees and references for words. An entry"
    .. " must have all of them; the best match comes first.",
  arguments = {
    {
      name = "WORD", target = "words", count = "+", offers = "names",
      help = "What to search for.",
    },
  },
  options = { options.ENTRIES, filters.OPTIONS, options.GENERAL },
  examples = { "ianaports search mysql", "ianaports search --protocol udp remote desktop" },
}

function search.run(session, given)
  local registry = session:registry()
  local words = table.concat(given.words, " "):gsub("%s+", " ") -- as they stand in descriptions
  if not words:find "%S" then
    failure.usage "WORD: it is empty"
  end
  local valid, message = ianaports.check_search(words)
  if not valid then
    failure.usage("%s", message)
  end
  local filter = filters.of(given)
  local rows = registry:search(words, filter)
  formats.write_entries(session, registry, rows)
  filters.notice(session, registry, given)
  local notice = require "ianaports.cli.notice"
  local unfiltered = #rows == 0 and next(filter) and #registry:search(words) or 0
  if #rows > 0 then
    notice.found(session, registry, words)
  elseif unfiltered > 0 then
    session:say("nothing is found for %s that passes all filters; %d without them", words,
      unfiltered)
  else
    notice.not_found(session, registry, words)
  end
  return #rows > 0
end

return search
