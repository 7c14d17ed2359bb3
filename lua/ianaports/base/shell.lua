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

-- The frame of a script that makes something and removes it again. After `make` the shell
-- writes to the pipe until that is full, and so waits until this process has closed its end
-- or has ended, killed or not: then writing fails, and `remove` runs. Signals that are sent
-- to the whole group of processes do not stop the shell. Words end in NUL, as a path may
-- hold a line feed; an empty word ends the answer.
local HOLD = [[
trap '' HUP INT QUIT TERM PIPE
exec </dev/null
LC_ALL=C; export LC_ALL
answer() { printf '%%s\000' "$@" '' 2>/dev/null; }
fail() { answer failed "$1"; exit; }
%s
yes 2>/dev/null
%s]]

-- A word of the answer, without reading on: the pipe has no end while the shell waits.
local function read_word(pipe)
  local bytes = {}
  local byte = pipe:read(1)
  while byte and byte ~= "\0" do
    bytes[#bytes + 1] = byte
    byte = pipe:read(1)
  end
  return table.concat(bytes)
end

-- Runs the script `make`, which makes something that this process needs for a while, and
-- calls `answer WORD...` or `fail MESSAGE` in it. The script `remove` runs in the same shell
-- once the pipe is closed, and if this process ends before that, for whatever reason.
-- Returns the pipe and an array of the words; or nil and the message.
function shell.hold(make, remove)
  local pipe = assert(io.popen(HOLD:format(make, remove), "r"))
  local words = {}
  local word = read_word(pipe)
  while word ~= "" do
    words[#words + 1] = word
    word = read_word(pipe)
  end
  if words[1] == nil or words[1] == "failed" then
    pipe:close()
    return nil, words[2] or "the shell has failed"
  end
  return pipe, words
end

return shell
