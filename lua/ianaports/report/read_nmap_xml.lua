-- What `nmap -oX` writes: nmaprun/host/ports/port, each with its state.

local argument = require "ianaports.argument"
local services = require "ianaports.annotate.services"

local nmap_xml = {}

function nmap_xml.fits(first_line)
  return first_line:find "^%s*<" ~= nil
end

-- Callbacks that count open ports. What is wrong is left in fault.message and fault.line:
-- no error is raised through expat.
local function callbacks(tally, fault)
  local depth, port = 0, nil
  local function refuse(parser, message)
    if not fault.message then
      fault.message, fault.line = message, (parser:pos())
    end
  end
  local function count_port(parser)
    local protocol = services.protocol(port.protocol or "")
    if not protocol then
      tally:skip()
    elseif not tally:add(port.portid or "", protocol) then
      refuse(parser, ("port %s is no number from 0 to 65535")
        :format(argument.quote(port.portid or "")))
    end
  end
  return {
    StartElement = function(parser, name, attributes)
      depth = depth + 1
      if depth == 1 and name ~= "nmaprun" then
        refuse(parser, ("root element <%s> where <nmaprun> is expected"):format(
          argument.quote(name):sub(2, -2)))
      elseif name == "port" then
        port = attributes
      elseif name == "state" and port and attributes.state == "open" then
        count_port(parser)
      end
    end,
    EndElement = function(_, name)
      depth = depth - 1
      port = name ~= "port" and port or nil
    end,
  }
end

--- Gives true, or nil, message, line.
function nmap_xml.read(text, tally)
  local found, lxp = pcall(require, "lxp")
  if not found then
    return nil, "XML of nmap takes the module lxp (Debian: lua-expat; rock: luaexpat)", 1
  end
  local fault = {}
  local parser = lxp.new(callbacks(tally, fault))
  local parsed, message, line = parser:parse(text)
  if parsed then
    parsed, message, line = parser:parse()
  end
  pcall(parser.close, parser) -- after an error it would raise that once more
  if fault.message then
    return nil, fault.message, fault.line
  elseif not parsed then
    return nil, "no well-formed XML: " .. message, line
  end
  return true
end

return nmap_xml
