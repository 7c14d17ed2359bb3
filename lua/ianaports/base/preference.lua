-- The order of preference for code that sorts entries itself, because a look-up for each port would
-- take too long. src/registry/preference.h has all of its rules.

local ianaports = require "ianaports"

local preference = {}

-- How many ranks there are.
preference.COUNT = 16

local function names_rfc(entry)
  for _, reference in ipairs(ianaports.references(entry)) do
    if reference.type == "rfc" then
      return true
    end
  end
  return false
end

-- The rank of an entry by rules 4 to 7, which compare two entries of one protocol and layer. The
-- best rank is 0.
function preference.rank(entry)
  return (entry.port_last and 8 or 0) + (entry.alias_of and 4 or 0)
    + (entry.description and 0 or 2) + (names_rfc(entry) and 0 or 1)
end

return preference
