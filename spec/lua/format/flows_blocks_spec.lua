-- The ports of a CSV, counted in blocks by the core (src/flow/counter.h), beside a reader in Lua.

local compare = require "spec.support.compare_counts"
local flow_reader = require "spec.support.flow_reader"
local ianaports = require "ianaports"
local new_random = require "spec.conformance.random"
local random_flows = require "spec.support.random_flows"
local report = require "ianaports.report"
local source = require "spec.support.source"
local wild_csv = require "spec.support.wild_csv"

local function in_blocks(text, size)
  local object = source.of(text, size)
  return function()
    return object:read(size)
  end
end

describe("A CSV in blocks", function()
  for label, case in pairs(wild_csv) do
    it("is counted as a whole: " .. label, function()
      for size = 1, 40 do
        assert.is_true(compare(case[1], {}, in_blocks(case[1], size)))
      end
    end)
  end

  local wrong = 'dst_port,proto,dst_ip\r\n443,tcp,"a""b"\r\n"44\n3",tcp,"x"y,1\r80,6,a"\r\r\n80,6,b'
    .. '\r\n\r\n70000,tcp,c\n"h""i",tcp,d\nhttp-alt,udp,e\nhttps,"t""cp",f\nTotal\n1\r"53",17," g"'

  it("is counted as a whole: with all that can be wrong", function()
    for _, ending in ipairs { "", "\n", "\r", "\r\r", "\r\n", "\n443,tcp", '\n443,tcp,"' } do
      local text = wrong .. ending
      for size = 1, #text do
        assert.is_true(compare(text, {}, in_blocks(text, size)))
      end
    end
  end)

  it("is counted as a whole: random ones #slow", function()
    local random, count = new_random(20261126), 0
    for _ = 1, 3000 do
      local text, delimiter = random_flows.text(random, 12)
      for _, most in ipairs { 16, 64 } do
        local next_block = in_blocks(text, random:integer(1, most))
        count = count + (compare(text, { delimiter = delimiter }, next_block) and 1 or 0)
      end
    end
    assert.is_true(count > 5000, count)
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
