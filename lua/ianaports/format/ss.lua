-- The output of `ss`: a line for each socket, with these columns.
--
--   Netid  State  Recv-Q  Send-Q  Local Address:Port  Peer Address:Port  Process
--
-- There is no Netid if ss was asked for one protocol, and no State if it was asked for one state.

local collect = require("ianaports.base.array").collect
local quote = require("ianaports.base.text").quote
local sockets = require "ianaports.format.sockets"

local ss = {}

ss.NAME = "ss"
ss.COUNTED = sockets.COUNTED

local function set(names)
  local words = {}
  for word in names:gmatch "%S+" do
    words[word] = true
  end
  return words
end

-- Sockets of udp are in one of the first two.
local ANY_STATES = set "ESTAB UNCONN"
local TCP_STATES = set("LISTEN SYN-SENT SYN-RECV NEW-SYN-RECV FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT"
  .. " CLOSE-WAIT LAST-ACK CLOSING CLOSED UNKNOWN")

local NETIDS = set("tcp udp sctp dccp mptcp raw icmp6 u_str u_dgr u_seq nl p_raw p_dgr v_str v_dgr"
  .. " ti_rd ti_st ti_sq ti_dg xdp ???")

local OWN_NAMES = { mptcp = "tcp" } -- netids of protocols that the registry has under another name

local function is_number(word)
  return word ~= nil and not word:find "%D"
end

-- A line as a table of its columns, or nil.
local function parse(line)
  local words = collect(line:gmatch "%S+")
  local row, index = {}, 1
  if words[1] == "`-" then -- an association, below its socket
    row.netid, index = "sctp", 2
  elseif words[1] and not is_number(words[1]) and not ANY_STATES[words[1]]
    and not TCP_STATES[words[1]] then
    row.netid, index = words[1], 2
  end
  if ANY_STATES[words[index]] or TCP_STATES[words[index]] then
    row.state, index = words[index], index + 1
  end
  if is_number(words[index]) and is_number(words[index + 1]) and words[index + 3] then
    row.address, row.peer = words[index + 2], words[index + 3]
    return row
  end
end

local function has_port(address)
  return address:find(":", 1, true) ~= nil
end

local function is_header(line)
  return line:find("Recv-Q", 1, true) and line:find("Address:Port", 1, true)
end

function ss.fits(line)
  local row = not is_header(line) and parse(line)
  if not row then
    return is_header(line) ~= nil
  elseif row.netid or row.state then
    return (row.state or NETIDS[row.netid]) and (not row.netid or NETIDS[row.netid]) and true
  end
  return has_port(row.address) and has_port(row.peer)
end

-- Counts sockets for which ss names no protocol. They are of one protocol. With a state that only
-- tcp has, or with connections alone, that is taken to be tcp.
local function count_unnamed(rows, tally)
  local states = {}
  for _, row in ipairs(rows) do
    states[row.state or "none"] = true
    states.tcp = states.tcp or TCP_STATES[row.state]
  end
  local protocol = (states.tcp or not states.UNCONN) and "tcp" or "udp"
  local line = tally.line
  for _, row in ipairs(rows) do
    tally.line = row.line
    if has_port(row.address) and has_port(row.peer) then
      sockets.count(tally, not states.none and protocol or nil, row.address)
    else
      tally:skip() -- a socket of Unix or netlink
    end
  end
  tally.line = line
end

local function count_row(row, tally)
  local protocol = sockets.protocol(OWN_NAMES[row.netid] or row.netid)
  if protocol then
    sockets.count(tally, protocol, row.address)
  else
    tally:skip()
  end
end

--- Counts the ports in a tally.
function ss.read(input, tally)
  local unnamed, indent = {}, nil
  for number, line in input:each_line() do
    tally.line = number
    local blanks, first = line:match "^([ \t]*)(.?)"
    indent = indent or first ~= "" and #blanks or nil
    local row = not is_header(line) and parse(line)
    if is_header(line) then
      count_unnamed(unnamed, tally)
      unnamed = {}
    elseif row and row.netid then
      count_row(row, tally)
    elseif row then
      row.line = number
      unnamed[#unnamed + 1] = row
    elseif first ~= "" and #blanks <= indent and not line:find "^%s*users:" then
      tally:reject("no line of ss: %s", quote(line)) -- others continue the line before
    end
  end
  count_unnamed(unnamed, tally)
end

return ss
