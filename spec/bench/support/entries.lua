-- Checks that a floor returns the same entries as the module.

local entries = {}

local function contains(one, other)
  for name, value in pairs(one) do
    if other[name] ~= value then
      return false, name
    end
  end
  return true
end

-- Raises an error if two entries differ.
function entries.assert_same(given, wanted)
  for _, pair in ipairs { { given, wanted }, { wanted, given } } do
    local same, name = contains(pair[1], pair[2])
    if not same then
      error(("the floor's entry of %s %s differs in %s"):format(
        wanted.service_name, wanted.port_number, name), 2)
    end
  end
end

-- An iterator over an array.
function entries.each(array)
  local index = 0
  return function()
    index = index + 1
    return array[index]
  end
end

-- Raises an error if two iterators differ.
function entries.assert_same_rows(given, wanted)
  for entry in wanted do
    entries.assert_same(assert(given(), "the floor gives fewer rows"), entry)
  end
  assert(given() == nil, "the floor gives more rows")
end

return entries
