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
    bytes = is_text and source or "", -- those from `position` on are still to be read
    position = 1,
    object = not is_text and source or nil, -- what comes after them, until it has ended
  }, Input)
end

--- The next block of an object with a method `read`; "" at the end; or nil and a message.
function input.read_block(object)
  local block, message = object:read(BLOCK_SIZE)
  if block and type(block) ~= "string" then
    return nil, ("a string expected from read, got a %s"):format(type(block))
  elseif message and not block then
    return nil, tostring(message)
  end
  return block or ""
end

-- The next block of the object; "" at the end.
local function read_object(self)
  if not self.object then
    return ""
  end
  local block, message = input.read_block(self.object)
  if block and block ~= "" then
    return block
  end
  self.object = nil
  if not block then
    error(read_error.new(message), 0)
  end
  return ""
end

--- The next block; "" at the end. It has 64 KiB at most, unless the object returns more. Raises a
-- read error, without a line, if reading fails.
function Input:read()
  local first = self.position
  if first > #self.bytes then
    return read_object(self)
  end
  self.position = first + BLOCK_SIZE
  return sub(self.bytes, first, self.position - 1)
end

-- Reads blocks up to the end, or up to one for which `is_last(block)` is true. Returns them as one.
local function gather(self, is_last)
  local blocks = {}
  repeat
    local block = self:read()
    blocks[#blocks + 1] = block
  until block == "" or is_last and is_last(block)
  return concat(blocks)
end

--- The next bytes, so many unless the input ends before. They are still to be read.
function Input:peek(count)
  local missing = self.position + count - 1 - #self.bytes
  if missing > 0 then
    local blocks = { sub(self.bytes, self.position) }
    repeat
      local block = read_object(self)
      blocks[#blocks + 1], missing = block, missing - #block
    until block == "" or missing <= 0
    self.bytes, self.position = concat(blocks), 1
  end
  return sub(self.bytes, self.position, self.position + count - 1)
end

--- Passes over bytes that `peek` has returned.
function Input:skip(count)
  self.position = self.position + count
end

--- All that is still to be read.
function Input:rest()
  return gather(self)
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
      bytes, position = sub(bytes, position) .. gather(self, has_line_end), 1
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
