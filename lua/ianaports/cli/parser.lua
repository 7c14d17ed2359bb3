-- Reads the arguments: finds the command, and has argparse read the options of its definition.

local array = require "ianaports.base.array"
local failure = require "ianaports.cli.failure"
local is_in = require("ianaports.base.options").is_in
local options = require "ianaports.cli.options"

local parser = {}

-- The names of all commands, in the order of the help. The first runs if none is named.
parser.COMMANDS = {
  "lookup", "search", "list", "free", "check", "contact", "info", "diff", "update", "annotate",
  "export", "report", "completion", "man",
}

local LOOKUP = parser.COMMANDS[1]

-- The definition of a command: `summary`, `description`, `arguments`, `options` in groups (see
-- options.lua), `examples`, and `run(session, options)`, which returns whether the exit code is
-- failure.FOUND or failure.NOTHING; `exit_codes` has codes in place of those in failure.lua.
function parser.definition(name)
  return require("ianaports.cli." .. name)
end

-- An iterator over the options of a definition.
function parser.each_option(definition)
  local list = {}
  for _, group in ipairs(definition.options) do
    array.append(list, group)
  end
  return array.each(list)
end

-- The options of a command that take a value, by name.
function parser.value_options(name)
  local by_name = {}
  for option in parser.each_option(parser.definition(name)) do
    for option_name in (option.value and option.names or ""):gmatch "%S+" do
      by_name[option_name] = option
    end
  end
  return by_name
end

-- The command that the arguments name, and the index of its name; or the look-up. Options may
-- come before the name.
function parser.find_command(arguments)
  local index = 1
  while arguments[index] do
    local argument = arguments[index]
    if is_in(parser.COMMANDS, argument) then
      return argument, index
    elseif argument == "--" or not argument:find "^%-." then
      return LOOKUP
    end
    index = index + (parser.value_options(LOOKUP)[argument] and 2 or 1)
  end
  return LOOKUP
end

-- The arguments without the command's name, and whether there are options among them. If a command
-- takes ports, the range "-100", which looks like an option, becomes "1-100".
local function own_arguments(name, arguments, command_index)
  local takes_ports = name == LOOKUP or name == "free"
  local takes_value = parser.value_options(name)
  local list, literal, has_options = {}, false, false
  for index, argument in ipairs(arguments) do
    literal = literal or argument == "--"
    if takes_ports and not literal and argument:find "^%-%d"
      and not takes_value[arguments[index - 1]] then
      argument = "1" .. argument
    end
    if index ~= command_index then
      list[#list + 1] = argument
      has_options = has_options or argument:find "^%-" ~= nil
    end
  end
  return list, has_options
end

-- Whether the parser reads the argument of an option as a list of choices.
local function is_read_here(option)
  return option.is_list and option.choices ~= nil
end

-- Adds the arguments and options of a definition to a parser of argparse. `wanted.immediate` is set
-- if the user asks for the help or the version.
local function fill(target, definition, wanted)
  for _, argument in ipairs(definition.arguments or {}) do
    target:argument(argument.name) {
      argname = argument.name,
      target = argument.target,
      args = argument.count,
      choices = argument.choices,
    }
  end
  for option in parser.each_option(definition) do
    local add = option.value and target.option or target.flag
    add(target, option.names) {
      choices = not option.is_list and option.choices or nil,
      convert = is_read_here(option) and function(text)
        return options.list(option, text)
      end or nil,
      count = (option.many or is_read_here(option)) and "*" or nil,
      overwrite = not option.once,
      action = option.immediate and function()
        wanted.immediate = wanted.immediate or option.immediate
      end or nil,
    }
  end
  return target
end

-- Refuses an argument that is empty, most often a variable of the shell without a value. Where an
-- empty text has a meaning or a message of its own, the definition has `takes_empty`.
local function refuse_empty(given, definition)
  local function check(definition_of_value, key, name)
    local value = given[key]
    if not definition_of_value.takes_empty
      and (value == "" or type(value) == "table" and is_in(value, "")) then
      failure.usage("%s: it is empty", name)
    end
  end
  for _, argument in ipairs(definition.arguments or {}) do
    check(argument, argument.target, argument.name)
  end
  for option in parser.each_option(definition) do
    local key = options.key(option)
    check(option, key, "--" .. key:gsub("_", "-"))
  end
end

-- Joins the lists of options that may be repeated: an option that is not given is absent.
local function join_lists(given, definition)
  for option in parser.each_option(definition) do
    if is_read_here(option) then
      local key, values = options.key(option), {}
      for _, list in ipairs(given[key]) do
        array.append(values, list)
      end
      given[key] = values[1] and array.unique(values)
    end
  end
  return given
end

local function full_name(name)
  return name == LOOKUP and "ianaports" or "ianaports " .. name
end

local function help_of(name)
  local help = require "ianaports.cli.help"
  if name ~= LOOKUP then
    return help.of(name, parser.definition(name))
  end
  return help.whole(parser.definition(name), array.map(parser.COMMANDS, function(command)
    return { command, parser.definition(command).summary }
  end))
end

-- Returns the name of the command and its options; and, if the user asked for the help or the
-- version instead, a function of the session that returns that text.
function parser.parse(arguments)
  local name, index = parser.find_command(arguments)
  local list, has_options = own_arguments(name, arguments, index)
  if name == LOOKUP and list[1] and not has_options then
    return name, { list = list } -- loading argparse takes longer than a look-up
  end
  local wanted, definition = {}, parser.definition(name)
  local target = failure.need "argparse"(full_name(name)):add_help(false)
  local parsed, result = fill(target, definition, wanted):pparse(list)
  if wanted.immediate == "help" then
    return name, {}, function() return help_of(name) end
  elseif wanted.immediate == "version" then
    return name, parsed and result or {}, function(session) return session:version() end
  elseif not parsed then
    local meant = name == LOOKUP and list[1]
      and require("ianaports.cli.notice").nearest(list[1], parser.COMMANDS)
    failure.usage("%s\nTry: %s --help", result, full_name(meant or name))
  end
  refuse_empty(result, definition)
  return name, join_lists(result, definition)
end

return parser
