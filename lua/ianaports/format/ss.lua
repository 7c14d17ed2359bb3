-- The output of `ss -tuln`: a line for each socket, with the local address and port in its
-- fifth column, or in the fourth if all sockets are of one protocol.

local collect = require("ianaports.base.array").collect
local each_line = require("ianaports.base.text").each_line
local is_in = require("ianaports.base.options").is_in
local protocols = require "ianaports.base.protocol"
local quote = require("ianaports.base.text").quote

local ss = {}

ss.NAME = "ss"

local STATES = {
  "LISTEN", "UNCONN", "ESTAB", "SYN-SENT", "SYN-RECV", "FIN-WAIT-1", "FIN-WAIT-2", "TIME-WAIT",
  "CLOSE-WAIT", "LAST-ACK", "CLOSING", "CLOSED",
}

-- The index of the state. Two queues, the local address and the peer's follow it.
local function index_of_state(words)
  return is_in(STATES, words[1]) and 1 or is_in(STATES, words[2]) and 2 or nil
end

-- What follows the state, word by word: one pattern for all would backtrack.
local QUEUES_AND_ADDRESSES = { "^%d+$", "^%d+$", "^.+:.", "^.+:." }

function ss.fits(first_line)
  local words = collect(first_line:gmatch "%S+")
  if words[1] == "Netid" or words[1] == "State" then
    return first_line:find("Recv-Q", 1, true) ~= nil
  end
  local state = index_of_state(words)
  for index, pattern in ipairs(QUEUES_AND_ADDRESSES) do
    if not state or not (words[state + index] or ""):find(pattern) then
      return false
    end
  end
  return true
end

local function read_line(line, tally)
  local words = collect(line:gmatch "%S+")
  local state = index_of_state(words)
  if not state then
    tally:refuse("no line of ss: %s", quote(line))
  end
  local protocol
  if state == 2 then
    protocol = protocols.of(words[1])
  else
    protocol = words[1] == "UNCONN" and "udp" or "tcp" -- sockets of udp have no connection
  end
  local port = (words[state + 3] or ""):match ":([^:]*)$"
  if protocol and not port then
    tally:refuse("no local address and port: %s", quote(line))
  elseif not protocol or port == "*" then
    tally:skip()
  elseif not tally:add(port, protocol) then
    tally:refuse("port %s is no number from 0 to 65535; ss writes numbers with -n", quote(port))
  end
end

--- Counts the ports in a tally.
function ss.read(text, tally)
  for number, line in each_line(text) do
    tally.line = number
    -- A line that begins with a space continues the one before it.
    if line:find "^%S" and not line:find "^Netid%s" and not line:find "^State%s" then
      read_line(line, tally)
    end
  end
end

return ss
