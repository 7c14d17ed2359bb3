-- Returns the difference between an expected value and the actual one as text, or nil.

local difference = {}

function difference.value(expected, value)
  if expected ~= value then
    return ("expected %s, got %s"):format(tostring(expected), tostring(value))
  end
end

function difference.entry(expected, entry)
  if entry == nil or expected == nil then
    return entry ~= expected and "one is nil" or nil
  end
  for field, value in pairs(expected) do
    if entry[field] ~= value then
      return ("%s: expected %s, got %s"):format(field, tostring(value), tostring(entry[field]))
    end
  end
  for field, value in pairs(entry) do
    if expected[field] == nil then
      return ("%s: expected none, got %s"):format(field, tostring(value))
    end
  end
end

function difference.list(expected, list)
  for index = 1, math.max(#expected, #list) do
    local found = difference.entry(expected[index], list[index])
    if found then
      return ("of %d and %d entries, number %d: %s"):format(#expected, #list, index, found)
    end
  end
end

return difference
