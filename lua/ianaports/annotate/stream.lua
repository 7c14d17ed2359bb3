-- An input and an output, read and written in blocks, with failures as nil, message.

local output = require "ianaports.base.output"

local stream = {}
stream.__index = stream

local BLOCK_SIZE = 65536

function stream.new(input, to, source)
  return setmetatable({ input = input, output = to, source = source }, stream)
end

-- The next block, "" at the end; or nil, message.
function stream:read()
  local block, message = self.input:read(BLOCK_SIZE)
  if message and not block then
    return nil, ("%s: cannot read: %s"):format(self.source, tostring(message))
  end
  return block or ""
end

-- Returns true, or nil and a message.
function stream:write(text)
  if text == "" then
    return true
  end
  local written, message = output.write(self.output, text)
  return written, not written and "cannot write: " .. (message or "unknown failure") or nil
end

return stream
