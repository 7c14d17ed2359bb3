-- The output of `docker ps`, and of podman: a line for each container. The column of ports has
--
--   0.0.0.0:8080->80/tcp, [::]:8080->80/tcp, 8000-8002->8000-8002/udp, 443/tcp
--
-- What counts are published ports, under the number that the host has. A port without an arrow is
-- not published, and does not count.

local port_of = require("ianaports.format.port").of
local protocols = require "ianaports.base.protocol"
local quote = require("ianaports.base.text").quote
local sockets = require "ianaports.format.sockets"

local docker_ps = {}

docker_ps.NAME = "docker ps"
docker_ps.COUNTED = "published ports"

local MOST_PORTS = 2 ^ 18 -- of all ranges together

-- A word such as "0.0.0.0:8080->80/tcp", which may stand in JSON.
local WORD, PUBLISHED = '[^%s,"]+', "^(.-)%->%d[%d-]*/(%a+)$"

local function unescape(line)
  return (line:gsub("\\u003e", ">"))
end

local function is_header(line)
  return line:find "^CONTAINER ID%s" ~= nil
    or line:find "%sPORTS%f[%s%z]" ~= nil and line:find "%f[%w]NAMES?%f[%s%z]" ~= nil
end

function docker_ps.fits(line)
  return is_header(line) or unescape(line):find "%d%->%d[%d-]*/%l" ~= nil
end

-- Counts the ports of a range, and returns how many there are.
local function count_range(range, protocol, host, tally)
  local first, last = range:match "^(%d+)%-(%d+)$"
  first, last = port_of(first or ""), port_of(last or "")
  if not first or not last or first > last then
    tally:count(range, protocol, { host = host })
    return 1
  end
  for port = first, last do
    tally:count(("%d"):format(port), protocol, { host = host })
  end
  return last - first + 1
end

-- Counts the published ports in a line. Returns how many there are, or nil.
local function count_line(line, tally)
  local total
  for word in line:gmatch(WORD) do
    local address, name = word:match(PUBLISHED)
    local protocol = name and protocols.of(name)
    if protocol then
      local host, range = sockets.split(address)
      total = (total or 0) + count_range(range or address, protocol, host, tally)
    end
  end
  return total
end

--- Counts the published ports in a tally.
function docker_ps.read(input, tally)
  local total = 0
  for number, line in input:each_line() do
    tally.line = number
    line = unescape(line)
    local count = count_line(line, tally)
    total = total + (count or 0)
    if total > MOST_PORTS then
      tally:refuse("the ranges have more than %d ports", MOST_PORTS)
    elseif not count and line:find "%->%d" then
      tally:reject("no published port: %s", quote(line))
    elseif not count and line:find "%S" and not is_header(line) then
      tally:skip()
    end
  end
end

return docker_ps
