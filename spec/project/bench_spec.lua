-- The parts of the bench that need no clock: statistics, targets, tables, JSON and the chart.

local json = require "dkjson"
local lxp = require "lxp"

local chart = require "spec.bench.support.chart"
local comparison = require "spec.bench.support.comparison"
local printed = require "spec.bench.support.printed"
local results = require "spec.bench.support.results"
local statistics = require "spec.bench.support.statistics"

local unpack = table.unpack or unpack

describe("bench statistics", function()
  it("return median, least and most, and leave the values unchanged", function()
    local values = { 9, 1, 5 }
    assert.same({ median = 5, least = 1, most = 9 }, statistics.summary(values))
    assert.same({ 9, 1, 5 }, values)
    assert.same({ median = 3, least = 1, most = 9 }, statistics.summary { 9, 1, 4, 2 })
  end)

  it("refuse an empty list, and lists of different lengths", function()
    assert.has_error(function()
      statistics.summary {}
    end, "no values")
    assert.has_error(function()
      statistics.paired({ 1, 2 }, { 1 }, math.max)
    end)
  end)

  it("return the exponent of growth", function()
    local rows, root, linear, flat = { 14, 140, 1400 }, {}, {}, { 7, 7, 7 }
    for index, count in ipairs(rows) do
      root[index], linear[index] = 3 * math.sqrt(count), 5 * count
    end
    assert.near(0.5, statistics.slope(rows, root), 1e-9)
    assert.near(1, statistics.slope(rows, linear), 1e-9)
    assert.near(0, statistics.slope(rows, flat), 1e-9)
  end)
end)

describe("a bench comparison", function()
  local function compare(values, floors, target, is_rate)
    return comparison.new {
      what = "what", unit = "ms", values = values, floor_name = "floor", floors = floors,
      target = target, is_rate = is_rate,
    }
  end

  it("computes the ratio of each round", function()
    local row = compare({ 20, 3, 4 }, { 10, 1, 2 })
    assert.same({ median = 2, least = 2, most = 3 }, row.ratio)
    assert.same({ median = 2, least = 2, most = 10 }, row.difference)
    assert.is_nil(row.target)
    assert.is_nil(row.meets)
  end)

  it("of a rate computes the ratio of the times", function()
    assert.equal(4, compare({ 25 }, { 100 }, nil, true).ratio.median)
  end)

  local cases = {
    { { at_most_times = 1.5 }, { 15 }, { 16 }, { 10 }, "at most 1.5 times", 1.5 },
    { { times_as_fast = 5 }, { 2 }, { 2.1 }, { 10 }, "at least 5 times as fast", 0.2 },
    { { smaller = true }, { 9 }, { 10 }, { 10 }, "smaller", 1 },
    { { at_most_more = 5 }, { 15 }, { 16 }, { 10 }, "at most 5 ms more", 1.5 },
    { { at_most = 60 }, { 60 }, { 61 }, { 10 }, "at most 60 ms", 6 },
    { { at_least = 60 }, { 60 }, { 59 }, { 600 }, "at least 60 ms", 10, true },
  }
  for _, case in ipairs(cases) do
    local target, meeting, missing, floors, text, ratio, is_rate = unpack(case, 1, 7)
    it("knows whether a value is " .. text, function()
      local met, missed =
        compare(meeting, floors, target, is_rate), compare(missing, floors, target, is_rate)
      assert.is_true(met.meets)
      assert.is_false(missed.meets)
      assert.equal(text, met.target)
      assert.near(ratio, met.target_ratio, 1e-9)
    end)
  end
end)

-- One row of each kind, with characters that must be escaped.
local function sample()
  local collected = results.new()
  local function one(value)
    return { median = value, least = value / 2, most = value * 2 }
  end
  results.add(collected, "lookup", {
    comparisons = {
      comparison.new {
        what = 'find("<&>")', unit = "ns", values = { 150, 160, 140 }, floor_name = "floor & more",
        floors = { 100, 100, 100 }, target = { at_most_times = 1.3 },
      },
      comparison.new {
        what = "size", unit = "KiB", values = { 1 }, floor_name = "CSV", floors = { 1000 },
        target = { smaller = true },
      },
      comparison.new { what = "join", unit = "ms", values = { 1 }, floor_name = "absent" },
    },
    peers = {
      {
        name = "ianaports", first = one(1.5), lookup = one(0.1), memory = one(3), share = one(100),
      },
      { name = "absent" },
    },
    growth = {
      {
        what = "load", unit = "ms", values = { { rows = 14, value = one(3) } }, slope = one(1),
        target = "0.8 to 1.2", target_slope = 1, meets = true,
      },
    },
  })
  return collected
end

describe("bench results", function()
  it("print numbers with three significant digits", function()
    local texts = {}
    for index, value in ipairs { 0, 0.004, 0.5, 1.234, 12.34, 123.4, 12345.6 } do
      texts[index] = printed.number(value)
    end
    assert.same({ "0.00", "0.00", "0.50", "1.23", "12.3", "123", "12346" }, texts)
  end)

  it("print no minus sign before an exponent of zero", function()
    assert.equal("0.00", printed.exponent(-0.004))
    assert.equal("-0.01", printed.exponent(-0.012))
    assert.equal("1.00", printed.exponent(0.999))
  end)

  it("print in columns, and name peers that are not installed", function()
    local collected = sample()
    local lines = printed.comparisons { collected.comparisons[1] }
    assert.same({
      "what         unit  median (least-most)  floor         floor's  times the floor   "
        .. "target             met",
      'find("<&>")  ns    150 (140-160)        floor & more  100      1.50 (1.40-1.60)  '
        .. "at most 1.3 times  NO",
    }, lines)
    assert.matches("^join +ms +1%.00 +absent +not installed$",
      printed.comparisons { collected.comparisons[3] }[2])
    local peers = printed.peers(collected.peers)
    assert.equal(3, #peers)
    assert.matches("^absent +not installed +not installed", peers[3])
    assert.matches("^load +ms +3%.00 %(1%.50%-6%.00%) +1%.00 .* yes$",
      printed.growth(collected.growth)[2])
  end)

  it("count the targets that are met", function()
    assert.same({ 2, 3 }, { results.count_met(sample()) })
  end)

  it("are written as JSON with the same values", function()
    local decoded = assert(json.decode(results.json(sample())))
    assert.equal('find("<&>")', decoded.comparisons[1].what)
    assert.equal("lookup", decoded.comparisons[1].part)
    assert.same({ median = 1.5, least = 1.4, most = 1.6 }, decoded.comparisons[1].ratio)
    assert.is_false(decoded.comparisons[1].meets)
    assert.equal("absent", decoded.peers[2].name)
    assert.equal(_VERSION, decoded.machine.lua)
  end)

  it("are drawn as SVG that is well-formed and stays inside its frame", function()
    local bars, marks, texts = 0, 0, {}
    local width, height, text
    local function assert_inside(attributes, names, limit)
      for _, name in ipairs(names) do
        local coordinate = tonumber(attributes[name] or 0)
        assert.is_true(coordinate >= 0 and coordinate <= limit)
      end
    end
    local parser = lxp.new {
      StartElement = function(_, name, attributes)
        if name == "svg" then
          width, height = tonumber(attributes.width), tonumber(attributes.height)
        end
        assert_inside(attributes, { "x", "x1", "x2", "width" }, width)
        assert_inside(attributes, { "y", "y1", "y2", "height" }, height)
        bars = bars + (name == "rect" and attributes.class ~= "ground" and 1 or 0)
        marks = marks + (attributes.class == "target" and 1 or 0)
        text = name == "text" and "" or nil
      end,
      CharacterData = function(_, piece)
        text = text and text .. piece
      end,
      EndElement = function(_, name)
        if name == "text" then
          texts[text] = true
        end
      end,
    }
    assert(parser:parse(chart.svg(sample())))
    assert(parser:parse())
    parser:close()
    assert.equal(2 + 4 + 1, bars)
    assert.equal(3, marks)
    assert.is_true(texts['find("<&>") / floor & more'])
    assert.is_true(texts["1.50"])
    assert.is_true(texts["not installed"])
  end)
end)
