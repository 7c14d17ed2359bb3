-- Numbers that options take.

local failure = require "ianaports.cli.failure"

local MOST = 2147483647 -- more is as good as no limit, and some versions of Lua cannot count on

-- The number that an option's text stands for, or nil without a text. `expected` says what it
-- has to be.
return function(option, text, expected)
  local number = text and tonumber(text:match "^%d+$")
  if text and not (number and number > 0) then
    failure.usage('%s: %s expected, got "%s"', option, expected, text)
  end
  return number and math.min(number, MOST)
end
