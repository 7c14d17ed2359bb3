-- UTF-8, RFC 3629.

local utf8 = {}

local REPLACEMENT = "\239\191\189" -- U+FFFD

-- The code point that begins at an index and how many bytes it has; nil where the bytes
-- are not UTF-8.
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
function utf8.each_character(s, f)
  local index = 1
  while index <= #s do
    local code, length = decode(s, index)
    f(code, s:sub(index, index + length - 1))
    index = index + length
  end
end

-- The text; each byte of it that belongs to no character becomes U+FFFD.
function utf8.repair(s)
  if not s:find "[\128-\255]" then
    return s
  end
  local pieces = {}
  utf8.each_character(s, function(code, bytes)
    pieces[#pieces + 1] = code and bytes or REPLACEMENT
  end)
  return table.concat(pieces)
end

-- How many bytes at the end begin a character that is not complete.
function utf8.incomplete_tail(s)
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

return utf8
