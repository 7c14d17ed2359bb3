-- Returns a function that returns the text in pieces, one in each call. Their lengths depend only
-- on the text.

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
