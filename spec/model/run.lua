-- Checks one random registry after the other.
--
-- usage: lua spec/model/run.lua [SECONDS [SEED]]
--
-- The registries are those of SEED, SEED + 1, and so on; the time is the default SEED. Stops at the
-- first wrong answer and prints the smallest case that shows it.

local check = require "spec.model.check"

local SECONDS_A_LINE = 10 -- after a crash, the last line says where to begin

local seconds, first = tonumber(arg[1]) or 60, tonumber(arg[2]) or os.time()
local seed, asked, shown = first, 0, os.time()

print(("SEED=%d"):format(first))
while os.clock() < seconds do
  if os.time() - shown >= SECONDS_A_LINE then
    shown = os.time()
    print(("SEED=%d so far"):format(seed))
    io.stdout:flush()
  end
  local report, count = check.seed(seed)
  if report then
    print("\nThe module and the model differ:\n\n" .. report)
    os.exit(1)
  end
  seed, asked = seed + 1, asked + count
end
print(("%d registries, %d queries, none wrong; SEED=%d to %d"):format(seed - first, asked, first,
  seed - 1))
