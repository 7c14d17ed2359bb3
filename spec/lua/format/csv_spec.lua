-- The reader of CSV in Lua.

local csv = require "ianaports.format.csv"
local ianaports = require "ianaports"
local new_random = require "spec.conformance.random"

-- The records of a text; or nil and a message.
local function records(text)
  local all, bounds, position = {}, {}, 1
  while position <= #text do
    local last, stop, count = csv.scan(text, position, true, bounds)
    if not last then
      return nil, stop
    elseif count > 0 then
      all[#all + 1] = csv.cells(text, bounds, count)
    end
    position = stop + 1
  end
  return all
end

local HEADER = "Service Name,Port Number,Transport Protocol,Description,Assignee,Contact,"
  .. "Registration Date,Modification Date,Reference,Service Code,Unauthorized Use Reported,"
  .. "Assignment Notes\n"

describe("format.csv", function()
  it("accepts what the reader in C accepts, and nothing else", function()
    local random, taken, refused = new_random(20260511), 0, 0
    local pieces = { '"', '"', '""', "\r", "\n", "\r\n", "x", " ", "," }
    for _ = 1, 5000 do
      local cell = {}
      for index = 1, random:integer(0, 5) do
        cell[index] = random:item(pieces)
      end
      local row = "a,1,tcp," .. table.concat(cell) .. ",,,,,,,,"
      local found = records(row)
      local is_row = found ~= nil and #found == 1 and #found[1] == 12
      local registry, message = ianaports.parse(HEADER .. row .. "\n", "csv")
      assert.equal(is_row, registry ~= nil, ("%q: %s"):format(row, tostring(message)))
      if registry then
        assert.equal(found[1][4], registry:find(1).description or "")
      end
      taken, refused = taken + (is_row and 1 or 0), refused + (is_row and 0 or 1)
    end
    assert.is_true(taken > 500 and refused > 500, taken .. ", " .. refused)
  end)

  it("waits for the rest of a record", function()
    for _, text in ipairs { 'a,"b""\r\nc",d\r\n', "a,b\r", '"a"\r\n', "\r\n", '"",""\n' } do
      local last, stop, count = csv.scan(text .. "x", 1, false, {})
      assert.is_truthy(last, text)
      for length = 1, #text - 1 do
        assert.is_nil((csv.scan(text:sub(1, length), 1, false, {})))
      end
      assert.same({ last, stop, count }, { csv.scan(text, 1, true, {}) })
    end
  end)

  it("counts line ends", function()
    assert.equal(5, csv.count_lines("a\r\n\r\r\nb\n\r", 1))
    assert.equal(1, csv.count_lines("a\n\n\n", 2, 2))
    assert.equal(0, csv.count_lines("", 1))
  end)
end)
