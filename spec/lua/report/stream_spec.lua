-- report.read_ports of inputs that are large: memory and time.

local growth = require "spec.support.running_time"
local process = require "spec.support.process"
local report = require "ianaports.report"
local source = require "spec.support.source"

describe("report.read_ports of a large CSV", function()
  it("needs a constant amount of memory #footprint", function()
    local grown = process.peak [[
      local report = require "ianaports.report"
      local source = require "spec.support.source"
      local rows = {}
      for index = 1, 1000 do
        rows[index] = ("10.0.0.1,192.0.2.%d,%d,tcp,1\n"):format(index % 256, index % 300)
      end
      return function()
        local input = source.repeated("src,dst_ip,dst_port,proto,n\n", table.concat(rows), 1000)
        local ports = assert(report.read_ports(input))
        assert(#ports == 300 and ports[1].count == 3000 and #ports[1].hosts == 3)
      end
    ]]
    assert.is_true(grown < 6144, "grew by " .. grown .. " KiB")
  end)

  it("keeps a million hosts in a bounded amount of memory #footprint #slow", function()
    local grown = process.peak [[
      local report = require "ianaports.report"
      local number = 0
      return function()
        local ports = assert(report.read_ports {
          read = function()
            local rows = {}
            for index = 1, number < 3000000 and 1000 or 0 do
              number = number + 1
              rows[index] = ("%d,host-%d.example.com\n"):format(number % 60000, number)
            end
            rows[1] = number == 1000 and "port,host\n" or rows[1]
            return rows[1] and table.concat(rows)
          end,
        })
        local hosts = 0
        for _, record in ipairs(ports) do
          hosts = hosts + #(record.hosts or {})
        end
        assert(#ports == 60000 and hosts == 1000000)
        assert(ports.warnings[1] == "input: 1000000 hosts are kept; more are left out")
      end
    ]]
    assert.is_true(grown < 300 * 1024, "grew by " .. grown .. " KiB")
  end)

  -- A thousand times a MiB; how much of it was read.
  local function of_one_line(before, text)
    local read, first = 0, before
    return {
      read = function()
        local block = first or text
        read, first = read + 1, nil
        return read <= 16 * 1024 and block or nil
      end,
    }, function()
      return read
    end
  end

  it("refuses 1 GB of one line, and does not read all of it #footprint", function()
    local too_long = "record is longer than 1048576 bytes; is a quote not closed?"
    for _, case in ipairs {
      { "port,x\n80,1\n", "x", "input:3: " .. too_long },
      { "port,x\n80,1\n", ",", "input:3: " .. too_long },
      { 'port,x\n80,1\n80,"', "x", "input:3: " .. too_long },
      { 'port,x\n80,1\nTotal\n"', "x,", "input:4: " .. too_long },
      { 'port,x\n80,1\nx"', "x", "input:3: quote inside a cell that is not quoted as a whole" },
      { "port,x", "x", "input:1: no header in the first 1048576 bytes" },
    } do
      local input, blocks_read = of_one_line(case[1], case[2]:rep(65536 / #case[2]))
      local grown = process.peak_here(function()
        assert.same({ nil, case[3] }, { report.read_ports(input) })
      end)
      assert.is_true(blocks_read() < 40, case[3])
      -- The collector may leave as much garbage as the specs before this one hold.
      assert.is_true(grown < 131072, "grew by " .. grown .. " KiB")
    end
  end)

  local kinds = {
    ["rows with numbers"] = "443,tcp,192.0.2.1\n",
    ["rows with quotes"] = '"443","tcp","192.0.2.1"\n',
    ["rows with doubled quotes"] = '"443","tcp","a ""host"""\n',
    ["names"] = "https,tcp,192.0.2.1\n",
    ["names with several ports"] = "http-alt,tcp,192.0.2.1\n",
    ["names that are none"] = "nonsense,tcp,192.0.2.1\n",
    ["rows that are wrong"] = "70000,tcp,192.0.2.1\n",
    ["records with too few cells"] = "443,tcp\n",
    ["quotes that do not fit"] = '4"43,tcp,x\n',
    ["empty lines"] = "\n\r\n\r\r\n",
    ["lines after the rows"] = "Total\nx\n",
  }
  for label, row in pairs(kinds) do
    it("takes time in proportion to its size: " .. label, function()
      local function input(times)
        return "dst_port,proto,dst_ip\n" .. row:rep(times)
      end
      growth.assert_linear(report.read_ports, input(5000), input(20000), 3)
    end)
  end
end)

describe("report.read_ports", function()
  it("reads lines in a constant amount of memory #footprint", function()
    local grown = process.peak [[
      local report = require "ianaports.report"
      local source = require "spec.support.source"
      return function()
        local input = source.repeated("#masscan\n", "open tcp 80 192.0.2.1 1\n", 800000)
        local ports = assert(report.read_ports(input))
        assert(ports[1].count == 800000)
      end
    ]]
    -- The input has 18,750 KiB. The collector of Lua 5.5 lets as much garbage stand.
    local most = _VERSION == "Lua 5.5" and 32768 or 9216
    assert.is_true(grown < most, "grew by " .. grown .. " KiB")
  end)

  it("counts in integers, if the Lua has these", function()
    local ports = assert(report.read_ports "port,proto\n80,tcp\n80,tcp\n,tcp\n")
    ports = assert(report.read_ports("port\n80\n", nil, { counts = ports }))
    assert.equal("1 2 1", ("%s %s %s"):format(ports[1].count, ports[2].count, ports.skipped))
  end)

  it("reads standard input that comes in pieces", function()
    local text = "dst_port,proto\r\n443,tcp\r\n53,udp\r\n"
    for size = 1, #text do
      local ports = assert(report.read_ports(source.of(text, size)))
      assert.same({ 53, 443 }, { ports[1].port, ports[2].port })
    end
  end)
end)
