-- Text for a document of HTML.

local display = require "ianaports.text"
local utf8 = require "ianaports.text.utf8"

local ENTITIES = {
  ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;",
}

--- One line of text as it may stand in an element or an attribute in quotes.
return function(text)
  return (display.line(utf8.repair(text)):gsub("[&<>\"']", ENTITIES))
end
