-- Counts comparisons and keeps the first that fails, because a hundred thousand of busted's
-- assertions would take minutes.

local assert = require "luassert"

return function()
  local tally = { count = 0 }
  function tally:check(difference, ...)
    self.count = self.count + 1
    if difference and not self.first then
      self.first = ("%s: %s"):format(table.concat({ ... }, " "), difference)
    end
  end
  function tally:conclude(expected_count)
    assert.is_nil(self.first)
    assert.equal(expected_count, self.count)
  end
  return tally
end
