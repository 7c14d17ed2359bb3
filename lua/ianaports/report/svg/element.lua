-- Elements of SVG as text.

local display = require "ianaports.base.display"

local element = {}

local ENTITIES = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }

-- U+FFFE and U+FFFF, the characters that XML forbids and a line of text may still have.
local FORBIDDEN = "\239\191([\190\191])"
local FORBIDDEN_NAMES = { ["\190"] = "\\u{fffe}", ["\191"] = "\\u{ffff}" }

--- A text in one line of printable characters, all of which XML allows.
function element.clean(text)
  return (display.line(text):gsub(FORBIDDEN, FORBIDDEN_NAMES))
end

--- A clean text as content, or as the value of an attribute in double quotes.
function element.escape(text)
  return (text:gsub('[&<>"]', ENTITIES))
end

--- A number with two decimals at most and a point, whatever the locale has in its place.
function element.decimal(value)
  local hundredths = math.floor(value * 100 + 0.5)
  local digits = ("%03d"):format(math.abs(hundredths))
  local decimals = digits:sub(-2):gsub("0+$", "")
  return (hundredths < 0 and "-" or "") .. digits:sub(1, -3)
    .. (decimals ~= "" and "." .. decimals or "")
end

--- An element. Attributes are an array of name, value, name, value; numbers are in user units.
-- The content is text of SVG, or an array of such.
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

--- A line of clean text. `anchor` is where of it x is: start, middle or end.
function element.text(class, x, y, text, anchor)
  return element.new("text", { "class", class, "x", x, "y", y, "text-anchor", anchor or "start" },
    element.escape(text))
end

--- What is shown where the pointer rests, of clean text.
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

return element
