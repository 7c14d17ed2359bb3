-- ianaports search WORD...

local failure = require "ianaports.cli.failure"
local filters = require "ianaports.cli.filters"
local formats = require "ianaports.cli.formats"
local options = require "ianaports.cli.options"

local search = {
  summary = "Search all texts of the registry, best match first.",
  description = "Searches names, descriptions, notes, assignees and references for words, all of"
    .. " which an entry must hold; the best match comes first.",
  arguments = { { name = "WORD", target = "words", count = "+", help = "What to search for." } },
  options = { options.ENTRIES, filters.OPTIONS, options.GENERAL },
  examples = { "ianaports search mysql", "ianaports search --protocol udp remote desktop" },
}

function search.run(session, given)
  local registry = session:registry()
  local words = table.concat(given.words, " ")
  local _, message = require("ianaports").check_search(words)
  if message then
    failure.usage("%s", message)
  end
  local rows = registry:search(words, filters.of(given))
  formats.write_entries(session, rows)
  if #rows == 0 then
    require("ianaports.cli.suggestion").tell_name(session, registry, words)
    return failure.NOTHING
  end
  return failure.FOUND
end

return search
