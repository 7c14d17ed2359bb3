-- Counts the ports of a CSV in blocks, and compares them with what a reader in plain Lua counts.

local flow_reader = require "spec.support.flow_reader"
local flows = require "ianaports.format.flows"
local ianaports = require "ianaports"
local json = require "ianaports.format.json"
local new_tally = require("ianaports.report.tally").new

-- An input that shows its beginning as a whole, as base/input.lua does, and then comes in the
-- blocks that `next_block` returns: a report would take the first 64 KiB as one block.
local function input_of(text, next_block)
  local skipped = 0
  return {
    peek = function(_, count)
      return text:sub(1, count)
    end,
    skip = function(_, count)
      skipped = count
    end,
    read = function()
      while true do
        local block = next_block() or ""
        local rest = block:sub(skipped + 1)
        skipped = math.max(skipped - #block, 0)
        if rest ~= "" or block == "" then
          return rest
        end
      end
    end,
  }
end

local function count(text, next_block, options)
  local tally = new_tally(ianaports.bundled)
  flows.read(input_of(text, next_block), tally, options)
  return tally:add_to({}, flows, "input")
end

local function shown(counts)
  return json.encode { counts, counts.skipped, counts.warnings or "none" }
end

--- `options` are those of a form's `read`, see report/ports.lua; `next_block` returns the blocks of
-- the text, and then nil. Returns whether the text has a header.
return function(text, options, next_block)
  local expected = flow_reader.count(text, ianaports.bundled, options)
  local succeeded, counts = pcall(count, text, next_block, options)
  assert(succeeded == (expected ~= nil), "read otherwise")
  if succeeded then
    local one, other = shown(expected), shown(counts)
    assert(one == other, ("%q\ncounted otherwise: expected %s, got %s"):format(text, one, other))
  end
  return succeeded
end
