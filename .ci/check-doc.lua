-- Fails where the reference lacks a public function, or what it gives, or an example.
--
-- usage: lua5.4 .ci/check-doc.lua REFERENCE.html

local ianaports = require "ianaports"

local file = assert(io.open(arg[1]))
local html = file:read "a"
file:close()

-- The part of the page that describes a function: from its anchor to the next.
local function description(name)
  local start = html:find('<a name = "' .. name .. '"></a>', 1, true)
  if start then
    local stop = html:find("<a name", start + 1, true) or #html
    return html:sub(start, stop)
  end
end

local faults, functions = 0, 0
for name, value in pairs(ianaports) do
  if type(value) == "function" then
    functions = functions + 1
    local text = description(name) or ""
    for _, heading in ipairs { "Returns:", "Usage:" } do
      if not text:find(heading, 1, true) then
        io.stderr:write(arg[1], ": function ", name, " has no '", heading, "'\n")
        faults = faults + 1
      end
    end
  end
end

assert(functions > 0, "the module has no function")
os.exit(faults == 0)
