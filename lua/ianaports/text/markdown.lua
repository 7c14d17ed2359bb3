-- Text for a document of Markdown.

local display = require "ianaports.text"

-- What CommonMark, GitHub's form of it, or its formulas take for markup inside a line: emphasis,
-- code, links, images, HTML, entities, cells of a table.
local MARKUP = "[\\`*_{}%[%]<>|#~&!$]"

--- One line of text that Markdown shows as it is: no markup, no link, no address that becomes one
-- by itself. GitHub links an address of mail even if its "@" is escaped, but not if that is code.
return function(text, ascii_only)
  local line = display.line(text, ascii_only):gsub(MARKUP, "\\%0")
  line = line:gsub(":%f[/%w]", "\\:"):gsub("([Ww][Ww][Ww])%.", "%1\\.")
  return (line:gsub("@+", "`%0`"))
end
