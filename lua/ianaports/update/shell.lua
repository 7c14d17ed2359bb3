-- Runs commands of the POSIX shell.

local shell = {}

-- A text as one word of a command, whatever it holds.
function shell.quote(text)
  assert(not text:find("\0", 1, true), "NUL byte in an argument of a command")
  return "'" .. text:gsub("'", "'\\''") .. "'"
end

function shell.quote_all(list)
  local quoted = {}
  for index, text in ipairs(list) do
    quoted[index] = shell.quote(text)
  end
  return table.concat(quoted, " ")
end

-- Gives what the script writes to standard output, and its exit status. Standard error
-- stays that of this process. Lua 5.1 does not tell the status of a pipe: the shell has
-- to write it.
function shell.run(script)
  local pipe = assert(io.popen("(" .. script .. "\n)\necho \"status $?\"", "r"))
  local output, status = (pipe:read "*a" or ""):match "^(.*)status (%d+)\n$"
  pipe:close()
  -- Without a status the shell itself was ended.
  return output or "", tonumber(status) or 130
end

return shell
