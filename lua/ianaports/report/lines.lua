-- Iterates over the lines of a text, without their ends: number, line.

return function(text)
  local number, position = 0, 1
  return function()
    if position > #text then
      return nil
    end
    local stop = text:find("\n", position, true) or #text + 1
    local line = text:sub(position, stop - 1):gsub("\r$", "")
    number, position = number + 1, stop + 1
    return number, line
  end
end
