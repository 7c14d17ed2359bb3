-- An object to write to, which keeps what it is given.

-- Returns the object. Its method `text` returns all that was written.
return function()
  local pieces = {}
  return {
    write = function(self, ...)
      for index = 1, select("#", ...) do
        pieces[#pieces + 1] = (select(index, ...))
      end
      return self
    end,
    text = function()
      return table.concat(pieces)
    end,
  }
end
