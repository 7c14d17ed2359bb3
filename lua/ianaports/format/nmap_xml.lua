-- The output of `nmap -oX`: nmaprun/host/ports/port elements, each with its state.

local expat = require "ianaports.base.expat"
local protocols = require "ianaports.base.protocol"
local quote = require("ianaports.base.text").quote

local nmap_xml = {}

nmap_xml.NAME = "nmap -oX"
nmap_xml.COUNTED = "open ports"

function nmap_xml.fits(first_line)
  return first_line:find "^%s*<" ~= nil
end

local function count_port(parser, port, tally)
  local protocol, digits = protocols.of(port.protocol or ""), port.portid or ""
  if not protocol then
    tally:skip()
  elseif not tally:add(digits, protocol) then
    expat.refuse(parser, "port %s is no number from 0 to 65535", quote(digits))
  end
end

-- Callbacks that count open ports.
local function callbacks(tally)
  local depth, port = 0, nil
  return {
    StartElement = function(parser, name, attributes)
      depth = depth + 1
      if depth == 1 and name ~= "nmaprun" then
        expat.refuse(parser, "root element <%s> where <nmaprun> is expected",
          quote(name):sub(2, -2))
      elseif depth > expat.MAX_DEPTH then
        expat.refuse_depth(parser)
      elseif name == "port" then
        port = attributes
      elseif name == "state" and port and attributes.state == "open" then
        count_port(parser, port, tally)
      end
    end,
    EndElement = function(_, name)
      depth = depth - 1
      port = name ~= "port" and port or nil
    end,
  }
end

--- Counts the open ports in a tally.
function nmap_xml.read(text, tally)
  local lxp = expat.load()
  if not lxp then
    tally:refuse "XML of nmap takes the module lxp (Debian: lua-expat; rock: luaexpat)"
  end
  local parser = expat.new(lxp, callbacks(tally))
  local parsed, caught = pcall(function()
    expat.parse(parser, text)
    expat.parse(parser)
  end)
  expat.close(parser)
  if not parsed then
    error(caught, 0)
  end
end

return nmap_xml
