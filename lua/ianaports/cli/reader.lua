-- Reads a file block by block, without waiting for a block to fill: whoever follows a log or a pipe
-- sees each line when it is there.

local system = require "ianaports.system"

local Reader = {}
Reader.__index = Reader

-- The next block, nil at the end; or nil, a message and a code. Its size does not depend on what
-- is asked for.
function Reader:read()
  local block, message, code
  repeat
    block, message, code = self.next_block()
  until block ~= false -- after a signal
  return block ~= "" and block or nil, message, code
end

-- What the method of a file does.
function Reader:seek(whence, offset)
  return system.seek(self.file, whence, offset)
end

function Reader:close()
  return self.file:close()
end

local reader = {}

-- A reader of a Lua file, of which nothing has been read.
function reader.new(file)
  return setmetatable({ file = file, next_block = system.reader(file) }, Reader)
end

return reader
