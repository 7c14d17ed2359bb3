-- The encoding of a text, as its byte order mark says, and its conversion to UTF-8.

local encoding = {}

local byte, char, floor, gsub, sub = string.byte, string.char, math.floor, string.gsub, string.sub

-- A longer mark comes before one that it begins with.
local MARKS = {
  { "\255\254\0\0", "UTF-32" },
  { "\0\0\254\255", "UTF-32" },
  { "\239\187\191", "UTF-8" },
  { "\255\254", "UTF-16" },
  { "\254\255", "UTF-16" },
}

encoding.LONGEST_MARK = 4 -- bytes

local REPLACEMENT = "\239\191\189" -- U+FFFD

--- The name of a text's encoding and the byte order mark that names it, which may be "". A text
-- without a mark is UTF-8, unless its first character is an ASCII one of UTF-16.
function encoding.of(text)
  for _, entry in ipairs(MARKS) do
    local mark, name = entry[1], entry[2]
    if sub(text, 1, #mark) == mark then
      return name, mark
    end
  end
  local one, other = byte(text, 1, 2)
  if one == 0 and other and other > 0 then
    return "UTF-16BE", ""
  end
  return one and one > 0 and other == 0 and "UTF-16LE" or "UTF-8", ""
end

--- Whether more bytes could make these the beginning of a byte order mark, or a longer one.
function encoding.may_begin_mark(bytes)
  for _, entry in ipairs(MARKS) do
    if sub(entry[1], 1, #bytes) == bytes then
      return true
    end
  end
  return false
end

--- What to say about a text that must be UTF-8, and is not: how to convert it.
function encoding.refusal(name)
  return ("text in %s; expected is UTF-8, which this writes: iconv -f %s -t UTF-8"):format(name,
    name)
end

-- A code unit of UTF-16 in the form of UTF-8. For a surrogate these three bytes are no character.
local function encode(code)
  if code < 0x80 then
    return char(code)
  elseif code < 0x800 then
    return char(0xc0 + floor(code / 0x40), 0x80 + code % 0x40)
  end
  return char(0xe0 + floor(code / 0x1000), 0x80 + floor(code / 0x40) % 0x40, 0x80 + code % 0x40)
end

-- Two surrogates in that form as the character that they stand for (RFC 2781, section 2.2).
local function join(one, two, three, four)
  local high = (byte(one) - 0xa0) * 0x40 + byte(two) - 0x80
  local low = (byte(three) - 0xb0) * 0x40 + byte(four) - 0x80
  local code = 0x10000 + high * 0x400 + low
  return char(0xf0 + floor(code / 0x40000), 0x80 + floor(code / 0x1000) % 0x40,
    0x80 + floor(code / 0x40) % 0x40, 0x80 + code % 0x40)
end

-- A table of what each two bytes are in UTF-8.
local function new_units(is_little)
  return setmetatable({}, {
    __index = function(units, pair)
      local one, other = byte(pair, 1, 2)
      units[pair] = encode(is_little and other * 256 + one or one * 256 + other)
      return units[pair]
    end,
  })
end

-- A surrogate without its other half becomes U+FFFD.
local function from_utf16(text, first, is_little)
  text = gsub(sub(text, first), "..", new_units(is_little))
  text = gsub(text, "\237([\160-\175])([\128-\191])\237([\176-\191])([\128-\191])", join)
  return (gsub(text, "\237[\160-\191][\128-\191]", REPLACEMENT))
end

--- A text as UTF-8 without its byte order mark, converted if the mark is one of UTF-16; or nil and
-- a message.
function encoding.decode(text)
  local name, mark = encoding.of(text)
  if name == "UTF-8" then
    return mark == "" and text or sub(text, #mark + 1)
  elseif name ~= "UTF-16" then
    return nil, encoding.refusal(name)
  elseif #text % 2 == 1 then
    return nil, "text in UTF-16 ends within a character"
  end
  return from_utf16(text, #mark + 1, mark == "\255\254")
end

return encoding
