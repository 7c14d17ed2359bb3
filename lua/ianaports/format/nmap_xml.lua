-- The output of `nmap -oX` and `masscan -oX`: nmaprun/host/ports/port elements with their states.

local expat = require "ianaports.base.expat"
local protocols = require "ianaports.base.protocol"
local quote = require("ianaports.base.text").quote

local nmap_xml = {}

nmap_xml.NAME = "nmap -oX, masscan -oX"
nmap_xml.COUNTED = "open ports"

function nmap_xml.fits(line)
  return line:find "^<[%a?!]" ~= nil
end

-- The service that was detected, as Nmap shows it; nil if it was only looked up by the port.
local function detected(service)
  if not service or service.method == "table" or not service.name then
    return nil
  end
  return service.tunnel and service.tunnel .. "/" .. service.name or service.name
end

-- Counts a port, which may have a service. Masscan writes banners in ports of their own.
local function count_port(port, host, tally)
  local protocol = protocols.of(port.protocol or "")
  if not port.is_open or port.service and port.service.banner then
    return
  elseif not protocol then
    tally:skip()
  else
    tally:count(port.portid or "", protocol, { host = host, service = detected(port.service) })
  end
end

-- Callbacks that count open ports.
local function callbacks(tally)
  local depth, host, port = 0, nil, nil
  return {
    StartElement = function(parser, name, attributes)
      depth = depth + 1
      if depth == 1 and name ~= "nmaprun" then
        expat.refuse(parser, "root element <%s> where <nmaprun> is expected",
          quote(name):sub(2, -2))
      elseif depth > expat.MAX_DEPTH then
        expat.refuse_depth(parser)
      elseif name == "host" then
        host = nil
      elseif name == "address" and attributes.addrtype ~= "mac" then
        host = host or attributes.addr
      elseif name == "port" then
        port = attributes
      elseif name == "state" and port then
        port.is_open = attributes.state == "open"
      elseif name == "service" and port then
        port.service = attributes
      end
    end,
    EndElement = function(parser, name)
      depth = depth - 1
      if name == "port" and port then
        tally.line = parser:pos()
        count_port(port, host, tally)
        port = nil
      end
    end,
  }
end

--- Counts the open ports in a tally.
function nmap_xml.read(input, tally)
  local lxp = expat.load()
  if not lxp then
    tally:refuse "XML of nmap takes the module lxp (Debian: lua-expat; rock: luaexpat)"
  end
  local parser = expat.new(lxp, callbacks(tally))
  local parsed, caught = pcall(function()
    repeat
      local block = input:read()
      expat.parse(parser, block ~= "" and block or nil)
    until block == ""
  end)
  expat.close(parser)
  if not parsed then
    error(caught, 0)
  end
end

return nmap_xml
