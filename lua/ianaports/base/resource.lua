-- Files that are installed with the Lua code: style sheets, scripts, templates.

local resource = {}

-- The folder of `ianaports`, as it was found when this file was loaded; nil if the code does not
-- come from a file.
local folder = debug.getinfo(1, "S").source:match "^@(.-)base[/\\][^/\\]*$"

--- The text of a file, which is named from the folder of `ianaports` on; or nil and a message.
function resource.read(name)
  if not folder then
    return nil, name .. ": the folder of ianaports is not known"
  end
  local file, message = io.open(folder .. name, "rb")
  if not file then
    return nil, message
  end
  local text
  text, message = file:read "*a"
  file:close()
  return text, text == nil and (message or folder .. name .. ": cannot be read") or nil
end

return resource
