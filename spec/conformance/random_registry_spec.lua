-- Compares the module with the oracle on random registries, which have cases that the real registry
-- does not have.

local difference = require "spec.support.difference"
local draw = require "spec.conformance.draw"
local ianaports = require "ianaports"
local random_registry = require "spec.conformance.random_registry"
local new_oracle = require "spec.conformance.oracle"
local new_random = require "spec.conformance.random"
local new_tally = require "spec.conformance.tally"
local sample = require "spec.support.sample"

local ROWS = 150
local PROTOCOLS = { false, "tcp", "udp", "sctp", "dccp" } -- false: none given

-- Every port that may be covered, and two more that have no covered neighbours.
local function each_port(f)
  for port = 0, random_registry.LAST_PORT + 41 do
    f(port)
  end
  f(49152)
  f(65535)
end

local function check_ports(tally, oracle, registry, protocol)
  each_port(function(port)
    local expected = oracle:find_all(port, protocol)
    local name = registry:service_name(port, protocol)
    tally:check(difference.list(expected, registry:find_all(port, protocol)), "find_all", port)
    tally:check(difference.entry(expected[1], registry:find(port, protocol)), "find", port)
    tally:check(difference.value(oracle:service_name(port, protocol), name), "name of", port)
  end)
end

local function check_names(tally, oracle, registry, protocol)
  for _, name in ipairs(random_registry.NAMES) do
    local expected = oracle:find_all(name, protocol)
    local port, of = oracle:port_number(name, protocol)
    local found_port, found_of = registry:port_number(name, protocol)
    tally:check(difference.list(expected, registry:find_all(name, protocol)), "find_all", name)
    tally:check(difference.entry(expected[1], registry:find(name, protocol)), "find", name)
    tally:check(difference.value(port, found_port), "port of", name)
    tally:check(difference.value(of, found_of), "protocol of", name)
  end
end

local function check_unassigned(tally, oracle, registry, protocol)
  local expected = {}
  for _, run in ipairs(oracle:unassigned(0, 65535, protocol)) do
    expected[#expected + 1] = ("%d-%d"):format(run[1], run[2])
  end
  local found = sample.port_ranges(registry:unassigned(0, 65535, protocol))
  tally:check(difference.value(table.concat(expected, " "), found), "unassigned", protocol or "")
end

local function check_walks(tally, oracle, registry, random)
  for _ = 1, 10 do
    local filter = #oracle.rows > 0 and draw.filter(random, oracle.rows) or nil
    local first = random:integer(0, random_registry.LAST_PORT)
    local last = first + random:integer(0, 50)
    local shown = draw.describe(filter)
    local walked = sample.collect(registry:range(first, last, filter))
    local entries = sample.collect(registry:entries(filter))
    tally:check(difference.list(oracle:entries(filter), entries), "entries", shown)
    tally:check(difference.list(oracle:range(first, last, filter), walked), first, last, shown)
    local text = random:item { "a", "B", "two lines", "rfc1", "so", "4" }
    local found = registry:search(text, filter)
    tally:check(difference.list(oracle:search(text, filter), found), "search", text, shown)
  end
end

describe("Random registries #slow", function()
  local function each_registry(first_seed, count, f)
    for seed = first_seed, first_seed + count - 1 do
      local random = new_random(seed)
      local text = random_registry.text(random, ROWS)
      local tally = new_tally()
      f(tally, new_oracle(text), assert(ianaports.parse(text)), random)
      assert.is_nil(tally.first and ("seed %d: %s"):format(seed, tally.first))
      assert.is_true(tally.count > 0)
    end
  end

  it("are read as they are written", function()
    each_registry(1, 400, function(tally, oracle, registry)
      tally:check(difference.value(#oracle.rows, #registry), "rows")
      tally:check(difference.list(oracle:entries(), sample.collect(registry:entries())), "rows")
    end)
  end)

  it("answer for every port, name and unassigned port range as the oracle does", function()
    each_registry(1001, 15, function(tally, oracle, registry)
      for _, protocol in ipairs(PROTOCOLS) do
        check_ports(tally, oracle, registry, protocol or nil)
        check_names(tally, oracle, registry, protocol or nil)
        check_unassigned(tally, oracle, registry, protocol or nil)
      end
    end)
  end)

  it("answer below an overlay with the overlay's rows first, then with their own", function()
    for seed = 3001, 3030 do
      local random, tally = new_random(seed), new_tally()
      local overlay = sample.collect(ianaports.parse(random_registry.text(random, 20)):entries())
      local rows = sample.collect(ianaports.parse(random_registry.text(random, ROWS)):entries())
      local above, below = ianaports.build { rows = overlay }, ianaports.build { rows = rows }
      local both = ianaports.build { rows = rows, overlay = overlay }
      local function check(key, protocol)
        local expected = above:find_all(key, protocol)
        for _, entry in ipairs(below:find_all(key, protocol)) do
          expected[#expected + 1] = entry
        end
        local name = above:service_name(key, protocol) or below:service_name(key, protocol)
        tally:check(difference.list(expected, both:find_all(key, protocol)), "find_all", key)
        tally:check(difference.entry(expected[1], both:find(key, protocol)), "find", key)
        tally:check(difference.value(name, both:service_name(key, protocol)), "name of", key)
      end
      for _, protocol in ipairs(PROTOCOLS) do
        each_port(function(port)
          check(port, protocol or nil)
        end)
      end
      assert.is_nil(tally.first and ("seed %d: %s"):format(seed, tally.first))
      assert.equal(#overlay + #rows, #both)
    end
  end)

  it("return the overlay's ports of a name first", function()
    local both = ianaports.build {
      overlay = { sample.row "a - -", sample.row "a 9 udp", sample.row "b - -" },
      rows = { sample.row "a 1 tcp", sample.row "b 2 tcp" },
    }
    assert.same({ "a 9 udp", "a - -", "a 1 tcp" }, sample.labels(both:find_all "a"))
    assert.equal(9, (both:port_number "a"))
    assert.equal(2, (both:port_number "b"))
    assert.equal(1, (both:port_number("a", "tcp")))
  end)

  it("are listed, filtered and searched as the oracle does", function()
    each_registry(2001, 60, check_walks)
  end)
end)
