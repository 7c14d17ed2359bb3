-- Whole files.

local files = {}

-- The content of a file, or nil and a message.
function files.read(path)
  local file, message = io.open(path, "rb")
  if not file then
    return nil, message
  end
  local content, reason = file:read "*a"
  file:close()
  if content then
    return content
  end
  return nil, ("%s: %s"):format(path, reason or "cannot be read") -- a folder can be opened
end

-- The folder of `ianaports`, as it was found when this file was loaded; nil if the code does not
-- come from a file.
local folder = debug.getinfo(1, "S").source:match "^@(.-)base[/\\][^/\\]*$"

-- The content of a file that is installed with the Lua code, such as a style sheet. It is named
-- from the folder of `ianaports` on. Or nil and a message.
function files.read_own(name)
  if not folder then
    return nil, name .. ": the folder of ianaports is not known"
  end
  return files.read(folder .. name)
end

-- Returns true, or nil and a message.
function files.write(path, content)
  local file, message = io.open(path, "wb")
  if not file then
    return nil, message
  end
  local written, reason = file:write(content)
  local closed, late_reason = file:close()
  return written and closed, reason or late_reason
end

-- Whether a file exists, can be read and is not empty.
function files.exists(path)
  local file = io.open(path, "rb")
  local byte = file and file:read(1)
  if file then
    file:close()
  end
  return byte ~= nil
end

return files
