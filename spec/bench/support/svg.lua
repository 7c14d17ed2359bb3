-- Writing SVG: elements with attributes, text escaped.

local svg = {}

local ENTITIES = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }

local function escape(text)
  return (tostring(text):gsub('[&<>"]', ENTITIES))
end

-- Attributes in the order of their names, so that the same chart is the same text.
local function attributes_of(attributes)
  local list = {}
  for name, value in pairs(attributes) do
    list[#list + 1] = (' %s="%s"'):format(name, escape(value))
  end
  table.sort(list)
  return table.concat(list)
end

function svg.element(name, attributes, content)
  local start = "<" .. name .. attributes_of(attributes)
  return content and start .. ">" .. content .. "</" .. name .. ">" or start .. "/>"
end

function svg.text(x, y, text, attributes)
  local all = { x = x, y = y }
  for name, value in pairs(attributes or {}) do
    all[name] = value
  end
  return svg.element("text", all, escape(text))
end

-- A whole document with its own background, so that it looks the same wherever it is shown.
function svg.document(width, height, style, elements)
  return table.concat({
    ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d">')
      :format(width, height, width, height),
    svg.element("style", {}, escape(style)),
    svg.element("rect", { class = "ground", width = width, height = height }),
    table.concat(elements, "\n"),
    "</svg>\n",
  }, "\n")
end

return svg
