-- Reads CSV text. The entries must be those that the oracle of the conformance specs reads.

local check = require "spec.fuzz.check"
local ianaports = require "ianaports"
local read_csv = require "spec.conformance.csv"
local read_rows = require "spec.conformance.rows"

local HEADER = table.concat(require("spec.support.registry_text").columns, ",")

local function expected_entries(text)
  local entries = {}
  for index, row in ipairs(read_rows(read_csv(text))) do
    entries[index] = row.entry
  end
  return entries
end

local function read(text)
  local registry = check.result(ianaports.parse(text, "csv"))
  if registry then
    local entries = check.registry(registry)
    check.same(expected_entries(text), entries, "read")
    check.written_as_csv(registry, entries)
    registry:close()
  end
end

-- Few inputs have a valid header, so each is also read below one.
return function(text)
  read(text)
  read(HEADER .. "\n" .. text)
end
