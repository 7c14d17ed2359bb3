-- An input and an output, read and written in blocks, with failures as nil, message.

local stream = {}
stream.__index = stream

local BLOCK_SIZE = 65536

function stream.new(input, output, source)
  return setmetatable({ input = input, output = output, source = source }, stream)
end

-- The next block, "" at the end; or nil, message.
function stream:read()
  local block, message = self.input:read(BLOCK_SIZE)
  if message and not block then
    return nil, ("%s: cannot read: %s"):format(self.source, tostring(message))
  end
  return block or ""
end

-- True, or nil, message. An object's `write` may give nothing where all is well.
function stream:write(text)
  if text == "" then
    return true
  end
  local written, message = self.output:write(text)
  if written == false or written == nil and message ~= nil then
    return nil, "cannot write: " .. tostring(message or "unknown failure")
  end
  return true
end

return stream
