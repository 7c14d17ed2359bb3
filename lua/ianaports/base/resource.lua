-- Files that are installed with the Lua code: style sheets, scripts, templates.

local read_file = require("ianaports.base.files").read

local resource = {}

-- The folder of `ianaports`, as it was found when this file was loaded; nil if the code does not
-- come from a file.
local folder = debug.getinfo(1, "S").source:match "^@(.-)base[/\\][^/\\]*$"

--- The text of a file, which is named from the folder of `ianaports` on; or nil and a message.
function resource.read(name)
  if not folder then
    return nil, name .. ": the folder of ianaports is not known"
  end
  return read_file(folder .. name)
end

return resource
