-- Text: white space, UTF-8 (RFC 3629), quotes in messages.

local find, match = string.find, string.match

local text = {}

text.REPLACEMENT = "\239\191\189" -- U+FFFD

-- ASCII only: what else `%s` matches depends on the locale, and may be half a character.
local VISIBLE = "[^ \t-\r]"

-- A pattern such as " +$" is tried again at each blank of a series, which takes time that grows
-- with the square of its length. This one takes time that grows with the length.
local UP_TO_VISIBLE = "^.*" .. VISIBLE

-- Removes white space from the end.
function text.trim_right(s)
  return match(s, UP_TO_VISIBLE) or ""
end

-- Removes white space from both ends.
function text.trim(s)
  local first = find(s, VISIBLE)
  return first and match(s, UP_TO_VISIBLE, first) or ""
end

-- The code point that begins at an index, and how many bytes it has. The code point is nil if
-- the bytes are not UTF-8.
local function decode(bytes, index)
  local lead = bytes:byte(index)
  local length = lead < 0x80 and 1 or lead < 0xc2 and 0 or lead < 0xe0 and 2
    or lead < 0xf0 and 3 or lead < 0xf5 and 4 or 0
  if length < 2 then
    return length == 1 and lead or nil, 1
  end
  local code = lead % 2 ^ (7 - length)
  for offset = 1, length - 1 do
    local byte = bytes:byte(index + offset)
    if not byte or byte < 0x80 or byte > 0xbf then
      return nil, 1
    end
    code = code * 64 + byte - 0x80
  end
  local shortest = length == 3 and 0x800 or length == 4 and 0x10000 or 0
  if code < shortest or code > 0x10ffff or code >= 0xd800 and code <= 0xdfff then
    return nil, 1
  end
  return code, length
end

-- Calls f(code, bytes) for each character; code is nil for a byte that is not UTF-8.
function text.each_character(s, f)
  local index = 1
  while index <= #s do
    local code, length = decode(s, index)
    f(code, s:sub(index, index + length - 1))
    index = index + length
  end
end

-- Replaces each character beyond ASCII by what replace(code, bytes) returns; code is nil for a byte
-- that is not UTF-8.
function text.replace_foreign(s, replace)
  if not find(s, "[\128-\255]") then
    return s -- quickly: most texts are ASCII
  end
  return (s:gsub("[\128-\255]+", function(foreign)
    local pieces = {}
    text.each_character(foreign, function(code, bytes)
      pieces[#pieces + 1] = replace(code, bytes)
    end)
    return table.concat(pieces)
  end))
end

local function repaired(code, bytes)
  return code and bytes or text.REPLACEMENT
end

-- Replaces each byte that belongs to no character by U+FFFD.
function text.repair(s)
  return text.replace_foreign(s, repaired)
end

-- Reads each byte that belongs to no character as ISO 8859-1.
function text.from_latin1(s)
  if not find(s, "[\128-\255]") then
    return s
  end
  local pieces = {}
  text.each_character(s, function(code, bytes)
    local byte = bytes:byte()
    pieces[#pieces + 1] = code and bytes
      or string.char(0xc0 + math.floor(byte / 64) % 4, 0x80 + byte % 64)
  end)
  return table.concat(pieces)
end

-- How many bytes at the end begin a character that is not complete.
function text.incomplete_tail(s)
  for length = 1, math.min(3, #s) do
    local byte = s:byte(-length)
    if byte >= 0xc0 then
      local needed = byte >= 0xf0 and 4 or byte >= 0xe0 and 3 or 2
      return needed > length and length or 0
    elseif byte < 0x80 then
      return 0
    end
  end
  return 0
end

local EXCERPT_LENGTH = 72

-- Writes a byte as \xNN.
function text.escape_byte(byte)
  return ("\\x%02x"):format(byte:byte())
end

-- The beginning of a text in quotes, as the C module's messages have it: bytes that are not
-- printable ASCII are written as \xNN.
function text.quote(s)
  local excerpt = ""
  for character in s:gmatch "." do
    if #excerpt > EXCERPT_LENGTH then
      return '"' .. excerpt .. '..."'
    end
    excerpt = excerpt .. character:gsub("[^ -~]", text.escape_byte)
  end
  return '"' .. excerpt .. '"'
end

return text
