-- Files that lie beside this one: style sheets, scripts, pages.

local files = {}

-- The folder of this file, as it was found when it was loaded; nil where the code does not
-- come from a file.
local folder = debug.getinfo(1, "S").source:match "^@(.-)[^/\\]*$"

-- The text of a file, or nil and a message.
function files.read(name)
  if not folder then
    return nil, name .. ": the folder of ianaports.page is not known"
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

return files
