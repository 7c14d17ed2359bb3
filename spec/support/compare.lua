-- Reports the first difference between registries. Assertions on every one of fourteen thousand
-- entries would take minutes.

local difference = require "spec.support.difference"

local compare = {}

local function iterators(kind, expected, got)
  local number = 0
  local next_got = got[kind](got)
  for value in expected[kind](expected) do
    number = number + 1
    local other = next_got()
    local found = difference.entry(value, other)
    if found then
      return ("%s, number %d: %s"):format(kind, number, found)
    end
  end
  return next_got() and ("%s: more than %d"):format(kind, number) or nil
end

-- What differs between the entries of two registries, in order, or nil.
function compare.entries(expected, got)
  return iterators("entries", expected, got)
end

-- What differs between the contacts of two registries, in order, or nil.
function compare.contacts(expected, got)
  return iterators("contacts", expected, got)
end

return compare
