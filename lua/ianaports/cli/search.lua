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
  arguments = { { name = "WORD", target = "words", count = "+", help = "What to search for." } },
  options = { options.ENTRIES, filters.OPTIONS, options.GENERAL },
  examples = { "ianaports search mysql", "ianaports search --protocol udp remote desktop" },
}

-- A registry without entries checks the words.
local function check(words)
  local empty = ianaports.build {}
  if not pcall(empty.search, empty, words) then
    failure.usage "at most 64 different words can be searched for"
  end
end

function search.run(session, given)
  local registry = session:registry()
  local words = table.concat(given.words, " ")
  check(words)
  local rows = registry:search(words, filters.of(given))
  formats.write_entries(session, rows)
  if #rows == 0 then
    require("ianaports.cli.notice").not_found(session, registry, words)
  end
  return #rows > 0
end

return search
