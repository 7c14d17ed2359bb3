-- Text as it may be shown: free of control characters, measured, wrapped.

local each_character = require("ianaports.text.utf8").each_character
local steers = require "ianaports.text.steering"

local text = {}

-- Code points that take two cells of a terminal, as first and last of each run.
local WIDE = {
  0x1100, 0x115f, 0x2e80, 0xa4cf, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe30, 0xfe6f,
  0xff00, 0xff60, 0xffe0, 0xffe6, 0x1f300, 0x1f64f, 0x1f900, 0x1faff, 0x20000, 0x3fffd,
}

-- Code points that take no cell of their own.
local COMBINING = { 0x0300, 0x036f, 0x20d0, 0x20ff, 0xfe20, 0xfe2f }

local function is_in(runs, code)
  for index = 1, #runs, 2 do
    if code >= runs[index] and code <= runs[index + 1] then
      return true
    end
  end
  return false
end

local function escape_byte(byte)
  return ("\\x%02x"):format(byte:byte())
end

-- A run of bytes beyond ASCII, without what steers a terminal or, with `ascii_only`, all in
-- escapes.
local function escape_run(run, ascii_only)
  local pieces = {}
  each_character(run, function(code, bytes)
    if not code then
      bytes = escape_byte(bytes)
    elseif ascii_only or steers(code) then
      bytes = ("\\u{%x}"):format(code)
    end
    pieces[#pieces + 1] = bytes
  end)
  return table.concat(pieces)
end

-- Escapes what is not to reach a terminal: control characters as \xNN, but for line
-- ends and tabs if `layout` is true; characters that steer or cannot be seen as \u{N}, and
-- with `ascii_only` all beyond ASCII; bytes that are no UTF-8 as \xNN.
function text.printable(s, layout, ascii_only)
  if s:find "%c" then
    s = layout and s:gsub("\r\n", "\n"):gsub("[^%C\n\t]", escape_byte)
      or s:gsub("%c", escape_byte)
  end
  if s:find "[\128-\255]" then
    s = s:gsub("[\128-\255]+", function(run)
      return escape_run(run, ascii_only)
    end)
  end
  return s
end

-- Line breaks and tabs with the spaces around. The frontier has a run of spaces tried once, from
-- its first.
local BREAKS = "%f[ \t\r\n] *[\t\r\n][ \t\r\n]*"

-- One line of it, printable: line breaks and tabs, with the spaces around, become one
-- space.
function text.line(s, ascii_only)
  if s:find "[\t\r\n]" then
    s = s:gsub(BREAKS, " "):gsub("^ ", ""):gsub(" $", "")
  end
  return text.printable(s, false, ascii_only)
end

local function character_width(code)
  if not code or code < 0x300 then
    return 1
  end
  return is_in(COMBINING, code) and 0 or is_in(WIDE, code) and 2 or 1
end

-- How many cells of a terminal it takes.
function text.width(s)
  if not s:find "[\128-\255]" then
    return #s
  end
  local width = 0
  each_character(s, function(code)
    width = width + character_width(code)
  end)
  return width
end

function text.pad(s, width)
  return s .. (" "):rep(width - text.width(s))
end

-- Pieces of a word, none wider than `width` but where one character is.
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
    if text.width(word) > width then
      for _, piece in ipairs(split_word(word, width)) do
        add(piece, text.width(piece))
      end
    else
      add(word, text.width(word))
    end
  end
  lines[#lines + 1] = table.concat(line, " ")
end

-- The lines of a text, printable, none wider than `width`; at least one. Line breaks
-- stay; a break after which the line is indented is a folded line of the registry's XML
-- and counts as a space.
function text.wrap(s, width, ascii_only)
  local lines = {}
  s = s:gsub("\r\n?", "\n"):gsub("\n[ \t]+", " ")
  for paragraph in (s .. "\n"):gmatch "([^\n]*)\n" do
    wrap_paragraph(text.printable(paragraph:gsub("\t", " "), false, ascii_only), width, lines)
  end
  while #lines > 1 and lines[#lines] == "" do
    lines[#lines] = nil
  end
  return lines
end

return text
