-- Elements of SVG, and how wide their text is.

local display = require "ianaports.base.display"
local each_character = require("ianaports.base.text").each_character
local fit = require("ianaports.format.chart").fit

local element = {}

local ENTITIES = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }

-- U+FFFE and U+FFFF: XML forbids them, but display.line keeps them.
local FORBIDDEN = "\239\191([\190\191])"
local FORBIDDEN_NAMES = { ["\190"] = "\\u{fffe}", ["\191"] = "\\u{ffff}" }

--- A text on one line, in printable characters that XML allows.
function element.clean(text)
  return (display.line(text):gsub(FORBIDDEN, FORBIDDEN_NAMES))
end

--- A clean text as content, or as the value of an attribute in double quotes.
function element.escape(text)
  return (text:gsub('[&<>"]', ENTITIES))
end

--- A number with at most two decimals and a point, whatever the locale has for it.
function element.decimal(value)
  local hundredths = math.floor(value * 100 + 0.5)
  local digits = ("%03d"):format(math.abs(hundredths))
  local decimals = digits:sub(-2):gsub("0+$", "")
  return (hundredths < 0 and "-" or "") .. digits:sub(1, -3)
    .. (decimals ~= "" and "." .. decimals or "")
end

--- An element. Attributes are an array of names and values in turn; numbers are in user units.
-- The content is SVG as text, or an array of such texts.
function element.new(name, attributes, content)
  local pieces = { "<", name }
  for index = 1, #attributes, 2 do
    local value = attributes[index + 1]
    value = type(value) == "number" and element.decimal(value) or element.escape(value)
    pieces[#pieces + 1] = (' %s="%s"'):format(attributes[index], value)
  end
  if type(content) == "table" then
    content = "\n" .. table.concat(content, "\n") .. "\n"
  end
  pieces[#pieces + 1] = content and (">%s</%s>"):format(content, name) or "/>"
  return table.concat(pieces)
end

-- A text in the fragment of an address (RFC 3986, section 3.5).
local function encode(text)
  return (text:gsub("[^%w_.~-]", function(byte)
    return ("%%%02X"):format(byte:byte())
  end))
end

--- A part of a chart that has a value. `view` is an array of names and values in turn: in a page,
-- the part is a link to the view that has them. It is nil in a chart that stands alone.
function element.item(class, view, content)
  if not view then
    return element.new("g", { "class", class }, content)
  end
  local pairs_of_view = {}
  for index = 1, #view, 2 do
    pairs_of_view[#pairs_of_view + 1] = view[index] .. "=" .. encode(view[index + 1])
  end
  local address = "#" .. table.concat(pairs_of_view, "&")
  return element.new("a", { "class", class, "href", address }, content)
end

--- A line of clean text. `anchor` says which part of the text is at x: start, middle or end.
function element.text(class, x, y, text, anchor)
  return element.new("text", { "class", class, "x", x, "y", y, "text-anchor", anchor or "start" },
    element.escape(text))
end

--- A clean text that is shown when the pointer rests on the element around it.
function element.title(text)
  return element.new("title", {}, element.escape(text))
end

function element.rectangle(class, x, y, width, height)
  return element.new("rect",
    { "class", class, "x", x, "y", y, "width", width, "height", height })
end

--- A horizontal line, in the middle of a row of pixels.
function element.rule(class, x, y, width)
  return element.new("path",
    { "class", class, "d", ("M%s %sh%s"):format(element.decimal(x),
      element.decimal(math.floor(y) + 0.5), element.decimal(width)) })
end

-- Widths of text ------------------------------------------------------------------------
--
-- Widths are estimates, because the reader's program chooses the font.

local ELLIPSIS = "\226\128\166" -- U+2026

-- Widths in parts of the font's size, for the broadest of the usual fonts.
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
function element.width(text, size)
  local width = 0
  each_character(text, function(_, character)
    width = width + character_width(character)
  end)
  return width * size
end

--- The width of the widest of some texts, rounded up.
function element.widest(texts, size)
  local width = 0
  for _, text in ipairs(texts) do
    width = math.max(width, element.width(text, size))
  end
  return math.ceil(width)
end

--- The text, cut to the width. If it is cut, it ends in an ellipsis.
function element.fit(text, size, width)
  return fit(text, width / size, character_width, ELLIPSIS)
end

--- The lines of a text, none wider than `width`.
function element.wrap(text, size, width)
  local lines = {}
  for word in text:gmatch "%S+" do
    local longer = lines[1] and lines[#lines] .. " " .. word
    if longer and element.width(longer, size) <= width then
      lines[#lines] = longer
    else
      lines[#lines + 1] = element.fit(word, size, width)
    end
  end
  return lines
end

return element
