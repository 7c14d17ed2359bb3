-- Functions that fail deep inside: `fail` and `check` stop the function that `run` has called.

local attempt = {}

local Failure = {}

-- Stops with a message. `detail` is a value for the caller of `run`.
function attempt.fail(message, detail)
  error(setmetatable({ message = message, detail = detail }, Failure), 0)
end

-- Returns its arguments if the first one is true; otherwise stops, with the second as message.
function attempt.check(value, ...)
  if not value then
    attempt.fail((...))
  end
  return value, ...
end

-- Calls f(...). Returns its result; or nil, the message and the detail if it has failed. Other
-- errors pass through.
function attempt.run(f, ...)
  local succeeded, result = pcall(f, ...)
  if succeeded then
    return result
  elseif getmetatable(result) ~= Failure then
    error(result, 0)
  end
  return nil, result.message, result.detail
end

return attempt
