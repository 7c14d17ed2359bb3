-- The output of `netstat` on Linux, BSD, macOS and Windows: a line for each socket.
--
--   tcp4       0      0  *.22            *.*             LISTEN
--   TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       1012
--
-- Only Windows leaves out the two queues. There may be sections of other sockets.

local collect = require("ianaports.base.array").collect
local quote = require("ianaports.base.text").quote
local sockets = require "ianaports.format.sockets"

local netstat = {}

netstat.NAME = "netstat"
netstat.COUNTED = sockets.COUNTED

local function is_number(word)
  return word ~= nil and not word:find "%D"
end

-- The columns of a line, or nil if it does not name a protocol of the registry. An address in
-- memory may come before the name.
local function parse(words)
  local index = sockets.protocol(words[1]) and 1 or sockets.protocol(words[2]) and 2
  if not index then
    return nil
  end
  local has_queues = is_number(words[index + 1]) and is_number(words[index + 2])
  local address = index + (has_queues and 3 or 1)
  return {
    protocol = sockets.protocol(words[index]),
    has_queues = has_queues,
    address = words[address],
    peer = words[address + 1],
  }
end

local HEADINGS = { "^Active .*[Cc]onnections", "^Proto +Recv%-Q +Send%-Q", "^Proto +Local Address" }

function netstat.fits(line)
  for _, heading in ipairs(HEADINGS) do
    if line:find(heading) then
      return true
    end
  end
  local row = parse(collect(line:gmatch "%S+"))
  return row ~= nil and row.peer ~= nil and sockets.split(row.address) ~= nil
    and sockets.split(row.peer) ~= nil
end

-- Whether a line may stand above sockets. Only the names of macOS' columns have digits.
local function is_heading(line)
  return not line:find "%d" or line:find "^%s*Proto%s" ~= nil
end

-- Takes note of a line that is no socket of the registry's protocols.
local function pass_over(line, words, of_internet, tally)
  if not of_internet or words[1] == "unix" or is_number(words[2]) and is_number(words[3]) then
    tally:skip() -- another socket
  else
    tally:reject("no line of netstat: %s", quote(line))
  end
end

--- Counts the ports in a tally. On Windows, other lines name the program of the socket above.
function netstat.read(input, tally)
  local of_internet, of_windows = true, false
  for number, line in input:each_line() do
    tally.line = number
    local words = collect(line:gmatch "%S+")
    local row = of_internet and parse(words)
    if row then
      of_windows = row.peer ~= nil and not row.has_queues
      sockets.count(tally, row.protocol, row.address)
    elseif line:find "^Active " or line:find "^Registered " then
      of_internet = line:find("Internet", 1, true) or line:find "^Active Connections"
    elseif not (is_heading(line) or of_windows) then
      pass_over(line, words, of_internet, tally)
    end
  end
end

return netstat
