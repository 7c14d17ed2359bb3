-- Exports, reports and lists of ports of entries that overlap: time is by the size of the input.

local export = require "ianaports.export"
local exported = require "spec.support.exported"
local growth = require "spec.support.running_time"
local ianaports = require "ianaports"
local ports = require "ianaports.ports"

local text = exported.text

-- The formats that list the services of each port.
local FORMATS = { "services", "nmap-services", "wireshark-services", "sql", "clickhouse" }

-- An object to write to, which counts the bytes.
local function counter()
  local bytes = 0
  return {
    write = function(_, piece)
      bytes = bytes + #piece
      return true
    end,
    count = function()
      return bytes
    end,
  }
end

-- Ranges that all cover the whole port space, and single ports that divide it.
local function everywhere(count)
  local rows = {}
  for index = 1, count do
    rows[index] = { service_name = "range-" .. index, port_number = 0, port_last = 65535 }
    rows[count + index] =
      { service_name = "single-" .. index, port_number = index, transport_protocol = "tcp" }
  end
  return ianaports.build { rows = rows }
end

local function nested(count)
  local rows = {}
  for first = 0, count - 1 do
    rows[first + 1] = {
      service_name = "range-" .. first, port_number = first, port_last = 65535 - first,
      transport_protocol = "tcp",
    }
  end
  return ianaports.build { rows = rows }
end

describe("An export of ranges that overlap #slow", function()
  for _, format in ipairs(FORMATS) do
    it("takes time by the size of the registry: " .. format, function()
      local function write(registry)
        local out = counter()
        assert(export.write(registry, format, out, { filter = "tcp" }))
        assert(out.count() < 16 * 1024 * 1024)
      end
      growth.assert_linear(write, everywhere(250), everywhere(1000), 1)
    end)
  end

  it("has a range within ranges where it is the primary one, or begins", function()
    local lines = {}
    for line in text(nested(400), "services"):gmatch "[^\n]+" do
      lines[#lines + 1] = line
    end
    assert.equal(1 + 65536 + 399, #lines)
    assert.same({ "range-0\t0/tcp", "range-0\t1/tcp", "range-1\t1/tcp" }, { lines[2], lines[3],
      lines[4] })
  end)

  it("does not repeat a long description at each port", function()
    local registry = ianaports.build { rows = {
      { service_name = "a", port_number = 0, port_last = 999, transport_protocol = "tcp",
        description = ("x "):rep(30000) .. "\195\169" },
    } }
    for _, format in ipairs(FORMATS) do
      local out = counter()
      assert(export.write(registry, format, out))
      local lists = format == "clickhouse" and 2 or 1
      assert(out.count() < lists * 1000 * 850 + 65536, format)
    end
    local line = text(registry, "services"):match "\n([^\n]*\t7/tcp[^\n]*)\n"
    assert.equal("a\t7/tcp\t# " .. ("x "):rep(382) .. "x...", line)
  end)

  it("has the primary one at each port, the others where they begin", function()
    local registry = ianaports.build {
      overlay = { { service_name = "own", port_number = 4, port_last = 5 } },
      rows = {
        { service_name = "late", port_number = 3, port_last = 6, transport_protocol = "tcp" },
        { service_name = "early", port_number = 1, port_last = 9, transport_protocol = "tcp" },
        { service_name = "any", port_number = 0, port_last = 8 },
        { service_name = "one", port_number = 6 },
        { service_name = "two", port_number = 6, transport_protocol = "tcp" },
        { port_number = 7, transport_protocol = "tcp", description = "Reserved" },
      },
    }
    assert.equal(([[
# A registry of service names and port numbers
any 0/tcp
early 1/tcp
early 2/tcp
late 3/tcp
own 4/tcp
own 5/tcp
two 6/tcp
one 6/tcp
early 7/tcp
early 8/tcp
early 9/tcp
]]):gsub(" (%d)", "\t%1"), text(registry, "services", { filter = "tcp" }))
    assert.equal(([[
# A registry of service names and port numbers
any 0/tcp
any 1/tcp
any 2/tcp
late 3/tcp
late 4/tcp
late 5/tcp
late 6/tcp
one 6/tcp
any 7/tcp
any 8/tcp
]]):gsub(" (%d)", "\t%1"), text(registry, "services", {
      filter = {
        overlay = false, protocol = "tcp", where = function(entry)
          return entry.service_name ~= "early" and entry.service_name ~= "two"
        end,
      },
    }))
  end)
end)

describe("A report of ports #slow", function()
  local report = require "ianaports.report"

  it("takes time by the ports and the registry, however many entries a port has", function()
    local function summarize(case)
      local summary = report.summarize(case.registry, case.ports)
      assert(#summary.list == #case.ports)
      assert(#summary.unauthorized == 0)
    end
    local function case_of(count)
      local list = {}
      for port = 1, count do
        list[port] = { port = port, protocol = "tcp" }
      end
      return { registry = everywhere(count), ports = list }
    end
    growth.assert_linear(summarize, case_of(500), case_of(2000), 2)
  end)

  it("has the use that the first of a port's entries reports", function()
    local registry = ianaports.build {
      overlay = { { port_number = 1, port_last = 9, unauthorized_use_reported = "third" } },
      rows = {
        { service_name = "a", port_number = 1, unauthorized_use_reported = "second" },
        { service_name = "b", port_number = 1, transport_protocol = "tcp" },
        { service_name = "c", port_number = 2, transport_protocol = "tcp",
          unauthorized_use_reported = "fourth" },
      },
    }
    local function use(port, protocol)
      return report.summarize(registry, { { port = port, protocol = protocol } }).list[1]
        .unauthorized_use_reported
    end
    for _, protocol in ipairs { "tcp", "udp" } do
      for port = 1, 10 do
        local expected
        for _, entry in ipairs(registry:find_all(port, protocol)) do
          expected = expected or entry.unauthorized_use_reported
        end
        assert.equal(expected, use(port, protocol))
      end
    end
    assert.equal("third", use(1, "tcp"))
    assert.is_nil(use(10, "tcp"))
  end)
end)

describe("A list of ports #slow", function()
  local registry = ianaports.build { rows = (function()
    local rows = {}
    for index = 1, 1000 do
      rows[index] = { service_name = "a-" .. index, port_number = 1, transport_protocol = "tcp" }
    end
    return rows
  end)() }

  for _, element in ipairs { "*", "a-*/tcp", "[-]", "[U:-100]", "a-7" } do
    it("looks an element up once, however often it is there: " .. element, function()
      local before = os.clock()
      local once = assert(ports.parse(element, registry))
      local runs = assert(ports.parse((element .. ","):rep(3000) .. element, registry))
      assert.equal(3001 * #once, #runs)
      assert(os.clock() - before < 1)
      for _, run in ipairs(runs) do
        assert.same(once[1], run)
      end
    end)
  end

  it("has runs that are each their own", function()
    local runs = assert(ports.parse("*,*", registry))
    runs[1].first = 0
    assert.same({ first = 1, last = 1, protocol = "tcp" }, runs[2])
  end)

  it("has patterns with ? of at most 255 characters", function()
    local tail = "a?" .. ("-"):rep(253)
    assert.same({ nil, "character 3: a pattern with ? has at most 255 characters", 3 },
      { ports.parse("1," .. tail .. "-", registry) })
    assert.matches("^character 3: no service with a port matches ",
      (select(2, ports.parse("1," .. tail, registry))))
    assert.matches("^character 3: no service with a port matches ",
      (select(2, ports.parse("1,*" .. ("-"):rep(300), registry))))
  end)

  it("says where a name is that the registry lacks", function()
    assert.same({ nil, 'character 5: no service with a port is called "none"', 5 },
      { ports.parse("a-1,none,none", registry) })
  end)
end)
