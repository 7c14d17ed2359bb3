-- Gives a function that gives the text in pieces, one each time; how long they are depends
-- on the text alone.

return function(text)
  local position, length = 1, #text
  return function()
    if position <= #text then
      length = 1 + (length * 7 + text:byte(position)) % 61
      local piece = text:sub(position, position + length - 1)
      position = position + length
      return piece
    end
  end
end
