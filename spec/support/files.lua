-- Files for specs.

local files = {}

function files.read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read "*a"
  file:close()
  return text
end

function files.write(path, text)
  local file = assert(io.open(path, "wb"))
  assert(file:write(text))
  file:close()
end

-- Calls f with the path of a file that contains the text and is removed afterwards. Returns up to
-- two results of f.
function files.with(text, f)
  local path = os.tmpname()
  files.write(path, text)
  local succeeded, one, two = pcall(f, path)
  os.remove(path)
  if not succeeded then
    error(one, 0)
  end
  return one, two
end

return files
