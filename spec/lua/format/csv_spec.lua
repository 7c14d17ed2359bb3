-- The reader of CSV in Lua.

local csv = require "ianaports.format.csv"
local ianaports = require "ianaports"
local new_random = require "spec.conformance.random"

-- The records of a text; or nil and a message.
local function records(text)
  local all, bounds, position = {}, {}, 1
  while position <= #text do
    local last, stop, count = csv.scan(text, position, true, bounds, csv.COMMA)
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
  -- But for blanks around quotes, which are accepted here only.
  it("accepts what the reader in C accepts, and nothing else", function()
    local random, taken, refused = new_random(20260511), 0, 0
    local pieces = { '"', '"', '""', "\r", "\n", "\r\n", "x", "," }
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
    for _, text in ipairs {
      'a,"b""\r\nc",d\r\n', "a,b\r", '"a"\r\n', "\r\n", '"",""\n', "a\r\r\n", '"a" ,\t"b" \n',
    } do
      local last, stop, count = csv.scan(text .. "x", 1, false, {}, csv.COMMA)
      assert.is_truthy(last, text)
      for length = 1, #text - 1 do
        assert.is_nil((csv.scan(text:sub(1, length), 1, false, {}, csv.COMMA)))
      end
      assert.same({ last, stop, count }, { csv.scan(text, 1, true, {}, csv.COMMA) })
    end
  end)

  it("counts line ends", function()
    assert.equal(4, csv.count_lines("a\r\n\r\r\nb\n\r", 1))
    assert.equal(3, csv.count_lines("a\r\r\n\r\r\nb\r\r\n", 1))
    assert.equal(1, csv.count_lines("a\n\n\n", 2, 2))
    assert.equal(0, csv.count_lines("", 1))
  end)

  it("takes blanks around a quoted cell, and keeps those of others", function()
    assert.same({ { "a", 'b "c" ', " d " }, { "e\n", "  ", "f" } },
      records ' "a" ,\t"b ""c"" ", d \n"e\n" ,  , "f"')
  end)

  it("takes CR CR LF as one line end", function()
    assert.same({ { "a", "b\r\r\n" }, { "c" } }, records 'a,"b\r\r\n"\r\r\nc\r\r\n')
    assert.equal(4, (select(2, csv.scan("a\r\r\n\n", 1, true, {}, csv.COMMA))))
    assert.equal(2, (select(2, csv.scan("a\r\rb", 1, true, {}, csv.COMMA))))
  end)

  it("knows its delimiters by themselves and by name", function()
    for index, names in ipairs { { ",", "comma" }, { ";", "Semicolon" }, { "\t", "\\t", "TAB" },
      { "|", "bar" } } do
      for _, name in ipairs(names) do
        assert.equal(csv.DIALECTS[index], csv.dialect(name))
      end
    end
    assert.same({ nil, 'unknown delimiter ":"; known: comma, semicolon, tab, bar' },
      { csv.dialect ":" })
  end)

  it("quotes what its delimiter makes necessary", function()
    assert.equal('"a,b"', csv.quote "a,b")
    assert.equal("a,b", csv.quote("a,b", csv.dialect "tab"))
    assert.equal('"a\tb"', csv.quote("a\tb", csv.dialect "tab"))
  end)
end)
