-- ianaports.base.encoding: byte order marks and UTF-16.

local encoding = require "ianaports.base.encoding"

-- The bytes of code units, 16 bits each.
local function utf16(units, is_little)
  local pieces = {}
  for index, unit in ipairs(units) do
    local high, low = math.floor(unit / 256), unit % 256
    pieces[index] = is_little and string.char(low, high) or string.char(high, low)
  end
  return table.concat(pieces)
end

describe("ianaports.base.encoding", function()
  it("returns UTF-8 as it is, without its byte order mark", function()
    for _, text in ipairs { "", "a", "port\n80\n", "caf\195\169", "\255" } do
      assert.equal(text, encoding.decode(text))
      assert.equal(text, encoding.decode("\239\187\191" .. text))
    end
  end)

  it("converts UTF-16 of both byte orders", function()
    local units = { 0xfeff, 0x61, 0xe9, 0x7ff, 0x800, 0x20ac, 0xffff, 0xd83d, 0xde00, 0x0a, 0xfeff }
    local expected = "a\195\169\223\191\224\160\128\226\130\172\239\191\191\240\159\152\128\n"
      .. "\239\187\191"
    assert.equal(expected, encoding.decode(utf16(units, true)))
    assert.equal(expected, encoding.decode(utf16(units, false)))
    assert.equal("", encoding.decode "\255\254")
  end)

  it("converts the last pair of surrogates, and replaces each that is alone", function()
    assert.equal("\244\143\191\191", encoding.decode(utf16({ 0xfeff, 0xdbff, 0xdfff }, true)))
    assert.equal("\239\191\189a\239\191\189\239\191\189",
      encoding.decode(utf16({ 0xfeff, 0xd800, 0x61, 0xdc00, 0xd800 }, true)))
  end)

  it("refuses by name what it cannot convert", function()
    assert.same({ nil, "text in UTF-16 ends within a character" },
      { encoding.decode "\255\254a\0b" })
    for name, text in pairs {
      ["UTF-32"] = "\255\254\0\0a\0\0\0", ["UTF-16LE"] = "a\0b\0", ["UTF-16BE"] = "\0a\0b",
    } do
      assert.same({
        nil, "text in " .. name .. "; expected is UTF-8, which this writes: iconv -f " .. name
          .. " -t UTF-8",
      }, { encoding.decode(text) })
    end
  end)
end)
