---@meta ianaports.ports

---@class ianaports.PortElement
---@field kind "port"|"range"|"name"|"pattern"
---@field first? integer
---@field last? integer
---@field name? string
---@field protocol? "tcp"|"udp"|"sctp"|"dccp"
---@field registered? boolean whether it stands in brackets
---@field position integer the character where it begins

---@class ianaports.PortRun
---@field first integer
---@field last integer
---@field protocol? "tcp"|"udp"|"sctp"|"dccp"

local ports = {}

---Reads a list of ports without looking anything up.
---@param list string like `T:80,443,U:53,-100,60000-,http*,[8000-8100]`
---@return ianaports.PortElement[]? elements
---@return string? message
---@return integer? position the character at which it is wrong
function ports.elements(list) end

---Gives the ports that a list means.
---@param list string like `T:80,443,U:53,-100,60000-,http*,[8000-8100]`
---@param registry? ianaports.Registry in place of the bundled one
---@return ianaports.PortRun[]? runs
---@return string? message
---@return integer? position the character at which it is wrong
function ports.parse(list, registry) end

return ports
