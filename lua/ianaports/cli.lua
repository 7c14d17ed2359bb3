--- The command `ianaports`.
-- @module ianaports.cli

local display = require "ianaports.base.display"
local failure = require "ianaports.cli.failure"
local parser = require "ianaports.cli.parser"
local session = require "ianaports.cli.session"
local system = require "ianaports.system"

local cli = {}

-- Runs the command. Sets `open.session` when the session begins.
local function main(arguments, out, err, open)
  if arguments[1] == "__complete" then
    require("ianaports.cli.complete").write(arguments, out)
    return failure.FOUND
  end
  local name, options, answer = parser.parse(arguments)
  open.session = session.new(options, out, err)
  open.exit_codes = parser.definition(name).exit_codes
  local found = true
  if answer then
    open.session:output():write(answer(open.session), "\n")
  else
    found = require("ianaports.cli." .. name).run(open.session, options)
  end
  open.session:finish()
  return found and failure.FOUND or failure.NOTHING
end

-- Writes what stopped the command, and returns the exit code for it.
local function explain(problem, err)
  if failure.is(problem) then
    if problem.message then
      err:write("ianaports: ", display.message(problem.message), "\n")
    end
    return problem.code
  elseif failure.is_interruption(problem) then
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
--   mistake in the arguments, 3 if a file or the network failed; those of `diff` are those of
--   diff(1)
-- @usage
-- os.exit(require("ianaports.cli").run({ "443/tcp" }, io.stdout, io.stderr))
function cli.run(arguments, out, err)
  if out == io.stdout then
    system.set_binary()
  end
  local open = {}
  local done, result = pcall(main, arguments, out, err, open)
  if done then
    return result
  elseif open.session then
    open.session:discard()
  end
  local code = explain(result, err)
  return open.exit_codes and open.exit_codes[code] or code
end

return cli
