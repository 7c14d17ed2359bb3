-- An input that is read in blocks: a text, or an object with a method `read` like a file's.

local read_error = require "ianaports.base.read_error"

local concat, find, gsub, sub = table.concat, string.find, string.gsub, string.sub

local Input = {}
Input.__index = Input

local input = {}

local BLOCK_SIZE = 65536

function input.new(source)
  local is_text = type(source) == "string"
  return setmetatable({
    bytes = is_text and source or "", -- what comes before all that is still to be read
    object = not is_text and source or nil, -- until it has ended
  }, Input)
end

--- The next block; "" at the end. Raises a read error, without a line, if reading fails.
function Input:read()
  local block = self.bytes
  if block ~= "" then
    self.bytes = ""
    return block
  elseif not self.object then
    return ""
  end
  local message
  block, message = self.object:read(BLOCK_SIZE)
  if block and block ~= "" then
    return block
  end
  self.object = nil
  if message and not block then
    error(read_error.new(tostring(message)), 0)
  end
  return ""
end

-- Reads blocks up to the one with which `is_enough(block, size)` is true, `size` being that of all
-- these blocks, or up to the end. Returns them as one.
function Input:gather(is_enough)
  local blocks, size = {}, 0
  repeat
    local block = self:read()
    blocks[#blocks + 1], size = block, size + #block
  until block == "" or is_enough(block, size)
  return concat(blocks)
end

--- The bytes that come next, at least so many, unless the input ends before. They are read again.
function Input:peek(least)
  self.bytes = self:gather(function(_, size)
    return size >= least
  end)
  return self.bytes
end

--- Passes over bytes that `peek` has returned.
function Input:skip(count)
  self.bytes = count == 0 and self.bytes or sub(self.bytes, count + 1)
end

--- All that is still to be read.
function Input:rest()
  return self:gather(function()
    return false
  end)
end

local function has_line_end(block)
  return find(block, "\n", 1, true)
end

--- Iterates over the lines: number, line without its end, which is LF or CR LF.
function Input:each_line()
  local number, bytes, position = 0, "", 1
  return function()
    local stop = find(bytes, "\n", position, true)
    if not stop then
      bytes, position = sub(bytes, position) .. self:gather(has_line_end), 1
      if bytes == "" then
        return nil
      end
      stop = find(bytes, "\n", 1, true) or #bytes + 1
    end
    local line = gsub(sub(bytes, position, stop - 1), "\r$", "")
    number, position = number + 1, stop + 1
    return number, line
  end
end

return input
