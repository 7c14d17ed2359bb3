-- Runs commands of the POSIX shell.

local array = require "ianaports.base.array"

local shell = {}

-- A text as one word of a command, whatever it holds.
function shell.quote(text)
  assert(not text:find("\0", 1, true), "NUL byte in an argument of a command")
  return "'" .. text:gsub("'", "'\\''") .. "'"
end

function shell.quote_all(list)
  return table.concat(array.map(list, shell.quote), " ")
end

-- Reads a pipe to its end. Calls `watch` with each piece that a carriage return ends, as programs
-- write it that show their progress. No more bytes are asked for than there are.
local function read_all(pipe, watch)
  if not watch then
    return pipe:read "*a" or ""
  end
  local bytes, first = {}, 1
  for byte in function() return pipe:read(1) end do
    bytes[#bytes + 1] = byte
    if byte == "\r" then
      watch(table.concat(bytes, "", first))
      first = #bytes + 1
    end
  end
  return table.concat(bytes)
end

-- Returns what the script writes to standard output, and its exit status. Standard error stays that
-- of this process. In Lua 5.1 a pipe has no status when it is closed: the shell writes it instead.
-- `watch` may be a function that is called while the script runs: see above.
function shell.run(script, watch)
  local pipe = assert(io.popen("(" .. script .. "\n)\necho \"status $?\"", "r"))
  local output, status = read_all(pipe, watch):match "^(.*)status (%d+)\n$"
  pipe:close()
  -- Without a status the shell itself was ended.
  return output or "", tonumber(status) or 130
end

-- The frame of a script that makes something and removes it again. After `make` the shell fills the
-- pipe, and waits. When this process closes its end, or ends for any reason, writing fails, and
-- `remove` runs. Signals that are sent to the whole group of processes do not stop the shell. Words
-- end in NUL, because a path may hold a line feed; an empty word ends the answer.
local HOLD = [[
trap '' HUP INT QUIT TERM PIPE
exec </dev/null
LC_ALL=C; export LC_ALL
answer() { printf '%%s\000' "$@" '' 2>/dev/null; }
fail() { answer failed "$1"; exit; }
%s
yes 2>/dev/null
%s]]

-- Reads one word of the answer and no more: the pipe has no end while the shell waits.
local function read_word(pipe)
  local word, byte = "", pipe:read(1)
  while byte and byte ~= "\0" do
    word, byte = word .. byte, pipe:read(1)
  end
  return word
end

-- Runs the script `make`, which makes something that this process needs for a while, and which
-- calls `answer WORD...` or `fail MESSAGE`. The script `remove` runs in the same shell when the
-- pipe is closed or this process ends. Returns the pipe and an array of the words; or nil and the
-- message.
function shell.hold(make, remove)
  local pipe = assert(io.popen(HOLD:format(make, remove), "r"))
  local words = {}
  repeat
    words[#words + 1] = read_word(pipe)
  until words[#words] == ""
  words[#words] = nil
  if words[1] == nil or words[1] == "failed" then
    pipe:close()
    return nil, words[2] or "the shell has failed"
  end
  return pipe, words
end

return shell
