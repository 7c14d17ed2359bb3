-- Look-ups by port and by name, each beside a C function that checks the same arguments in the
-- plainest way and returns constants.

local clock = require "spec.bench.support.clock"
local comparison = require "spec.bench.support.comparison"
local entries = require "spec.bench.support.entries"
local floor = require "floor"
local ianaports = require "ianaports"
local keys = require "spec.bench.support.keys"

local lookup = { rounds = 21, calls = 200000 }

local CONSTANT = "the table of 443/tcp from constants"

local function call_each(list, ask)
  return function()
    for index = 1, #list do
      ask(list[index], "tcp")
    end
  end
end

local function measure(row, list, rounds, ask, ask_floor)
  local times = clock.per_call(rounds, #list, 1e9, {
    call_each(list, ask),
    call_each(list, ask_floor),
  })
  row.unit, row.values, row.floors = "ns", times[1], times[2]
  return comparison.new(row)
end

-- find beside tables with the same rows, prepared in the order of the questions.
local function measure_same_rows(rounds)
  local ports = keys.shuffle(keys.ports(function(port)
    return ianaports.find(port, "tcp")
  end))
  local rows = {}
  for index, port in ipairs(ports) do
    rows[index] = ianaports.find(port, "tcp")
  end
  local find_each = floor.find_each(floor.rows(rows))
  rows = nil -- luacheck: ignore
  for _, port in ipairs(ports) do
    entries.assert_same(find_each(port, "tcp"), ianaports.find(port, "tcp"))
  end
  return measure({
    what = "find, each port that has an entry",
    floor_name = "the same rows",
  }, ports, rounds, ianaports.find, find_each)
end

function lookup.run(options)
  entries.assert_same(floor.find(443, "tcp"), ianaports.find(443, "tcp"))
  local ports = keys.ports(function()
    return true
  end)
  local named = keys.ports(function(port)
    return ianaports.service_name(port, "tcp")
  end)
  local count, rounds = options.calls, options.rounds
  return {
    comparisons = {
      measure({
        what = "service_name, random ports",
        floor_name = "one cached string",
        target = { at_most_times = 1.5 },
      }, keys.draw(count, ports), rounds, ianaports.service_name, floor.service_name),
      measure({
        what = "service_name, random ports that have one",
        floor_name = "one cached string",
        note = "of all ports, one in eleven has",
      }, keys.draw(count, named), rounds, ianaports.service_name, floor.service_name),
      measure({
        what = "port_number, random names",
        floor_name = "a number and a cached string",
        target = { at_most_times = 2 },
      }, keys.draw(count, keys.names "tcp"), rounds, ianaports.port_number, floor.port_number),
      measure({
        what = 'find(443, "tcp")',
        floor_name = CONSTANT,
        target = { at_most_times = 1.3 },
      }, keys.draw(count / 4, { 443 }), rounds, ianaports.find, floor.find),
      measure_same_rows(rounds),
    },
  }
end

return lookup
