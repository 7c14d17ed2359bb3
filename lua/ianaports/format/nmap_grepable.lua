-- The output of `nmap -oG` and `masscan -oG`: a line for each host, with fields between tabs, which
-- may have become blanks. The ports are in the field
--
--   Ports: 22/open/tcp//ssh///, 53/open/udp//domain///

local protocols = require "ianaports.base.protocol"
local quote = require("ianaports.base.text").quote
local trim = require("ianaports.base.text").trim

local nmap_grepable = {}

nmap_grepable.NAME = "nmap -oG, masscan -oG"
nmap_grepable.COUNTED = "open ports"

function nmap_grepable.fits(line)
  return line:find "^# Nmap " ~= nil or line:find "^# Masscan " ~= nil
    or line:find "^Host: %S+ %(" ~= nil or line:find "^Timestamp: %d+%s+Host: " ~= nil
end

-- Port, state, protocol, owner, service, RPC, version, each with a slash at its end; but masscan
-- leaves out the last one. In a field, Nmap writes "|" for a slash, and leaves commas as they are.
local MASSCAN_PORT = "^(%d+)/([^/]*)/([^/]*)/[^/]*/([^/]*)/[^/]*/()"
local NMAP_PORT = MASSCAN_PORT:sub(1, -3) .. "([^/]*)/()"

-- What may follow a port: the next one, the end, or another field.
local AFTER_PORT = { "^, *%d+/", "^%s*$", "^%s+%u[%a ]*:" }

local function ends(list, position)
  for _, pattern in ipairs(AFTER_PORT) do
    if list:find(pattern, position) then
      return true
    end
  end
  return false
end

-- Returns the port at a position as a table, and the position after it; or nil.
local function match_port(list, position)
  local port, state, protocol, service, after = list:match(MASSCAN_PORT, position)
  local version = ""
  if port and not ends(list, after) then
    port, state, protocol, service, version, after = list:match(NMAP_PORT, position)
  end
  if not port or not ends(list, after) then
    return nil
  end
  return { digits = port, state = state, protocol = protocols.of(protocol), service = service,
    version = version }, after
end

-- Nmap looks the service up by the port if it detects none. Then it shows no version.
local function detected(port)
  return port.version ~= "" and not port.service:find "%?$" and port.service:gsub("|", "/") or nil
end

local function read_ports(list, host, tally)
  local position = 1
  while position do
    local port, after = match_port(list, position)
    if not port then
      return tally:reject("no port of nmap -oG: %s", quote(list:sub(position)))
    elseif port.state == "open" and not port.protocol then
      tally:skip()
    elseif port.state == "open" then
      tally:count(port.digits, port.protocol, { host = host, service = detected(port) })
    end
    position = list:match("^, *()", after)
  end
end

--- Counts the open ports in a tally.
function nmap_grepable.read(input, tally)
  for number, line in input:each_line() do
    tally.line = number
    line = trim(line)
    local list = line:match "%sPorts: ([^\t]+)" -- it is empty if all ports are of ignored states
    if list then
      read_ports(list, line:match "Host: (%S+)", tally)
    elseif line ~= "" and not nmap_grepable.fits(line) and not line:find "^#" then
      tally:reject("no line of nmap -oG: %s", quote(line))
    end
  end
end

return nmap_grepable
