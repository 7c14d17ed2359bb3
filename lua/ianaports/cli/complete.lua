-- What shells complete. The scripts of completion.lua ask for it:
--
--   ianaports __complete WORD... CURRENT     the words up to the cursor; the last may be empty
--   ianaports __complete --pieces PIECE...   the same as bash has them: cut at "=" and ":"
--
-- The answer has a candidate on each line, some with a tab and a description, and a line ":files"
-- if the names of files belong there.

local array = require "ianaports.base.array"
local display = require "ianaports.base.display"
local options = require "ianaports.cli.options"
local parser = require "ianaports.cli.parser"
local protocol = require "ianaports.base.protocol"

local complete = {}

local FILES = ":files"

-- The state of a command line ------------------------------------------------------

-- The option that a word leaves without its value, or nil: "--format", "-f", "-af"; not "-fjson".
local function pending_of(word, by_name)
  if by_name[word] or word:find "^%-%-" then
    return by_name[word]
  end
  for index = 2, #word do
    local option = by_name["-" .. word:sub(index, index)]
    if option then
      return index == #word and option or nil
    end
  end
end

-- What the words before the cursor say: the definition of the command, whether its name is among
-- them, how many arguments it has, the option whose value comes next, whether options have ended,
-- and which registry and overlay are used.
local function read(words)
  local name, index = parser.find_command(words)
  local by_name = parser.value_options(name)
  local state = {
    definition = parser.definition(name), by_name = by_name, is_named = index ~= nil, count = 0,
    given = {},
  }
  for position, word in ipairs(words) do
    local pending = state.pending
    if pending then
      state.given[options.key(pending)] = word
      state.pending = nil
    elseif word == "--" and not state.is_literal then
      state.is_literal = true
    elseif state.is_literal or not word:find "^%-." then
      state.count = state.count + (position == index and 0 or 1)
    else
      local key, value = word:match "^%-%-(%l+)=(.*)$"
      state.given[key or ""] = value
      state.pending = pending_of(word, by_name)
    end
  end
  return state
end

-- Candidates ------------------------------------------------------------------------

local function nothing() end

local Answer = {}
Answer.__index = Answer

-- Adds a candidate if it begins with the text, case ignored.
function Answer:add(text, candidate, description)
  if candidate:sub(1, #text):lower() == text:lower() then
    local note = description and "\t" .. display.line(description) or ""
    table.insert(self.lines, self.kept .. candidate .. note)
  end
end

-- The registry of the command line; or nil if it cannot be read, which the command reports when it
-- runs. `is_whole`: whether its contacts are needed.
function Answer:registry(is_whole)
  local session = require("ianaports.cli.session").new({
    registry = self.state.given.registry,
    overlay = self.state.given.overlay,
  }, nil, { write = nothing })
  local opened, registry = pcall(session.registry, session, is_whole)
  return opened and registry or nil
end

-- What an argument may be, by the field `offers` of its definition.
local offers = {}

function offers.files(answer)
  answer.has_files = true
end

function offers.registries(answer, text)
  answer:add(text, "bundled", "the bundled registry")
  answer.has_files = true
end

-- Adds the names of services that begin with the text, each behind what stands before it.
local function add_names(answer, before, text)
  local columns = require "ianaports.cli.columns"
  local registry = not text:find "[*?]" and answer:registry()
  local seen = {}
  for entry in registry and registry:entries { service_name = text .. "*" } or nothing do
    local name = entry.service_name
    if not seen[name] then
      seen[name] = true
      answer:add(before .. text, before .. name, ("%s %s %s"):format(
        columns.cell(entry, "port_number"), entry.transport_protocol or "",
        entry.description or ""))
    end
  end
end

function offers.names(answer, text)
  add_names(answer, "", text)
end

function offers.contacts(answer, text)
  local registry = answer:registry(true)
  for contact in registry and registry:contacts() or nothing do
    answer:add(text, contact.id, contact.name)
  end
end

-- A port or name, also in a list such as T:80,https; from its slash on a protocol.
function offers.keys(answer, text)
  local key = text:match "^([^/]+/)[^/]*$"
  if key then
    for _, name in ipairs(protocol.NAMES) do
      answer:add(text, key .. name)
    end
  else
    local before = text:match "^.*[:,%[]" or ""
    add_names(answer, before, text:sub(#before + 1))
  end
end

-- Adds what an option or argument may be. Of a list, the last item is completed.
local function add_values(answer, target, text)
  local choices = target.choices or target.known
  if choices then
    local before = target.is_list and text:match "^.*," or ""
    for _, choice in ipairs(choices) do
      if not ("," .. before):find("," .. choice .. ",", 1, true) then
        answer:add(text, before .. choice)
      end
    end
  elseif target.offers then
    offers[target.offers](answer, text)
  end
end

local function add_options(answer, text)
  for option in parser.each_option(answer.state.definition) do
    for name in option.names:gmatch "%S+" do
      answer:add(text, name, (option.help .. " "):match "^(.-)%. ")
    end
  end
end

local function add_commands(answer, text)
  for _, name in ipairs(parser.COMMANDS) do
    answer:add(text, name, parser.definition(name).summary:gsub("%.$", ""))
  end
end

-- Adds what may stand where no option does. If that is nothing, the options are next.
local function add_arguments(answer, text)
  local state = answer.state
  local list = state.definition.arguments or {}
  local last = list[#list]
  local is_open = last and (last.count == "+" or last.count == "*")
  local argument = list[state.count + 1] or is_open and last or nil
  local is_first = not state.is_named and not state.is_literal and state.count == 0
  if is_first then
    add_commands(answer, text)
  end
  if argument and not (is_first and text == "") then -- all names would hide the commands
    add_values(answer, argument, text)
  elseif not is_first and text == "" and not state.is_literal then
    add_options(answer, text)
  end
end

local function fill(answer, current)
  local state = answer.state
  if state.pending then
    return add_values(answer, state.pending, current)
  elseif state.is_literal or not current:find "^%-" then
    return add_arguments(answer, current)
  end
  local name, text = current:match "^(%-%-[^=]+)=(.*)$"
  if not name then
    name, text = current:match "^(%-%a)(.+)$"
  end
  local option = state.by_name[name]
  if option then
    answer.kept = current:sub(1, #current - #text)
    return add_values(answer, option, text)
  end
  add_options(answer, current)
end

-- Command lines ---------------------------------------------------------------------

-- The words that bash has cut into pieces, without quotes: it makes "--format", "=" and "js" of
-- "--format=js". Returns them, and how many bytes of the last word bash keeps.
local function join(pieces)
  local words, is_open, kept = {}, false, 0
  for index, piece in ipairs(pieces) do
    local word, is_break = piece:gsub("[\"'\\]", ""), piece:find "^[=:@]+$" ~= nil
    if index > 1 and (is_break or is_open) then
      kept = #words[#words]
      words[#words] = words[#words] .. word
    else
      words[#words + 1], kept = word, 0
    end
    kept = is_break and #words[#words] or kept
    is_open = is_break
  end
  return words, kept
end

-- Writes the answer.
function complete.write(arguments, out)
  local words, kept = array.slice(arguments, 2), 0
  if words[1] == "--pieces" then
    words, kept = join(array.slice(words, 2))
  end
  local current = table.remove(words) or ""
  local answer = setmetatable({ state = read(words), kept = "", lines = {} }, Answer)
  fill(answer, current)
  for _, line in ipairs(answer.lines) do
    out:write(line:sub(kept + 1), "\n")
  end
  if answer.has_files then
    out:write(FILES, "\n")
  end
end

return complete
