-- The ports of a CSV, counted in blocks by the core (src/flow/counter.h), beside a reader in Lua.

local flow_reader = require "spec.support.flow_reader"
local flows = require "ianaports.format.flows"
local ianaports = require "ianaports"
local json = require "ianaports.format.json"
local new_random = require "spec.conformance.random"
local new_tally = require("ianaports.report.tally").new
local random_flows = require "spec.support.random_flows"
local report = require "ianaports.report"
local wild_csv = require "spec.support.wild_csv"

-- An input that shows its beginning as a whole, as base/input.lua does, and then comes in blocks of
-- this size: a report would take the first 64 KiB as one block.
local function input_of(text, size)
  local position = 1
  return {
    peek = function(_, count)
      return text:sub(1, count)
    end,
    skip = function(_, count)
      position = position + count
    end,
    read = function()
      position = position + size
      return text:sub(position - size, position - 1)
    end,
  }
end

local function count_in_blocks(text, size, options)
  local tally = new_tally(ianaports.bundled)
  flows.read(input_of(text, size), tally, options)
  return tally:add_to({}, flows, "input")
end

local function shown(counts)
  return json.encode { counts, counts.skipped, counts.warnings or "none" }
end

-- Asserts that the counts are right in blocks of each of these sizes.
local function assert_right(text, options, sizes)
  local expected = flow_reader.count(text, ianaports.bundled, options)
  local expected_text = shown(expected)
  for _, size in ipairs(sizes) do
    local counts = count_in_blocks(text, size, options)
    if shown(counts) ~= expected_text then -- quickly: assert.same takes a millisecond
      assert.same(expected, counts, ("%q in blocks of %d"):format(text, size))
    end
  end
end

local function up_to(most)
  local sizes = {}
  for size = 1, most do
    sizes[size] = size
  end
  return sizes
end

describe("A CSV in blocks", function()
  for label, case in pairs(wild_csv) do
    it("is counted as a whole: " .. label, function()
      assert_right(case[1], {}, up_to(40))
    end)
  end

  local wrong = 'dst_port,proto,dst_ip\r\n443,tcp,"a""b"\r\n"44\n3",tcp,"x"y,1\r80,6,a"\r\r\n80,6,b'
    .. '\r\n\r\n70000,tcp,c\n"h""i",tcp,d\nhttp-alt,udp,e\nhttps,"t""cp",f\nTotal\n1\r"53",17," g"'

  it("is counted as a whole: with all that can be wrong", function()
    for _, ending in ipairs { "", "\n", "\r", "\r\r", "\r\n", "\n443,tcp", '\n443,tcp,"' } do
      assert_right(wrong .. ending, {}, up_to(#wrong + 1))
    end
  end)

  it("is counted as a whole: random ones #slow", function()
    local random = new_random(20261126)
    for _ = 1, 2000 do
      local text, delimiter = random_flows.text(random, 12)
      local options = { delimiter = delimiter }
      if flows.find_header(text, true, options) then
        assert_right(text, options, { random:integer(1, 16), random:integer(1, 64), #text + 1 })
      end
    end
  end)

  it("gives the same counts from a file", function()
    local random = new_random(5)
    local rows = { "dst_port,proto,dst_ip\n" }
    for index = 2, 20000 do
      rows[index] = ("%d,%d,192.0.%d.%d\n"):format(random:integer(0, 999), random:item { 6, 17, 1 },
        random:integer(0, 3), random:integer(1, 255))
    end
    local text = table.concat(rows)
    local file = assert(io.tmpfile())
    file:write(text)
    file:seek "set"
    assert.same(flow_reader.count(text, ianaports.bundled), report.read_ports(file))
    file:close()
    assert.same(flow_reader.count(text, ianaports.bundled), report.read_ports(text))
  end)
end)
