-- Reads the arguments: finds the command, and has argparse read the options of its definition.

local array = require "ianaports.base.array"
local failure = require "ianaports.cli.failure"
local is_in = require("ianaports.base.options").is_in

local parser = {}

-- The names of all commands, in the order of the help. The first runs if none is named.
parser.COMMANDS = {
  "lookup", "search", "list", "free", "check", "contact", "info", "diff", "update", "annotate",
  "export", "report", "completion", "man",
}

local LOOKUP = parser.COMMANDS[1]
local WIDTH = 90

-- The definition of a command: `summary`, `description`, `arguments`, `options` in groups (see
-- options.lua), `examples`, and `run(session, options)`, which returns whether the exit code is
-- failure.FOUND or failure.NOTHING; `exit_codes` has codes in place of those in failure.lua.
function parser.definition(name)
  return require("ianaports.cli." .. name)
end

-- The names of a command's options that take a value, as a set.
local function value_options(name)
  local set = {}
  for _, group in ipairs(parser.definition(name).options) do
    for _, option in ipairs(group) do
      for option_name in (option.value and option.names or ""):gmatch "%S+" do
        set[option_name] = true
      end
    end
  end
  return set
end

-- The command that the arguments name, and the index of its name; or the look-up. Options may
-- come before the name.
local function find_command(arguments)
  local index = 1
  while arguments[index] do
    local argument = arguments[index]
    if is_in(parser.COMMANDS, argument) then
      return argument, index
    elseif argument == "--" or not argument:find "^%-." then
      return LOOKUP
    end
    index = index + (value_options(LOOKUP)[argument] and 2 or 1)
  end
  return LOOKUP
end

-- The arguments without the command's name, and whether there are options among them. If a command
-- takes ports, the range "-100", which looks like an option, becomes "1-100".
local function own_arguments(name, arguments, command_index)
  local takes_ports = name == LOOKUP or name == "free"
  local takes_value = value_options(name)
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

local function add_option(target, option, wanted)
  local add = option.value and target.option or target.flag
  local built = add(target, option.names) {
    argname = option.value,
    description = option.help,
    choices = option.choices,
    convert = option.convert,
    count = option.many and "*" or nil,
    action = option.immediate and function()
      wanted.immediate = wanted.immediate or option.immediate
    end or nil,
  }
  -- "-f, --format FORMAT" on one line; argparse puts each name on a line of its own.
  built._get_label_lines = function()
    return { (option.names:gsub(" ", ", ") .. (option.value and " " .. option.value or "")) }
  end
  return built
end

-- Adds the arguments and options of a definition to a parser of argparse.
local function fill(target, definition, wanted)
  target:description(definition.description)
  for _, argument in ipairs(definition.arguments or {}) do
    target:argument(argument.name) {
      argname = argument.name,
      target = argument.target,
      args = argument.count,
      description = argument.help,
      choices = argument.choices,
    }
  end
  for _, group in ipairs(definition.options) do
    target:group(group.title, (table.unpack or unpack)(array.map(group, function(option)
      return add_option(target, option, wanted)
    end)))
  end
  if definition.examples then
    target:epilog("Examples:\n   " .. table.concat(definition.examples, "\n   "))
  end
  return target
end

local function full_name(name)
  return name == LOOKUP and "ianaports" or "ianaports " .. name
end

-- A parser of argparse for a command. `wanted.immediate` is set if the user asks for the help or
-- the version.
local function new(name, wanted)
  local target = failure.need "argparse"(full_name(name)):add_help(false):help_max_width(WIDTH)
    :usage_max_width(WIDTH):help_description_margin(30)
  return fill(target, parser.definition(name), wanted)
end

-- The parser of the look-up with all commands: for its help, and for completions.
function parser.whole()
  local target = new(LOOKUP, {}):require_command(false)
  target:usage "Usage: ianaports [OPTION]... KEY...\n       ianaports COMMAND [OPTION]..."
  for _, name in ipairs(parser.COMMANDS) do
    local definition = parser.definition(name)
    fill(target:command(name):add_help(false):summary(definition.summary), definition, {})
  end
  return target
end

-- Returns the name of the command and its options; and, if the user asked for the help or the
-- version instead, a function of the session that returns that text.
function parser.parse(arguments)
  local name, index = find_command(arguments)
  local list, has_options = own_arguments(name, arguments, index)
  if name == LOOKUP and list[1] and not has_options then
    return name, { list = list } -- loading argparse takes longer than a look-up
  end
  local wanted = {}
  local target = new(name, wanted)
  local parsed, result = target:pparse(list)
  if wanted.immediate == "help" then
    local help = (name == LOOKUP and parser.whole() or target):get_help()
    return name, {}, function() return help end
  elseif wanted.immediate == "version" then
    return name, parsed and result or {}, function(session) return session:version() end
  elseif not parsed then
    local meant = name == LOOKUP and list[1]
      and require("ianaports.cli.notice").nearest(list[1], parser.COMMANDS)
    failure.usage("%s\nTry: %s --help", result, full_name(meant or name))
  end
  return name, result
end

return parser
