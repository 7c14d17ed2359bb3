-- How the command ends: its exit codes, and failures that end it with a message.

local system = require "ianaports.system"

local failure = {}

failure.FOUND = 0
failure.NOTHING = 1
failure.USAGE = 2
failure.FAILED = 3
failure.INTERRUPTED = 130 -- what shells report for a program that Ctrl-C has ended

-- The description of each code in the manual.
failure.MEANINGS = {
  [failure.FOUND] = "Something was found or done.",
  [failure.NOTHING] = "Nothing was found. By check: a name cannot be registered. By diff: something"
    .. " differs.",
  [failure.USAGE] = "A mistake in the arguments. By diff: a file failed, too.",
  [failure.FAILED] = "A file or the network failed.",
}

local Failure = {}

local function raise(code, message, ...)
  error(setmetatable({ code = code, message = message:format(...) }, Failure), 0)
end

-- The arguments are wrong.
function failure.usage(message, ...)
  raise(failure.USAGE, message, ...)
end

-- A file, the network or another program failed.
function failure.failed(message, ...)
  raise(failure.FAILED, message, ...)
end

-- Returns `value` if it is true; otherwise fails with the message, as assert does.
function failure.check(value, message)
  return value or failure.failed("%s", message)
end

-- Output failed. A pipe that nobody reads any more ends the command without a message.
function failure.output(message, errno)
  if errno and system.is_unread(errno) then
    error(setmetatable({ code = failure.FOUND }, Failure), 0)
  end
  failure.failed("%s", message)
end

-- Loads a Lua module that the command needs only for some tasks.
function failure.need(module)
  local found, loaded = pcall(require, module)
  return found and loaded
    or failure.failed("%s is not installed; on Debian: apt-get install lua-%s", module, module)
end

-- Whether an error is what lua.c raises on Ctrl-C.
function failure.is_interruption(value)
  return tostring(value):find "interrupted!$" ~= nil
end

function failure.is(value)
  return getmetatable(value) == Failure
end

return failure
