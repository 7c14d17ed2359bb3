-- Parsers for the command line, by argparse, from the definitions of the commands.

local COMMANDS = require "ianaports.cli.commands"
local failure = require "ianaports.cli.failure"

local parser = {}

local WIDTH = 90

local function command(name)
  return require("ianaports.cli." .. name)
end

local function load_argparse()
  local found, argparse = pcall(require, "argparse")
  if not found then
    failure.failed "argparse is not installed; on Debian: apt-get install lua-argparse"
  end
  return argparse
end

-- "-f, --format FORMAT" on one line; argparse gives each name a line of its own.
local function label(option)
  return { (option.names:gsub(" ", ", ") .. (option.value and " " .. option.value or "")) }
end

local function add_option(target, option, wanted)
  local built = option.value and target:option(option.names):argname(option.value)
    or target:flag(option.names)
  built:description(option.help)
  built._get_label_lines = function()
    return label(option)
  end
  if option.choices then
    built:choices(option.choices)
  end
  if option.convert then
    built:convert(option.convert)
  end
  if option.many then
    built:count "*"
  end
  if option.immediate then
    built:action(function()
      wanted.immediate = wanted.immediate or option.immediate
    end)
  end
  return built
end

-- Adds the arguments and options of a definition to a parser of argparse.
local function fill(target, definition, wanted)
  target:description(definition.description)
  for _, argument in ipairs(definition.arguments or {}) do
    local built = target:argument(argument.name)
      :argname(argument.name):target(argument.target):args(argument.count or 1)
      :description(argument.help)
    if argument.choices then
      built:choices(argument.choices)
    end
  end
  for _, group in ipairs(definition.options) do
    local options = {}
    for index, option in ipairs(group) do
      options[index] = add_option(target, option, wanted)
    end
    target:group(group.title, (table.unpack or unpack)(options))
  end
  if definition.examples then
    target:epilog("Examples:\n   " .. table.concat(definition.examples, "\n   "))
  end
  return target
end

local function new(name, wanted)
  local definition = command(name)
  local argparse = load_argparse()
  local full_name = name == COMMANDS[1] and "ianaports" or "ianaports " .. name
  return fill(argparse(full_name):add_help(false):help_max_width(WIDTH)
    :usage_max_width(WIDTH):help_description_margin(30), definition, wanted)
end

-- The parser of the look-up with all commands: for its help, and for completions.
function parser.whole()
  local wanted = {}
  local target = new(COMMANDS[1], wanted):require_command(false)
  target:usage "Usage: ianaports [OPTION]... KEY...\n       ianaports COMMAND [OPTION]..."
  for _, name in ipairs(COMMANDS) do
    local definition = command(name)
    local built = target:command(name):add_help(false):summary(definition.summary)
    fill(built, definition, wanted)
  end
  return target
end

local function help(name, target)
  return (name == COMMANDS[1] and parser.whole() or target):get_help()
end

local function version()
  local ianaports = require "ianaports"
  return ("%s, registry of %s, %s"):format(ianaports._VERSION, ianaports.info().last_updated,
    rawget(_G, "jit") and jit.version or _VERSION)
end

-- Reads the arguments of a command. Gives its options; or nil and a text that the user
-- asked for instead.
function parser.parse(name, arguments)
  local wanted = {}
  local target = new(name, wanted)
  local parsed, result = target:pparse(arguments)
  if wanted.immediate == "help" then
    return nil, help(name, target)
  elseif wanted.immediate == "version" then
    return nil, version()
  elseif not parsed then
    failure.usage("%s\nTry: ianaports %s--help", result,
      name == COMMANDS[1] and "" or name .. " ")
  end
  return result
end

-- The names of a command's options that take a value, as a set.
function parser.value_options(name)
  local set = {}
  for _, group in ipairs(command(name).options) do
    for _, option in ipairs(group) do
      for option_name in (option.value and option.names or ""):gmatch "%S+" do
        set[option_name] = true
      end
    end
  end
  return set
end

return parser
