---@meta ianaports.ports
-- Types for editors (LuaCATS). `make reference` makes them.

---An element of a list.
---@class ianaports.ports.Element
---@field kind "port"|"range"|"name"|"pattern" what it is
---@field first? integer the port, or the first port of a range
---@field last? integer the last port
---@field name? string the name or the pattern
---@field protocol? "tcp"|"udp"|"sctp"|"dccp" the protocol, if the list names one
---@field registered? boolean whether it is in brackets
---@field position integer the character at which it begins, from 1

---Ports that a list means.
---@class ianaports.ports.PortRange
---@field first integer the first port
---@field last integer the last port
---@field protocol? "tcp"|"udp"|"sctp"|"dccp" absent if neither the list nor the registry names one

---@class ianaports.ports
local ports = {}

---Reads a list and looks nothing up.
---@param list string the list
---@return ianaports.ports.Element[]? # the elements in the order written, or `nil` if the list is malformed
---@return string? # what is wrong, and at which character
---@return integer? # the position of that character
function ports.elements(list) end

---Returns the ports that a list means.
---@param list string the list
---@param registry? ianaports.Registry the registry that knows the names; by default the bundled one
---@return ianaports.ports.PortRange[]? # port ranges in the order written; those of a name or a bracket come by protocol, then by port. `nil` if the list is malformed or the registry does not have a name
---@return string? # what is wrong, and at which character
---@return integer? # the position of that character
function ports.parse(list, registry) end

return ports
