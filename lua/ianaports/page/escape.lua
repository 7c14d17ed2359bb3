-- Text for a document of HTML.

local display = require "ianaports.base.display"
local repair = require("ianaports.base.text").repair

local ENTITIES = {
  ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;",
}

--- One line of text as it may stand in an element or an attribute in quotes.
return function(text)
  return (display.line(repair(text)):gsub("[&<>\"']", ENTITIES))
end
