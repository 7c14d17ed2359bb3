-- Objects with a method `read` like a file's, for specs of what reads in blocks.

local source = {}

--- A file in memory from which at most `size` bytes are read at once.
function source.of(text, size)
  local position = 1
  return {
    read = function(_, wanted)
      local piece = text:sub(position, position + math.min(size or wanted, wanted) - 1)
      position = position + #piece
      return piece ~= "" and piece or nil
    end,
  }
end

--- One that repeats a text so many times, after another, without ever holding all of it.
function source.repeated(first, text, times)
  local done = false
  return {
    read = function(_, wanted)
      if not done then
        done = true
        return first
      elseif times == 0 then
        return nil
      end
      local count = math.max(1, math.min(times, math.floor(wanted / #text)))
      times = times - count
      return text:rep(count)
    end,
  }
end

--- One from which reading fails with a message, after a text.
function source.failing(text, message)
  return {
    read = function()
      local block = text
      text = nil
      return block, not block and message or nil
    end,
  }
end

return source
