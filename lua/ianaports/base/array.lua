-- Arrays: from and to iterators, item by item, and how to sort them.

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

-- The array of f(item) for each item.
function array.map(list, f)
  local results = {}
  for index, item in ipairs(list) do
    results[index] = f(item)
  end
  return results
end

-- The array of the items from an index on.
function array.slice(list, first)
  local results = {}
  for index = first, #list do
    results[#results + 1] = list[index]
  end
  return results
end

-- The array of the items for which f(item) is true.
function array.filter(list, f)
  local results = {}
  for _, item in ipairs(list) do
    if f(item) then
      results[#results + 1] = item
    end
  end
  return results
end

-- Appends the items of another array. Returns the first one.
function array.append(list, items)
  for _, item in ipairs(items) do
    list[#list + 1] = item
  end
  return list
end

-- The items without repetitions, in the order in which they first occur.
function array.unique(list)
  local seen, results = {}, {}
  for _, item in ipairs(list) do
    if not seen[item] then
      seen[item] = true
      results[#results + 1] = item
    end
  end
  return results
end

-- The items by key_of(item): a table of arrays. Items without a key are left out.
function array.group(list, key_of)
  local groups = {}
  for _, item in ipairs(list) do
    local key = key_of(item)
    if key then
      groups[key] = groups[key] or {}
      table.insert(groups[key], item)
    end
  end
  return groups
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
