-- What the lists of sockets have in common. The local port of each socket counts, whatever the
-- state of the socket; so a server's port also counts once for each of its connections.

local protocols = require "ianaports.base.protocol"
local quote = require("ianaports.base.text").quote

local sockets = {}

sockets.COUNTED = "local ports of tcp, udp, sctp and dccp"

--- The protocol that is meant by a word such as "tcp", "TCP", "udp6" or "tcp46"; or nil.
function sockets.protocol(word)
  local name = word and word:match "^(%a+)4?6?$"
  return name and protocols.of(name)
end

--- Splits an address at the last colon or period: "127.0.0.1:22", "[::1]:22", "127.0.0.1.22".
-- Returns host and port, or nil.
function sockets.split(address)
  local host, port = address:match "^(.*)[.:]([^.:]+)$"
  if host and not address:find "^%d+%.%d+%.%d+%.%d+$" then
    return host:gsub("[%[%]]", ""), port
  end
end

--- Counts the port of a socket's local address. A port "*" is not chosen yet.
function sockets.count(tally, protocol, address)
  local host, port = sockets.split(address or "")
  if not host then
    tally:reject("no local address and port: %s", quote(address or ""))
  elseif port == "*" then
    tally:skip()
  else
    tally:count(port, protocol, { host = host })
  end
end

return sockets
