-- How wide text is in a chart, about: the font is that of who looks at it.

local display = require "ianaports.base.display"
local each_character = require("ianaports.base.text").each_character

local label = {}

local ELLIPSIS = "\226\128\166" -- U+2026

-- Widths in parts of the font's size, of the broadest of usual fonts.
local NARROW, USUAL, BROAD, BROADEST = 0.41, 0.64, 0.79, 1

local function character_width(character)
  if #character > 1 then
    return math.max(USUAL, display.width(character) * USUAL)
  elseif character:find "[mwMW@%%]" then
    return BROADEST
  elseif character:find "[]fijlrtI .,:;'!|()[/\\-]" then
    return NARROW
  end
  return character:find "[A-Z&]" and BROAD or USUAL
end

--- The width of clean text in a font of that size.
function label.width(text, size)
  local width = 0
  each_character(text, function(_, character)
    width = width + character_width(character)
  end)
  return width * size
end

--- The text, no wider than that; where it is cut, it ends in an ellipsis.
function label.fit(text, size, width)
  local taken, kept, whole = character_width(ELLIPSIS), {}, 0
  each_character(text, function(_, character)
    local needed = character_width(character)
    whole, taken = whole + needed, taken + needed
    if taken * size <= width then
      kept[#kept + 1] = character
    end
  end)
  return whole * size <= width and text or table.concat(kept) .. ELLIPSIS
end

--- The lines of a text, none wider than that.
function label.wrap(text, size, width)
  local lines = {}
  for word in text:gmatch "%S+" do
    local longer = lines[1] and lines[#lines] .. " " .. word
    if longer and label.width(longer, size) <= width then
      lines[#lines] = longer
    else
      lines[#lines + 1] = label.fit(word, size, width)
    end
  end
  return lines
end

return label
