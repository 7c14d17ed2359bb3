-- Compares the CSV reader with the oracle's on thousands of unusual files.
-- IANAPORTS_SEEDS=FIRST-LAST selects others.

local difference = require "spec.support.difference"
local ianaports = require "ianaports"
local new_oracle = require "spec.conformance.oracle"
local new_random = require "spec.conformance.random"
local new_tally = require "spec.conformance.tally"
local odd_csv = require "spec.conformance.random_csv"
local sample = require "spec.support.sample"

-- The reader is in C and the same under every Lua.
local DEFAULT = (os.getenv "LUA_VERSION" or "5.4") == "5.4" and "1-3000" or "1-300"

local first, last = (os.getenv "IANAPORTS_SEEDS" or DEFAULT):match "^(%d+)%-(%d+)$"
assert(first, "IANAPORTS_SEEDS is FIRST-LAST")

local function check_key(tally, oracle, registry, key, protocol)
  local expected = oracle:find_all(key, protocol)
  tally:check(difference.list(expected, registry:find_all(key, protocol)), "find_all", key)
end

local function check(tally, oracle, registry)
  local entries = sample.collect(registry:entries())
  tally:check(difference.list(oracle:entries(), entries), "entries")
  for _, row in ipairs(oracle.rows) do
    local entry = row.entry
    for _, key in ipairs { entry.service_name or row.first, row.first, row.last } do
      check_key(tally, oracle, registry, key)
      check_key(tally, oracle, registry, key, entry.transport_protocol)
    end
  end
end

describe("Random, unusual CSV files #slow", function()
  it("are read as the oracle reads them", function()
    local rows = 0
    for seed = tonumber(first), tonumber(last) do
      local text, tally = odd_csv(new_random(seed)), new_tally()
      local oracle = new_oracle(text)
      local registry, message = ianaports.parse(text, "csv")
      assert(registry, ("seed %d: %s"):format(seed, tostring(message)))
      check(tally, oracle, registry)
      registry:close()
      assert.is_nil(tally.first and ("seed %d: %s"):format(seed, tally.first))
      rows = rows + #oracle.rows
    end
    assert.is_true(rows > last - first)
  end)
end)
