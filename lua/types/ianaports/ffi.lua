---@meta ianaports.ffi
-- Types for editors (LuaCATS). `make reference` makes them.

---Five fields of an entry.
---@class ianaports.ffi.ScalarEntry
---@field service_name? string as registered, with its case
---@field port_number? integer the port, or the first port of a range
---@field port_last? integer the last port of a range; absent for a single port
---@field transport_protocol? "tcp"|"udp"|"sctp"|"dccp" absent if the entry holds for all
---@field status ianaports.Status derived from the service name and the description

---@class ianaports.ffi
local ffi = {}

---Returns the service name of a port: that of the best entry that has one.
---@param port ianaports.Port the port
---@param protocol? ianaports.Protocol the transport protocol
---@return string? # the name, or `nil` if no entry of the port has one
function ffi.service_name(port, protocol) end

---Returns the port of a service: that of the best entry that has one.
---@param name string the service name; case is ignored
---@param protocol? ianaports.Protocol the transport protocol
---@return integer? # the port, or the first port of a range, or `nil` if no entry of the name has one
---@return string? # its protocol, or `nil` if the entry names none
function ffi.port_number(name, protocol) end

---Returns the primary entry of a port or a service name, without its texts.
---@param key ianaports.Port|string a port, or a service name; case is ignored
---@param protocol? ianaports.Protocol the transport protocol
---@return ianaports.ffi.ScalarEntry? # a fresh table, or `nil` if nothing matches
function ffi.find(key, protocol) end

return ffi
