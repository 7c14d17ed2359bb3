---@meta ianaports.ffi

---An entry without its texts.
---@class ianaports.ScalarEntry
---@field service_name? string as registered, case kept
---@field port_number? integer the port; in a range, its first port
---@field port_last? integer only in a range: its last port
---@field transport_protocol? "tcp"|"udp"|"sctp"|"dccp" absent where the entry holds for all
---@field status ianaports.Status

local ffi = {}

---The service name of a port.
---@param port ianaports.Port
---@param protocol? ianaports.Protocol
---@return string? service_name
function ffi.service_name(port, protocol) end

---The port of a service, and its protocol.
---@param name string
---@param protocol? ianaports.Protocol
---@return integer? port
---@return string? protocol
function ffi.port_number(name, protocol) end

---The primary entry of a port or service name, without its texts.
---@param key ianaports.Port|string
---@param protocol? ianaports.Protocol
---@return ianaports.ScalarEntry? entry
function ffi.find(key, protocol) end

return ffi
