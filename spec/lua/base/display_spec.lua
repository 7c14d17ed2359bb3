-- ianaports.base.display: text made safe for terminals and for Markdown.

local display = require "ianaports.base.display"
local json = require "ianaports.format.json"
local page_escape = require("ianaports.page.document").escape

-- A code point in UTF-8.
local function character(code)
  if code < 0x80 then
    return string.char(code)
  end
  local bytes, lead = "", code < 0x800 and 0xc0 or code < 0x10000 and 0xe0 or 0xf0
  for _ = 2, code < 0x800 and 2 or code < 0x10000 and 3 or 4 do
    bytes = string.char(0x80 + code % 64) .. bytes
    code = math.floor(code / 64)
  end
  return string.char(lead + code) .. bytes
end

-- The ends of runs of characters that cannot be seen or that steer, and those next to them, which
-- can be seen.
local HIDDEN = {
  0x80, 0x9b, 0x9f, 0xad, 0x34f, 0x600, 0x605, 0x61c, 0x6dd, 0x70f, 0x890, 0x891, 0x8e2, 0x115f,
  0x1160, 0x17b4, 0x17b5, 0x180b, 0x180e, 0x180f, 0x200b, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029,
  0x202a, 0x202e, 0x2060, 0x2065, 0x2066, 0x2069, 0x206f, 0x2800, 0x3164, 0xfe00, 0xfe0f, 0xfeff,
  0xffa0, 0xfff0, 0xfff9, 0xfffb, 0x110bd, 0x110cd, 0x13430, 0x1343f, 0x1bca0, 0x1bca3, 0x1d159,
  0x1d173, 0x1d17a, 0xe0000, 0xe0001, 0xe0020, 0xe007f, 0xe0100, 0xe01ef, 0xe0fff,
}
local SEEN = {
  0xa0, 0xac, 0xae, 0x34e, 0x350, 0x5ff, 0x606, 0x61b, 0x6dc, 0x6de, 0x70e, 0x710, 0x892, 0x8e1,
  0x115e, 0x1161, 0x17b3, 0x17b6, 0x180a, 0x1810, 0x200a, 0x2010, 0x2027, 0x202f, 0x205f, 0x2070,
  0x27ff, 0x2801, 0x3163, 0x3165, 0xfdff, 0xfe10, 0xff9f, 0xffa1, 0xfffc, 0xfffd, 0x110bc,
  0x1342f, 0x1bc9f, 0x1bca4, 0x1d158, 0x1d15a, 0x1d172, 0x1d17b, 0x1f600, 0xe1000, 0x10ffff,
}

describe("A character that steers a terminal or cannot be seen", function()
  it("is shown as an escape wherever text is made fit for terminals", function()
    for _, code in ipairs(HIDDEN) do
      local hidden = "a" .. character(code) .. "b"
      local escaped = ("a\\u{%x}b"):format(code)
      assert.equal(escaped, display.printable(hidden))
      assert.equal(escaped, display.printable(hidden, true))
      assert.equal(escaped, display.line(hidden))
      assert.same({ escaped }, display.wrap(hidden, 80))
      assert.equal(escaped, page_escape(hidden))
      assert.equal(display.markdown(escaped), display.markdown(hidden))
      assert.is_nil(json.quote(hidden):find "[\128-\255]")
    end
  end)

  it("is told from those beside it", function()
    for _, code in ipairs(SEEN) do
      local seen = "a" .. character(code) .. "b"
      assert.equal(seen, display.printable(seen), ("%x"):format(code))
      assert.equal('"' .. seen .. '"', json.quote(seen))
    end
  end)
end)

describe("Text in ASCII alone", function()
  it("has what is beyond as escapes", function()
    local foreign = "\195\169 \240\159\152\128\t\155\226\128\174\n"
    assert.equal("\\u{e9} \\u{1f600}\t\\x9b\\u{202e}\n", display.printable(foreign, true, true))
    assert.equal("\\u{e9} \\u{1f600} \\x9b\\u{202e}", display.line(foreign, true))
    assert.same({ "\\u{e9}", "\\u{1f600}", "\\x9b\\u{202e}" }, display.wrap(foreign, 12, true))
    assert.equal('"\\u00e9 \\ud83d\\ude00"', json.quote("\195\169 \240\159\152\128", true))
  end)
end)

describe("Line breaks and tabs in a line", function()
  it("become one space, with the spaces around", function()
    for given, line in pairs {
      ["a  b"] = "a  b", ["a \t b  c"] = "a b  c", ["\n a"] = "a", ["a \r\n"] = "a",
      ["a\n\n\nb "] = "a b", ["  \t"] = "", ["a\n"] = "a", ["\t"] = "", ["a  \n  \n  b"] = "a b",
    } do
      assert.equal(line, display.line(given))
    end
  end)
end)

describe("Text in Markdown", function()
  it("is no markup", function()
    for given, escaped in pairs {
      ["[x](javascript:y)"] = "\\[x\\](javascript\\:y)",
      ["![x](http://y.z)"] = "\\!\\[x\\](http\\://y.z)",
      ["<b>&lt;</b>"] = "\\<b\\>\\&lt;\\</b\\>",
      ["<https://x.y>"] = "\\<https\\://x.y\\>",
      ["a*b_c`d~e|f\\g{h}#1 $x$"] = "a\\*b\\_c\\`d\\~e\\|f\\\\g\\{h\\}\\#1 \\$x\\$",
      ["www.x.y WWW.x"] = "www\\.x.y WWW\\.x",
      ["a@b.c `@@ @x"] = "a`@`b.c \\``@@` `@`x",
      ["mailto:a@b.c :smile: Note: none"] = "mailto\\:a`@`b.c \\:smile: Note: none",
      ["two\n lines"] = "two lines",
      ["\27[0m"] = "\\\\x1b\\[0m",
      ["caf\195\169."] = "caf\195\169.",
    } do
      assert.equal(escaped, display.markdown(given))
    end
    assert.equal("caf\\\\u\\{e9\\}", display.markdown("caf\195\169", true))
  end)
end)
