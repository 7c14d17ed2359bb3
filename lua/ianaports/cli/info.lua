-- ianaports info

local array = require "ianaports.base.array"
local columns = require "ianaports.cli.columns"
local display = require "ianaports.base.display"
local layout = require "ianaports.cli.layout"
local options = require "ianaports.cli.options"
local trim_right = require("ianaports.base.text").trim_right

local info = {
  summary = "Describe the registry: title, date, counts, sources.",
  description = "Shows which registry answers, its title, date, number of entries and contacts,"
    .. " experts, note and sources.",
  options = {
    {
      title = "Output",
      {
        names = "-f --format", value = "FORMAT", choices = { "text", "json" },
        help = "The form. Default: text.",
      },
      options.OUTPUT,
    },
    options.GENERAL,
  },
  examples = { "ianaports info", "ianaports --registry ports.csv info" },
}

local KEYS = {
  "registry", "title", "last_updated", "record_count", "contact_count", "reference", "experts",
  "note", "sources", "lacks",
}

local TITLES = { record_count = "Entries", contact_count = "Contacts" }

local MARGIN = 14
local MIN_WIDTH, MAX_WIDTH = 20, 90 -- of the text beside the titles; of everything

-- Removes the frame of asterisks, which breaks when its lines are wrapped.
local function without_frame(note)
  return trim_right((note:gsub("[ \t-\r*]+", function(blank)
    return blank:find("*", 1, true) and "\n" or blank
  end)))
end

-- What a snapshot lacks, a sentence for each kind.
local function sentences(lacks)
  local since = lacks.since or "some day"
  local list = {}
  if lacks.columns[1] then
    list[1] = ("%s of what was registered or changed after %s"):format(
      table.concat(lacks.columns, ", "):gsub("_", " "), since)
  end
  list[#list + 1] = lacks.portless_names and "names without a port, registered after " .. since
  list[#list + 1] = lacks.contacts and "most contacts"
  return list
end

local function write_text(out, facts, width)
  local function put(line)
    out:write(line)
  end
  facts.note = facts.note and without_frame(facts.note)
  facts.lacks = facts.lacks and sentences(facts.lacks)
  for _, key in ipairs(KEYS) do
    local lines = {}
    for _, value in ipairs(type(facts[key]) == "table" and facts[key] or { facts[key] }) do
      array.append(lines, display.wrap(tostring(value), width))
    end
    layout.write_item(put, TITLES[key] or columns.title(key), lines, MARGIN)
  end
end

local function write_json(out, facts, ascii_only)
  local encode = require("ianaports.format.json").encode
  out:write(encode(facts, { first = KEYS, indent = true, ascii_only = ascii_only }), "\n")
end

function info.run(session, given)
  local registry, source = session:registry(true)
  local facts = registry:info()
  facts.registry, facts.last_updated = source, require("ianaports.base.user_copy").date(registry)
  if given.format == "json" then
    write_json(session:output(), facts, session:ascii_only())
  else
    local width = math.min(session:width() or MAX_WIDTH, MAX_WIDTH) - MARGIN
    write_text(session:output(), facts, math.max(width, MIN_WIDTH))
  end
  return true
end

return info
