-- Orders of tables by their fields, for table.sort.

local order = {}

-- Returns a comparison by the fields named: the first field in which two tables differ decides.
function order.by(...)
  local fields, count = { ... }, select("#", ...)
  return function(one, other)
    for index = 1, count do
      local field = fields[index]
      if one[field] ~= other[field] then
        return one[field] < other[field]
      end
    end
    return false
  end
end

return order
