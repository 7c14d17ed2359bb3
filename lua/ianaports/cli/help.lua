-- What --help shows: at most 80 columns wide, like the manual made from the definitions.

local array = require "ianaports.base.array"
local display = require "ianaports.base.display"
local facts = require "ianaports.cli.facts"
local options = require "ianaports.cli.options"

local help = {}

local WIDTH = 80
local INDENT = 3
local MARGIN = 28 -- where the text beside names begins

local function add_text(lines, text)
  array.append(lines, display.wrap(text, WIDTH))
end

-- Adds a section: a title, and for each item a name with a text beside it, or below a long name.
local function add_section(lines, title, items)
  if not items[1] then
    return
  end
  array.append(lines, { "", title .. ":" })
  for _, item in ipairs(items) do
    local label = (" "):rep(INDENT) .. item[1]
    if #label > MARGIN - 2 then
      lines[#lines + 1] = label
      label = ""
    end
    for _, line in ipairs(display.wrap(item[2], WIDTH - MARGIN)) do
      lines[#lines + 1] = display.pad(label, MARGIN) .. line
      label = ""
    end
  end
end

-- "[FILE]", "KEY...".
local function form_of(argument)
  local count = argument.count
  local form = (count == "+" or count == "*") and argument.name .. "..." or argument.name
  return (count == "?" or count == "*") and "[" .. form .. "]" or form
end

local function usage_of(name, definition)
  local words = { "Usage: ianaports", name, "[OPTION]..." }
  array.append(words, array.map(definition.arguments or {}, form_of))
  return table.concat(words, " ")
end

local function argument_item(argument)
  return { argument.name, argument.help }
end

local function option_item(option)
  local label = option.names:gsub(" ", ", ") .. (option.value and " " .. option.value or "")
  return { label, options.help(option) }
end

local function add_definition(lines, definition)
  lines[#lines + 1] = ""
  add_text(lines, definition.description)
  add_section(lines, "Arguments", array.map(definition.arguments or {}, argument_item))
  for _, group in ipairs(definition.options) do
    add_section(lines, group.title, array.map(group, option_item))
  end
end

local function finish(lines, definition)
  if definition.examples then
    array.append(lines, { "", "Examples:" })
    array.append(lines, array.map(definition.examples, function(example)
      return (" "):rep(INDENT) .. example
    end))
  end
  return table.concat(lines, "\n")
end

-- The help of a command.
function help.of(name, definition)
  local lines = { usage_of(name, definition) }
  add_definition(lines, definition)
  return finish(lines, definition)
end

-- The help of the default command, with the other commands and what holds for all of them.
-- `commands` is an array of names and summaries.
function help.whole(definition, commands)
  local lines = {
    "Usage: ianaports [OPTION]... KEY...", "       ianaports COMMAND [OPTION]...",
  }
  add_definition(lines, definition)
  add_section(lines, "Commands, each of which has --help", commands)
  add_section(lines, "Exit codes", facts.EXIT_CODES)
  add_section(lines, "Environment", facts.ENVIRONMENT)
  add_section(lines, "Files", facts.FILES)
  return finish(lines, definition)
end

return help
