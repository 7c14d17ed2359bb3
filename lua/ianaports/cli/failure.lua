-- Failures that end the command with a message and an exit code.

local failure = {}

failure.FOUND = 0
failure.NOTHING = 1
failure.USAGE = 2
failure.FAILED = 3
failure.INTERRUPTED = 130 -- what shells tell of a program that Ctrl-C has ended

local EPIPE = 32

local Failure = {}

local function raise(code, message, ...)
  error(setmetatable({ code = code, message = message:format(...) }, Failure), 0)
end

-- The user asked for what there is not.
function failure.usage(message, ...)
  raise(failure.USAGE, message, ...)
end

-- A file, the network or another program failed.
function failure.failed(message, ...)
  raise(failure.FAILED, message, ...)
end

-- Output failed. A pipe that nobody reads any more ends the command without a message.
function failure.output(message, errno)
  if errno == EPIPE then
    error(setmetatable({ code = failure.FOUND }, Failure), 0)
  end
  failure.failed("%s", message)
end

function failure.is(value)
  return getmetatable(value) == Failure
end

return failure
