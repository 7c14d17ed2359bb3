-- Text that is safe to show: without control characters, measured, wrapped.

local steers = require("ianaports.flow").steers
local text = require "ianaports.base.text"

local each_character, escape_byte = text.each_character, text.escape_byte

local display = {}

-- Tables of code points hold the first and the last of each range, in ascending order.

-- Code points that are two columns wide.
local WIDE = {
  0x1100, 0x115f, 0x2e80, 0xa4cf, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe30, 0xfe6f,
  0xff00, 0xff60, 0xffe0, 0xffe6, 0x1f300, 0x1f64f, 0x1f900, 0x1faff, 0x20000, 0x3fffd,
}

-- Code points that share the column of the character before them.
local COMBINING = { 0x0300, 0x036f, 0x20d0, 0x20ff, 0xfe20, 0xfe2f }

local function is_in(ranges, code)
  for index = 1, #ranges, 2 do
    if code <= ranges[index + 1] then
      return code >= ranges[index]
    end
  end
  return false
end

-- Whether a code point steers a terminal, or cannot be seen.
display.steers = steers

local function escape_foreign(code, bytes)
  return code and ("\\u{%x}"):format(code) or escape_byte(bytes)
end

local function escape_steering(code, bytes)
  return code and not steers(code) and bytes or escape_foreign(code, bytes)
end

-- Escapes what must not reach a terminal:
--   - control characters and bytes that are not UTF-8 as \xNN, except line ends and tabs if
--     `layout` is true
--   - characters that steer a terminal or cannot be seen as \u{N}; with `ascii_only`, all
--     characters beyond ASCII
function display.printable(s, layout, ascii_only)
  if s:find "%c" then
    s = layout and s:gsub("\r\n", "\n"):gsub("[^%C\n\t]", escape_byte)
      or s:gsub("%c", escape_byte)
  end
  return text.replace_foreign(s, ascii_only and escape_foreign or escape_steering)
end

-- Whether the locale is one of UTF-8: only then may text beyond ASCII be written to a terminal.
function display.is_utf8()
  for _, name in ipairs { "LC_ALL", "LC_CTYPE", "LANG" } do
    local locale = os.getenv(name)
    if locale and locale ~= "" then
      return locale:upper():find "UTF%-?8" ~= nil
    end
  end
  return false
end

-- A message as it may be written to a terminal.
function display.message(s)
  return display.printable(s, true, not display.is_utf8())
end

-- Line breaks and tabs with the spaces around them. The frontier makes the pattern start only at
-- the first of several spaces: starting at each would take time that grows with their square.
local BREAKS = "%f[ \t\r\n] *[\t\r\n][ \t\r\n]*"

-- The text on one line, printable: line breaks and tabs, with the spaces around them, become one
-- space.
function display.line(s, ascii_only)
  if s:find "[\t\r\n]" then
    s = s:gsub(BREAKS, " "):gsub("^ ", ""):gsub(" $", "")
  end
  return display.printable(s, false, ascii_only)
end

local function character_width(code)
  if not code or code < 0x300 then
    return 1
  end
  return is_in(COMBINING, code) and 0 or is_in(WIDE, code) and 2 or 1
end

-- How many columns of a terminal the text takes.
function display.width(s)
  if not s:find "[\128-\255]" then
    return #s
  end
  local width = 0
  each_character(s, function(code)
    width = width + character_width(code)
  end)
  return width
end

-- Appends spaces up to a width.
function display.pad(s, width)
  return s .. (" "):rep(width - display.width(s))
end

-- Splits a word into pieces. None is wider than `width`, unless it is a single wide character.
local function split_word(word, width)
  local pieces, piece, taken = {}, {}, 0
  each_character(word, function(code, bytes)
    local needed = character_width(code)
    if taken + needed > width and taken > 0 then
      pieces[#pieces + 1] = table.concat(piece)
      piece, taken = {}, 0
    end
    piece[#piece + 1] = bytes
    taken = taken + needed
  end)
  pieces[#pieces + 1] = table.concat(piece)
  return pieces
end

local function wrap_paragraph(paragraph, width, lines)
  local line, taken = {}, 0
  local function add(word, needed)
    if taken > 0 and taken + 1 + needed > width then
      lines[#lines + 1] = table.concat(line, " ")
      line, taken = {}, 0
    end
    line[#line + 1] = word
    taken = taken + (taken > 0 and 1 or 0) + needed
  end
  for word in paragraph:gmatch "[^ \t]+" do
    if display.width(word) > width then
      for _, piece in ipairs(split_word(word, width)) do
        add(piece, display.width(piece))
      end
    else
      add(word, display.width(word))
    end
  end
  lines[#lines + 1] = table.concat(line, " ")
end

-- The lines of a text, at least one, printable and at most `width` wide. Line breaks stay, but a
-- break before an indented line counts as a space: the registry's XML folds lines so.
function display.wrap(s, width, ascii_only)
  local lines = {}
  s = s:gsub("\r\n?", "\n"):gsub("\n[ \t]+", " ")
  for paragraph in (s .. "\n"):gmatch "([^\n]*)\n" do
    wrap_paragraph(display.printable(paragraph:gsub("\t", " "), false, ascii_only), width, lines)
  end
  while #lines > 1 and lines[#lines] == "" do
    lines[#lines] = nil
  end
  return lines
end

-- What CommonMark, GitHub's form of it, or its formulas take for markup inside a line: emphasis,
-- code, links, images, HTML, entities, cells of a table.
local MARKUP = "[\\`*_{}%[%]<>|#~&!$]"

-- The text on one line, so that Markdown shows it unchanged: no markup, no link, no address that
-- becomes a link. GitHub links a mail address even if its "@" is escaped, unless that is code.
function display.markdown(s, ascii_only)
  local line = display.line(s, ascii_only):gsub(MARKUP, "\\%0")
  line = line:gsub(":%f[/%w]", "\\:"):gsub("([Ww][Ww][Ww])%.", "%1\\.")
  return (line:gsub("@+", "`%0`"))
end

return display
