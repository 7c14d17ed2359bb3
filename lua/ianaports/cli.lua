--- The command `ianaports`.
-- @module ianaports.cli

local COMMANDS = require "ianaports.cli.commands"
local failure = require "ianaports.cli.failure"

local cli = {}

local LOOKUP = COMMANDS[1]

local is_command = {}
for _, name in ipairs(COMMANDS) do
  is_command[name] = true
end

-- Which command the arguments mean, and at which index it stands; the look-up where the
-- first word is none. Options may stand before.
local function find_command(arguments)
  local index = 1
  while arguments[index] do
    local argument = arguments[index]
    if argument == "--" then
      break
    elseif argument:find "^%-." then
      local takes_value = require("ianaports.cli.parser").value_options(LOOKUP)
      index = index + (takes_value[argument] and 2 or 1)
    elseif is_command[argument] then
      return argument, index
    else
      break
    end
  end
  return LOOKUP
end

-- The arguments without the command's name. Ports from 1 on, written "-100", would be taken
-- for options.
local function arguments_of(name, arguments, command_index)
  local takes_ports = name == LOOKUP or name == "free"
  local list, literal = {}, false
  local takes_value
  for index, argument in ipairs(arguments) do
    literal = literal or argument == "--"
    if index ~= command_index then
      if takes_ports and not literal and argument:find "^%-%d" then
        takes_value = takes_value or require("ianaports.cli.parser").value_options(name)
        argument = takes_value[arguments[index - 1]] and argument or "1" .. argument
      end
      list[#list + 1] = argument
    end
  end
  return list
end

local function has_option(arguments)
  for _, argument in ipairs(arguments) do
    if argument:find "^%-" then
      return true
    end
  end
  return #arguments == 0
end

-- The options of a command. Keys alone need no parser, and loading one takes longer than
-- looking them up.
local function parse(name, arguments)
  if name == LOOKUP and not has_option(arguments) then
    return { keys = arguments }
  end
  return require("ianaports.cli.parser").parse(name, arguments)
end

local function main(arguments, out, err, open)
  local session = require "ianaports.cli.session"
  local name, index = find_command(arguments)
  local options, text = parse(name, arguments_of(name, arguments, index))
  open.session = session.new(options or {}, out, err)
  if text then
    open.session:output():write(text, "\n")
    return failure.FOUND
  end
  return require("ianaports.cli." .. name).run(open.session, options)
end

-- The exit code for what stopped the command, told where there is something to tell.
local function explain(problem, err)
  local display = require "ianaports.base.display"
  if failure.is(problem) then
    if problem.message then
      err:write("ianaports: ", display.message(problem.message), "\n")
    end
    return problem.code
  elseif tostring(problem):find "interrupted!$" then -- so lua.c tells of Ctrl-C
    return failure.INTERRUPTED
  end
  err:write("ianaports: internal error: ", display.message(tostring(problem)), "\n")
  return failure.FAILED
end

--- Runs the command.
--
-- @function run
-- @tparam {string,...} arguments the arguments, as the shell passes them
-- @tparam file|table out where results go: a file, or an object with a method `write`
-- @tparam file|table err where messages go: a file, or an object with a method `write`
-- @treturn int the exit code: 0 if something was found or done, 1 if nothing was found, 2 for a
--   mistake in the arguments, 3 if a file or the network failed
-- @usage
-- os.exit(require("ianaports.cli").run({ "443/tcp" }, io.stdout, io.stderr))
function cli.run(arguments, out, err)
  local open = {}
  local done, result = pcall(function()
    local code = main(arguments, out, err, open)
    open.session:finish()
    return code
  end)
  if done then
    return result
  end
  if open.session then
    open.session:discard()
  end
  return explain(result, err)
end

return cli
