-- What the cells of a flow say, against an independent reader.

local flow = require "ianaports.flow"
local flow_cells = require "spec.support.flow_cells"
local new_random = require "spec.conformance.random"

local COLUMNS = {
  {}, { key = 2 }, { own = "udp", key = 2 }, { own = "tcp" }, { key = 2, ignores_zero = true },
  { ignores_zero = true },
}

local function assert_as_read(columns, port, key)
  key = columns.key and key
  local word, protocol = flow_cells.read(columns, port, key)
  assert.same({ word, protocol }, { flow.read_cells(columns, port, key or nil) },
    ("%q, %q"):format(port, key or ""))
end

-- Cells as programs write them.
local CELLS = {
  "443", " 443 ", "443.0", "443.00", "443.", "4.43", "443/tcp", "443 / tcp", "443/tcp6",
  "443/tcp66", "443 (https) / tcp", "443 () /tcp", "443 (a(b)) / tcp", "443(x)/udp",
  "443 (x / udp", "tcp/443", "udp:53", "tcp4/443", "tcp/443/", "tcp/", "/tcp", "443/", "443/icmp",
  "icmp/443", "443/6", "6/443", "https", "HTTPS", "0", "000", "00443", "000443", "65535", "65536",
  "99999", "-1", "0x50", "x", "", " ", "-", "--", "---:", ":-:", ":", "::", "*", "?", ".", "any",
  "ANY", "n/a", "N/A", "na", "NaN", "none", "NULL", "nil", "unknown", "undefined", "failed",
  "(empty)", "(null)", "(null", "nulls", "tcp", "TCP", "tcp6", "TCP46", "udp4", "t", "U", "t6",
  "tu", "6", "06", "6.0", "17", "132", "33", "1", "256", "65542", "TCP (6)", "6 (tcp)", "17(udp)",
  "sctp (132)", "(6) TCP", "dccp", "icmp", "tcp\0", "\0", "\0443", "tcp udp", "443\t/\ttcp",
  "\t443\r\n", "443 /tcp ", "443  (a) /  tcp",
}

describe("The cells of port and protocol are read", function()
  it("as by an independent reader: each as programs write it, beside each other", function()
    for _, columns in ipairs(COLUMNS) do
      for _, port in ipairs(CELLS) do
        for _, key in ipairs(columns.key and CELLS or { "" }) do
          local word, protocol = flow_cells.read(columns, port, columns.key and key)
          local found, other = flow.read_cells(columns, port, columns.key and key or nil)
          if word ~= found or protocol ~= other then -- busted's own comparison takes longer
            assert_as_read(columns, port, key)
          end
        end
      end
    end
  end)

  it("as by an independent reader: random ones", function()
    local random = new_random(20260511)
    local pieces = {
      "443", "0", "6", "17", ".0", ".", "/", ":", " ", "(", ")", "tcp", "udp", "TCP", "t", "x", "-",
      "4", "null", "\t", "\0", "\255", "132",
    }
    local function cell()
      local parts = {}
      for index = 1, random:integer(0, 6) do
        parts[index] = random:item(pieces)
      end
      return table.concat(parts)
    end
    for _ = 1, 10000 do
      assert_as_read(random:item(COLUMNS), cell(), cell())
    end
  end)

  it("without a word for nothing", function()
    for _, cell in ipairs(CELLS) do
      assert.equal(flow_cells.value(cell), (flow.cell_value(cell)))
    end
  end)

  it("from strings alone", function()
    assert.has_error(function() flow.read_cells({}, nil) end)
    assert.has_error(function() flow.read_cells(1, "443") end)
    assert.has_error(function() flow.read_cells({}, "443", {}) end)
    assert.has_error(function() flow.cell_value() end)
  end)
end)
