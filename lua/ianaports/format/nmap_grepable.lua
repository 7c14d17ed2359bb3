-- The output of `nmap -oG`: a line for each host, with fields between tabs. The ports are in the
-- field "Ports: 22/open/tcp//ssh///, 53/open/udp//domain///".

local each_line = require("ianaports.base.text").each_line
local protocols = require "ianaports.base.protocol"
local quote = require("ianaports.base.text").quote

local nmap_grepable = {}

nmap_grepable.NAME = "nmap -oG"
nmap_grepable.COUNTED = "open ports"

function nmap_grepable.fits(first_line)
  return first_line:find "^# Nmap " ~= nil or first_line:find "^Host: " ~= nil
end

-- Port, state, protocol, owner, service, RPC, version. Nmap writes a slash inside a field
-- as "|", but leaves commas as they are.
local PORT = "^(%d+)/([^/]*)/([^/]*)/[^/]*/[^/]*/[^/]*/[^/]*/,? *()"

local function read_ports(list, tally)
  local position = 1
  while position <= #list do
    local port, state, word, after = list:match(PORT, position)
    local protocol = word and protocols.of(word)
    if not port then
      tally:refuse("no port of nmap -oG: %s", quote(list:sub(position)))
    elseif state == "open" and not protocol then
      tally:skip()
    elseif state == "open" and not tally:add(port, protocol) then
      tally:refuse("port %s is over 65535", quote(port))
    end
    position = after
  end
end

--- Counts the open ports in a tally.
function nmap_grepable.read(text, tally)
  for number, line in each_line(text) do
    tally.line = number
    local list = line:match "\tPorts: ([^\t]*)"
    if list then
      read_ports(list, tally)
    elseif line ~= "" and not nmap_grepable.fits(line) and not line:find "^#" then
      tally:refuse("no line of nmap -oG: %s", quote(line))
    end
  end
end

return nmap_grepable
