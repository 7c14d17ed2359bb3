-- ianaports info

local failure = require "ianaports.cli.failure"
local options = require "ianaports.cli.options"
local display = require "ianaports.base.display"
local trim_right = require("ianaports.base.text").trim_right

local info = {
  summary = "Tell what the registry is, and of which day.",
  description = "Tells the registry's title, date, number of entries and contacts, experts, note"
    .. " and sources.",
  options = {
    {
      title = "Output",
      {
        names = "-f --format", value = "FORMAT", choices = { "text", "json" },
        help = "How to write it; text unless given.",
      },
      options.OUTPUT,
    },
    options.GENERAL,
  },
  examples = { "ianaports info", "ianaports --registry ports.csv info" },
}

local KEYS = {
  "title", "last_updated", "record_count", "contact_count", "reference", "experts", "note",
  "sources",
}

local TITLES = { record_count = "Entries", contact_count = "Contacts" }

local MARGIN = 14
local WIDTH = 90 -- where the terminal does not tell

local function title_of(key)
  return TITLES[key] or (key:gsub("_", " "):gsub("^%l", string.upper))
end

-- A frame of asterisks is none once its lines are folded.
local function without_frame(note)
  return trim_right((note:gsub("[ \t-\r*]+", function(run)
    return run:find("*", 1, true) and "\n" or run
  end)))
end

local function shown(key, value)
  if key == "note" then
    value = without_frame(value)
  end
  return type(value) == "number" and ("%d"):format(value) or value
end

local function write_text(out, facts, width)
  for _, key in ipairs(KEYS) do
    local values = type(facts[key]) == "table" and facts[key] or { facts[key] }
    local label = title_of(key)
    for _, value in ipairs(values) do
      for _, line in ipairs(display.wrap(shown(key, value), math.max(width - MARGIN, 20))) do
        out:write(trim_right(display.pad(label, MARGIN) .. line), "\n")
        label = ""
      end
    end
  end
end

local function write_json(out, facts, ascii_only)
  local encode = require("ianaports.format.json").encode
  out:write(encode(facts, { first = KEYS, indent = true, ascii_only = ascii_only }), "\n")
end

function info.run(session, given)
  local facts = session:registry():info()
  if given.format == "json" then
    write_json(session:output(), facts, session:ascii_only())
  else
    write_text(session:output(), facts, math.min(session:width() or WIDTH, WIDTH))
  end
  return failure.FOUND
end

return info
