-- Compares the module with the oracle, on the bundled snapshot and on the official file in the
-- folder that IANAPORTS_OFFICIAL names.

local difference = require "spec.support.difference"
local draw = require "spec.conformance.draw"
local ianaports = require "ianaports"
local new_oracle = require "spec.conformance.oracle"
local new_random = require "spec.conformance.random"
local new_tally = require "spec.conformance.tally"

local FILE = "service-names-port-numbers.csv"
local SEED = 20260511
local SCALARS = { "service_name", "port_number", "port_last", "transport_protocol", "status" }
local PROTOCOLS = { false, "tcp", "udp", "sctp", "dccp" } -- false: none given

local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read "*a"
  file:close()
  return text
end

local function collect(...)
  local list = {}
  for value in ... do
    list[#list + 1] = value
  end
  return list
end

local function swap_case(name)
  return (name:gsub(".", function(c)
    return c == c:lower() and c:upper() or c:lower()
  end))
end

local function conforms(open, path)
  local registry, oracle

  setup(function()
    registry = open()
    oracle = new_oracle(read(path))
  end)

  -- Without them, the collector has less to do in the specs that follow.
  teardown(function()
    registry, oracle = nil, nil
  end)

  it("returns every row with all columns and both derived fields", function()
    local tally = new_tally()
    local entries = collect(registry:entries())
    assert.equal(#oracle.rows, #entries)
    assert.equal(#oracle.rows, #registry)
    for index, row in ipairs(oracle.rows) do
      tally:check(difference.entry(row.entry, entries[index]), "row", index)
    end
    tally:conclude(#oracle.rows)
    assert.is_true(#oracle.rows > 10000)
  end)

  for _, given in ipairs(PROTOCOLS) do
    local protocol = given or nil
    it("answers for every port with " .. (given or "no protocol"), function()
      local tally = new_tally()
      for port = 0, 65535 do
        local expected = oracle:find_all(port, protocol)
        local name = oracle:service_name(port, protocol)
        tally:check(difference.list(expected, registry:find_all(port, protocol)), "find_all", port)
        tally:check(difference.entry(expected[1], registry:find(port, protocol)), "find", port)
        tally:check(
          difference.value(name, registry:service_name(port, protocol)),
          "service_name",
          port
        )
      end
      tally:conclude(3 * 65536)
    end)

    it("answers for every name in three spellings with " .. (given or "no protocol"), function()
      local tally = new_tally()
      local names = 0
      for name in pairs(oracle.of_name) do
        names = names + 1
        local expected = oracle:find_all(name, protocol)
        local port, of = oracle:port_number(name, protocol)
        for _, spelling in ipairs { name, name:upper(), swap_case(name) } do
          local found = registry:find_all(spelling, protocol)
          local found_port, found_of = registry:port_number(spelling, protocol)
          tally:check(difference.list(expected, found), "find_all", spelling)
          tally:check(
            difference.entry(expected[1], registry:find(spelling, protocol)),
            "find",
            spelling
          )
          tally:check(difference.value(port, found_port), "port of", spelling)
          tally:check(difference.value(of, found_of), "protocol of", spelling)
        end
      end
      tally:conclude(names * 12)
      assert.is_true(names > 5000)
    end)
  end

  it("filters as the oracle does", function()
    local random, tally, used = new_random(SEED), new_tally(), {}
    for _ = 1, 200 do
      local filter = draw.filter(random, oracle.rows)
      local expected = oracle:entries(filter)
      local shown = draw.describe(filter)
      tally:check(difference.list(expected, collect(registry:entries(filter))), "entries", shown)
      tally:check(difference.value(#expected, registry:count(filter)), "count", shown)
      for key in pairs(filter) do
        used[key] = true
      end
    end
    tally:conclude(400)
    for _, key in ipairs(draw.filter_keys) do
      assert.is_true(used[key], key .. " was never drawn")
    end
  end)

  it("lists ranges as the oracle does", function()
    local random, tally = new_random(SEED + 1), new_tally()
    for _ = 1, 400 do
      local first, last = draw.ports(random)
      local filter = random:chance(50) and draw.filter(random, oracle.rows) or nil
      local expected = oracle:range(first, last, filter)
      local found = collect(registry:range(first, last, filter))
      tally:check(difference.list(expected, found), "range", first, last, draw.describe(filter))
    end
    tally:conclude(400)
  end)

  it("lists unassigned port ranges as the oracle does", function()
    local random, tally = new_random(SEED + 2), new_tally()
    for case = 1, 300 do
      local first, last = draw.ports(random)
      local protocol = draw.protocol(random)
      if case <= #PROTOCOLS then
        first, last, protocol = 0, 65535, PROTOCOLS[case] or nil
      end
      local expected, found = {}, {}
      for _, run in ipairs(oracle:unassigned(first, last, protocol)) do
        expected[#expected + 1] = ("%d-%d"):format(run[1], run[2])
      end
      for run_first, run_last in registry:unassigned(first, last, protocol) do
        found[#found + 1] = ("%d-%d"):format(run_first, run_last)
      end
      local differs = difference.value(table.concat(expected, " "), table.concat(found, " "))
      tally:check(differs, "unassigned", first, last, tostring(protocol))
    end
    tally:conclude(300)
  end)

  it("searches as the oracle does", function()
    local random, tally = new_random(SEED + 3), new_tally()
    local texts = { "mysql", "HTTP alt", "  network   time ", "6000-6063", "dccp", "[IESG]", "" }
    for _ = 1, 30 do
      local words = {}
      for index = 1, random:integer(1, 3) do
        local column = random:item { "service_name", "description", "assignee", "assignment_notes" }
        words[index] = draw.part(random, oracle.rows, column)
      end
      texts[#texts + 1] = table.concat(words, " ")
    end
    for _, text in ipairs(texts) do
      local filter = random:chance(30) and draw.filter(random, oracle.rows) or nil
      local expected = oracle:search(text, filter)
      tally:check(difference.list(expected, registry:search(text, filter)), "search", text)
    end
    tally:conclude(#texts)
  end)
end

-- The fields of an entry that ianaports.ffi returns.
local function scalars(entry)
  local fields = entry and {}
  for _, field in ipairs(entry and SCALARS or {}) do
    fields[field] = entry[field]
  end
  return fields
end

local function conforms_through_ffi(path)
  local lookups, oracle

  setup(function()
    lookups = require "ianaports.ffi"
    oracle = new_oracle(read(path))
  end)

  teardown(function()
    oracle = nil
  end)

  for _, given in ipairs(PROTOCOLS) do
    local protocol = given or nil
    it("answers for every port with " .. (given or "no protocol"), function()
      local tally = new_tally()
      for port = 0, 65535 do
        local expected = scalars(oracle:find_all(port, protocol)[1])
        local name = oracle:service_name(port, protocol)
        tally:check(difference.entry(expected, lookups.find(port, protocol)), "find", port)
        local found = lookups.service_name(port, protocol)
        tally:check(difference.value(name, found), "service_name", port)
      end
      tally:conclude(2 * 65536)
    end)

    it("answers for every name in three spellings with " .. (given or "no protocol"), function()
      local tally, names = new_tally(), 0
      for name in pairs(oracle.of_name) do
        names = names + 1
        local expected = scalars(oracle:find_all(name, protocol)[1])
        local port, of = oracle:port_number(name, protocol)
        for _, spelling in ipairs { name, name:upper(), swap_case(name) } do
          local found_port, found_of = lookups.port_number(spelling, protocol)
          local found = lookups.find(spelling, protocol)
          tally:check(difference.entry(expected, found), "find", spelling)
          tally:check(difference.value(port, found_port), "port of", spelling)
          tally:check(difference.value(of, found_of), "protocol of", spelling)
        end
      end
      tally:conclude(names * 9)
      assert.is_true(names > 5000)
    end)
  end
end

local function load_file(path)
  return function()
    return assert(ianaports.load(path))
  end
end

describe("The bundled registry #slow", function()
  conforms(function()
    return ianaports.bundled
  end, "data/" .. FILE)
end)

-- On other Luas it cannot be loaded; spec/lua/ffi_spec.lua checks the message.
if rawget(_G, "jit") then
  describe("ianaports.ffi", function()
    conforms_through_ffi("data/" .. FILE)
  end)
end

describe("The official file #slow", function()
  local folder = os.getenv "IANAPORTS_OFFICIAL"
  if not folder then
    pending "set IANAPORTS_OFFICIAL to the folder of IANA's file to hold the module against it"
    return
  end
  conforms(load_file(folder .. "/" .. FILE), folder .. "/" .. FILE)

  it("has the services that people mean first", function()
    local registry = load_file(folder .. "/" .. FILE)()
    assert.equal("nfs", registry:service_name(2049))
    assert.equal("submissions", registry:service_name(465, "tcp"))
    assert.equal("auth", registry:service_name(113, "tcp"))
    assert.equal("biff", registry:service_name(512, "udp"))
    assert.equal("doom", registry:service_name(666))
    assert.equal("kerberos-iv", registry:service_name(750, "udp"))
    assert.equal("http", registry:service_name(80, "tcp"))
  end)
end)

describe("The snapshot loaded from its file #slow", function()
  it("is the bundled registry", function()
    local loaded = load_file("data/" .. FILE)()
    local tally = new_tally()
    local bundled = ianaports.entries()
    for entry in loaded:entries() do
      tally:check(difference.entry(bundled(), entry), "entry", tally.count + 1)
    end
    tally:conclude(#ianaports.bundled)
  end)
end)
