-- The output of `docker ps`, and of podman: a line for each container. The column of ports has
--
--   0.0.0.0:8080->80/tcp, [::]:8080->80/tcp, 8000-8002->8000-8002/udp, 443/tcp
--
-- What counts are published ports, under the number that the host has. A port without an arrow is
-- not published, and does not count.

local each_line = require("ianaports.base.text").each_line
local protocols = require "ianaports.base.protocol"
local quote = require("ianaports.base.text").quote
local sockets = require "ianaports.format.sockets"

local docker_ps = {}

docker_ps.NAME = "docker ps"
docker_ps.COUNTED = "published ports"

local MOST_PORTS = 2 ^ 20 -- of all ranges together

local PUBLISHED = "(%S+)%->(%d[%d-]*)/(%a+)"

local function is_header(line)
  return line:find "^CONTAINER ID%s" ~= nil
    or line:find "%f[%w]PORTS%f[%W]" ~= nil and line:find "%f[%w]NAMES?%f[%W]" ~= nil
end

function docker_ps.fits(line)
  return is_header(line) or line:find "%d%->%d+/%l" ~= nil or line:find "%d%->%d+%-%d+/%l" ~= nil
    or line:find('%d\\u003e%d[%d-]*/%l') ~= nil
end

-- Counts the ports of a range, and returns how many there are.
local function count_range(range, protocol, host, tally)
  local first, last = range:match "^(%d+)%-(%d+)$"
  if not first or #first > 5 or #last > 5 then
    tally:count(range, protocol, { host = host })
    return 1
  end
  for port = first, last do
    tally:count(("%d"):format(port), protocol, { host = host })
  end
  return last - first + 1
end

local function count_published(address, word, tally)
  local protocol = protocols.of(word)
  local host, range = sockets.split(address)
  if not protocol then
    tally:skip()
    return 0
  end
  return count_range(range or address, protocol, host, tally)
end

--- Counts the published ports in a tally.
function docker_ps.read(text, tally)
  local total = 0
  for number, line in each_line(text) do
    tally.line = number
    line = line:gsub("\\u003e", ">") -- in JSON
    local found = false
    for address, _, word in line:gmatch(PUBLISHED) do
      found, total = true, total + count_published(address, word, tally)
      if total > MOST_PORTS then
        tally:refuse("the ranges have more than %d ports", MOST_PORTS)
      end
    end
    if not found and line:find("->", 1, true) then
      tally:reject("no published port: %s", quote(line))
    elseif not found and line:find "%S" and not is_header(line) then
      tally:skip()
    end
  end
end

return docker_ps
