-- Time is proportional to the size of the input, whatever the input: spec/support/running_time.lua
-- measures it. hash_spec.lua has names that share a hash, overlapping_ranges_spec.lua exports.

local growth = require "spec.support.running_time"
local ianaports = require "ianaports"
local overlay = require "ianaports.overlay"
local registry_text = require "spec.support.registry_text"

-- Each port range lies within the previous one.
local function nested(count)
  local lines = {}
  for first = 0, count - 1 do
    lines[#lines + 1] = ("range-%d,%d-%d,tcp,,,,,,,,,"):format(first, first, 65535 - first)
  end
  return registry_text.of(lines)
end

describe("ranges within ranges #slow", function()
  it("are refused quickly if they are nested too deeply", function()
    local function load(text)
      local registry, message = ianaports.parse(text)
      assert(registry == nil)
      assert.equal("text:1: port ranges overlap too deeply", message)
    end
    growth.assert_linear(load, nested(2000), nested(8000), 3)
  end)

  it("are all found if a thousand are nested", function()
    local registry = assert(ianaports.parse(nested(1000)))
    for _, case in ipairs { { 0, 1 }, { 1, 2 }, { 500, 501 }, { 999, 1000 }, { 40000, 1000 },
      { 65534, 2 }, { 65535, 1 } } do
      local entries = registry:find_all(case[1], "tcp")
      assert.equal(case[2], #entries)
      for index, entry in ipairs(entries) do
        assert.equal("range-" .. index - 1, entry.service_name)
      end
    end
  end)

  it("are limited in proportion to the number of rows", function()
    -- Each single port begins and ends a segment that all ranges cover.
    local function with_ranges(count)
      local lines = {}
      for index = 1, count do
        lines[index] = "range,0-65535,tcp,,,,,,,,,"
      end
      for port = 0, 59999 do
        lines[#lines + 1] = ("single,%d,tcp,,,,,,,,,"):format(port)
      end
      return ianaports.parse(registry_text.of(lines))
    end
    assert.equal(61, #assert(with_ranges(60)):find_all(8080, "tcp"))
    assert.is_nil((with_ranges(100)))
  end)
end)

describe("a port with many entries #slow", function()
  local function rows_of_port(count)
    local rows = {}
    for index = 1, count do
      rows[index] =
        { service_name = "plum-" .. index, port_number = 80, transport_protocol = "tcp" }
    end
    return rows
  end

  it("of an overlay is looked up in linear time", function()
    local function look_up(rows)
      local registry = overlay.new(ianaports.build {}, rows)
      for _ = 1, #rows do
        assert(registry:find(80, "tcp").service_name == "plum-1")
        assert(registry:service_name(80) == "plum-1")
      end
    end
    growth.assert_linear(look_up, rows_of_port(2500), rows_of_port(10000), 2)
  end)

  it("lists its entries in order, those of the overlay first", function()
    local registry = ianaports.build {
      overlay = {
        { port_number = 80, description = "Reserved" },
        { service_name = "a", port_number = 80 },
        { service_name = "b", port_number = 0, port_last = 99 },
      },
      rows = {
        { port_number = 80, description = "Reserved" },
        { service_name = "c", port_number = 0, port_last = 99 },
        { service_name = "d", port_number = 80 },
        { service_name = "e", port_number = 80 },
      },
    }
    local function names(protocol)
      local list = {}
      for _, entry in ipairs(registry:find_all(80, protocol)) do
        list[#list + 1] = entry.service_name or "-"
      end
      return table.concat(list, " ")
    end
    assert.equal("a b - d e c -", names())
    assert.equal("a b - d e c -", names "udp")
  end)

  it("that are all unassigned is passed in linear time", function()
    local function rows_of(count)
      local rows = {}
      for index = 1, count do
        rows[index] = { port_number = 0, port_last = 65535, description = "Unassigned" }
        rows[count + index] =
          { port_number = index * 4, transport_protocol = "tcp", description = "Unassigned" }
      end
      return { rows = rows }
    end
    local function list(registry)
      local port_ranges = {}
      for first, last in registry:unassigned() do
        port_ranges[#port_ranges + 1] = first .. "-" .. last
      end
      assert.same({ "0-49151" }, port_ranges)
    end
    growth.assert_linear(list, ianaports.build(rows_of(2500)), ianaports.build(rows_of(10000)))
  end)
end)

describe("unassigned ports #slow", function()
  local registry = ianaports.build {
    overlay = { { port_number = 5, description = "Reserved" } },
    rows = {
      { port_number = 0, port_last = 9, description = "Unassigned" },
      { port_number = 2, port_last = 3, transport_protocol = "tcp", description = "Unassigned" },
      { port_number = 3, transport_protocol = "tcp", description = "Reserved" },
      { port_number = 7, transport_protocol = "udp", description = "Unassigned" },
      { service_name = "a", port_number = 7, transport_protocol = "udp" },
    },
  }

  local expected = {
    tcp = { "0-2", "4-4", "6-9" },
    udp = { "0-4", "6-6", "8-9" },
    sctp = { "0-4", "6-9" },
    all = { "0-2", "4-4", "6-6", "8-9" },
  }
  for protocol, port_ranges in pairs(expected) do
    it("are those to which no entry assigns anything: " .. protocol, function()
      local got = {}
      for first, last in registry:unassigned(0, 9, protocol ~= "all" and protocol or nil) do
        got[#got + 1] = first .. "-" .. last
      end
      assert.same(port_ranges, got)
    end)
  end
end)

-- A registry of names in which a search almost matches everywhere.
local function names_of(piece, length)
  local rows = {}
  for index = 1, 4 do
    rows[index] = {
      service_name = piece:rep(math.floor(length / #piece)) .. "0" .. index, port_number = index,
      description = "b c d e f g h i",
    }
  end
  return ianaports.build { rows = rows }
end

describe("a text that almost matches everywhere #slow", function()
  local questions = {
    ["in a filter"] = function(registry, text)
      return registry:count { text = text }
    end,
    ["in a filter of a range"] = function(registry, text)
      local count = 0
      for _ in registry:range(0, 65535, { text = text }) do
        count = count + 1
      end
      return count
    end,
    ["in a search"] = function(registry, text)
      return #registry:search(text)
    end,
    ["in a search for many words"] = function(registry, text)
      return #registry:search("b c d e f g h i " .. text)
    end,
    ["in a pattern"] = function(registry, text)
      return registry:count { service_name = "*" .. text .. "*" }
    end,
    ["in a pattern of many parts"] = function(registry, text)
      local parts = ("*a"):rep(math.floor(#text / 4))
      return registry:count { service_name = parts .. "*" .. text .. "*" }
    end,
  }
  for label, ask in pairs(questions) do
    it("is searched for in linear time " .. label, function()
      local function look(case)
        assert.equal(0, ask(case.registry, case.text))
      end
      local function case_of(length)
        local third = ("a"):rep(math.floor(length / 6))
        return { registry = names_of("a", length), text = third .. "b" .. third .. third }
      end
      growth.assert_linear(look, case_of(15000), case_of(60000), 2)
    end)
  end

  it("is found if it matches at the end", function()
    for _, piece in ipairs { "a", "ab", "aab", "abaab" } do
      local registry = names_of(piece, 3000)
      local tail = piece:rep(400) .. "03"
      for label, ask in pairs(questions) do
        assert.equal(1, ask(registry, tail), label .. piece)
        assert.equal(1, ask(registry, tail:upper()), label .. piece)
        assert.equal(0, ask(registry, tail .. "x"), label .. piece)
      end
    end
  end)
end)

describe("a pattern with ? #slow", function()
  it("has at most 255 bytes", function()
    local registry = names_of("a", 1000)
    assert.equal(4, registry:count { service_name = "?*" .. ("a"):rep(252) .. "*" })
    assert.error_matches(function()
      registry:count { service_name = "?*" .. ("a"):rep(254) }
    end, "filter key 'service_name': pattern of at most 255 bytes if it has a '%?' expected, got")
    assert.equal(4, registry:count { service_name = "*" .. ("a"):rep(300) .. "*" })
  end)

  it("matches one character at each ?", function()
    local names = { "caf\195\169", "cafe", "caf\233", "caf", "na\195\175ve caf\195\169" }
    local rows = {}
    for index, name in ipairs(names) do
      rows[index] = { service_name = name }
    end
    local registry = ianaports.build { rows = rows }
    local function matching(pattern)
      local list = {}
      for entry in registry:entries { service_name = pattern } do
        for index, name in ipairs(names) do
          list[#list + 1] = name == entry.service_name and index or nil
        end
      end
      return table.concat(list, " ")
    end
    assert.equal("1 2 3", matching "caf?")
    assert.equal("", matching "caf??")
    assert.equal("1 2 3 4", matching "c?f*")
    assert.equal("1 2 3 5", matching "*f?")
    assert.equal("5", matching "na?ve*")
    assert.equal("5", matching "*?ve*?")
    assert.equal("4", matching "???")
  end)
end)
