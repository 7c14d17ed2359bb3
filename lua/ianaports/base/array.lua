-- Arrays: from and to iterators, and how to sort them.

local array = {}

-- The array of what an iterator returns first each time.
function array.collect(...)
  local list = {}
  for item in ... do
    list[#list + 1] = item
  end
  return list
end

-- Iterates over the items of an array, without their indices.
function array.each(list)
  local index = 0
  return function()
    index = index + 1
    return list[index]
  end
end

-- A comparison of tables for table.sort: the first of the named fields that differs decides.
function array.by(...)
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

return array
