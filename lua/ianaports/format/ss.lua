-- What `ss -tuln` writes: a line for each socket, with the local address and port in its
-- fifth column, or in the fourth if all sockets are of one protocol.

local each_line = require("ianaports.base.text").each_line
local protocols = require "ianaports.base.protocol"
local quote = require("ianaports.base.text").quote

local ss = {}

-- A socket that has no connection is one of udp.
local PROTOCOL_OF_STATE = { UNCONN = "udp" }

local STATES = {
  ["LISTEN"] = true, ["UNCONN"] = true, ["ESTAB"] = true, ["SYN-SENT"] = true,
  ["SYN-RECV"] = true, ["FIN-WAIT-1"] = true, ["FIN-WAIT-2"] = true, ["TIME-WAIT"] = true,
  ["CLOSE-WAIT"] = true, ["LAST-ACK"] = true, ["CLOSING"] = true, ["CLOSED"] = true,
}

local function words_of(line)
  local words = {}
  for word in line:gmatch "%S+" do
    words[#words + 1] = word
  end
  return words
end

-- The index of the state, after which come two queues, the local address and the peer's.
local function index_of_state(words)
  return STATES[words[1]] and 1 or STATES[words[2]] and 2 or nil
end

local function is_number(word)
  return word ~= nil and word:find "^%d+$" ~= nil
end

local function is_address(word)
  return word ~= nil and word:find "^.+:." ~= nil
end

function ss.fits(first_line)
  local words = words_of(first_line)
  if words[1] == "Netid" or words[1] == "State" then
    return first_line:find("Recv-Q", 1, true) ~= nil
  end
  local state = index_of_state(words)
  return state ~= nil and is_number(words[state + 1]) and is_number(words[state + 2])
    and is_address(words[state + 3]) and is_address(words[state + 4])
end

local function read_line(line, tally)
  local words = words_of(line)
  local state = index_of_state(words)
  if not state then
    tally:refuse("no line of ss: %s", quote(line))
  end
  local protocol = PROTOCOL_OF_STATE[words[1]] or "tcp"
  if state == 2 then
    protocol = protocols.of(words[1])
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
    -- A line that begins with a space says more about the socket before it.
    if line:find "^%S" and not line:find "^Netid%s" and not line:find "^State%s" then
      read_line(line, tally)
    end
  end
end

return ss
