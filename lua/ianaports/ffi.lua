--- Look-ups that LuaJIT's compiler can compile.
--
-- LuaJIT does not compile calls of C functions that use Lua's C interface: a loop that calls
-- `ianaports.service_name` leaves its machine code at each call. The functions here ask the
-- bundled registry through LuaJIT's FFI, and such a loop stays compiled. They take the same
-- arguments as the functions of the same name in @{ianaports}, return the same values and raise
-- the same errors. Only the entries of @{ianaports.ffi.find|find} have fewer fields; a loop that
-- reads such fields and keeps no entry makes no table. Other registries have no such functions.
--
-- The module is for many look-ups: `require` takes some milliseconds and 600 KiB for lists of
-- answers, and the first call of a function with a certain protocol up to 200 KiB more. If the
-- compiler is off, `ianaports` itself is faster.
--
-- The module needs LuaJIT, and the C module on `package.cpath`.
-- @module ianaports.ffi

--- Five fields of an entry.
--
-- @table ScalarEntry
-- @tfield ?string service_name as registered, with its case
-- @tfield ?int port_number the port, or the first port of a range
-- @tfield ?int port_last the last port of a range; absent for a single port
-- @tfield ?"tcp"|"udp"|"sctp"|"dccp" transport_protocol absent if the entry holds for all
-- @tfield Status status derived from the service name and the description

if not rawget(_G, "jit") then
  error(("ianaports.ffi needs LuaJIT, this is %s; ianaports itself answers the same")
    :format(_VERSION), 0)
end

local check = require "ianaports.base.options"
local bit = require "bit"
local ffi = require "ffi"
local protocols = require "ianaports.base.protocol"

local band, byte, find, lower = bit.band, string.byte, string.find, string.lower

-- See src/ffi/ffi.h.
ffi.cdef [[
size_t ianaports_ffi_registry_size(void);
uint32_t ianaports_ffi_open_bundled(void *registry);
void ianaports_ffi_list_ports(const void *registry, int protocol, bool named, uint16_t *numbers);
uint32_t ianaports_ffi_find_name(const void *registry, const char *name, size_t length,
                                 int protocol);
const char *ianaports_ffi_service_name(const void *registry, uint32_t number);
void ianaports_ffi_list_records(const void *registry, void *records);
]]

local new_records = ffi.typeof [[struct {
  int32_t port_number;
  int32_t port_last;
  uint8_t protocol;
  uint8_t status;
}[?] ]]

local function load_core()
  local path, tried = package.searchpath("ianaports", package.cpath)
  return ffi.load(path or error("ianaports.ffi needs the C module on package.cpath:" .. tried, 0))
end

local core = load_core()
local registry = ffi.new("uint64_t[?]", core.ianaports_ffi_registry_size() / 8 + 1)
local record_count = core.ianaports_ffi_open_bundled(registry)
assert(record_count < 65535, "records are numbered in 16 bits")

local NO_RECORD = record_count + 1

-- In the order of the enumerations in src/registry/field.h.
local STATUS_NAMES = { [0] = "assigned", "reserved", "unassigned", "deregistered" }
local ANY_PROTOCOL = 5

-- The enumeration of protocols: its names by value, its values by name and by IP number.
local PROTOCOL_NAMES, PROTOCOLS = {}, {}
for rank, name in ipairs(protocols.NAMES) do
  PROTOCOL_NAMES[rank - 1] = name
  PROTOCOLS[name], PROTOCOLS[protocols.NUMBERS[name]] = rank - 1, rank - 1
end

local EXPECTED_PORT = "port number 0-65535"
local EXPECTED_PROTOCOL =
  "transport protocol (tcp, udp, sctp, dccp or their numbers 6, 17, 132, 33)"

-- The number in C of the protocol that was passed to a function.
local function to_protocol(value, function_name)
  if value == nil then
    return ANY_PROTOCOL
  end
  return PROTOCOLS[value] or type(value) == "string" and PROTOCOLS[lower(value)]
    or check.expected(value, 2, function_name, EXPECTED_PROTOCOL, 4)
end

-- LuaJIT does not compile patterns. For nearly all names the first byte is enough to decide.
local function is_digits(text)
  local first = byte(text, 1)
  return first and first >= 48 and first <= 57 and find(text, "^%d+$") ~= nil
end

-- The port as a number, or nil if it is no port.
local function to_port(value)
  if type(value) == "string" and is_digits(value) then
    value = tonumber(value)
  end
  -- Only ports are the same in 16 bits.
  return type(value) == "number" and band(value, 65535) == value and value or nil
end

-- A list of answers is complete before it is used. If a script's loop filled it step by step,
-- LuaJIT would compile the loop for filling. There is one list of each kind for each protocol that
-- was asked for.

-- The service name of each record, or false.
local names = { [NO_RECORD] = false }
for number = 1, record_count do
  local name = ffi.string(core.ianaports_ffi_service_name(registry, number))
  names[number] = name ~= "" and name
end

-- The other fields of each record.
local records = new_records(NO_RECORD + 1)
core.ianaports_ffi_list_records(registry, records)

-- For each port, the number of its primary record, and of its primary record with a service name.
local primary, primary_named = {}, {}

local function list_ports(lists, protocol)
  local list = ffi.new "uint16_t[65536]"
  core.ianaports_ffi_list_ports(registry, protocol, lists == primary_named, list)
  lists[protocol] = list
  return list
end

-- For each service name, with the case of the registry, the number of its primary record.
local of_name = {}

local function find_name(name, protocol)
  return core.ianaports_ffi_find_name(registry, name, #name, protocol)
end

local function list_names(protocol)
  local list = {}
  for number = 1, record_count do
    local name = names[number]
    if name then
      list[name] = list[name] or find_name(name, protocol)
    end
  end
  of_name[protocol] = list
  return list
end

local function record_of_port(lists, port, protocol)
  return (lists[protocol] or list_ports(lists, protocol))[port]
end

local function record_of_name(name, protocol)
  return (of_name[protocol] or list_names(protocol))[name] or find_name(name, protocol)
end

local function port_or_nil(port)
  return port >= 0 and port or nil
end

local function entry_of(number)
  if number == NO_RECORD then
    return nil
  end
  local record = records[number]
  return {
    service_name = names[number] or nil,
    port_number = port_or_nil(record.port_number),
    port_last = port_or_nil(record.port_last),
    transport_protocol = PROTOCOL_NAMES[record.protocol],
    status = STATUS_NAMES[record.status],
  }
end

local lookups = {}

--- Returns the service name of a port: that of the best entry that has one.
--
-- @function service_name
-- @tparam Port port the port
-- @tparam[opt] Protocol protocol the transport protocol
-- @treturn ?string the name, or `nil` if no entry of the port has one
-- @raise an argument error if the port or the protocol is not one
-- @usage
-- require("ianaports.ffi").service_name(443) --> "https"
function lookups.service_name(port, protocol)
  local number = to_port(port) or check.expected(port, 1, "service_name", EXPECTED_PORT)
  local known = to_protocol(protocol, "service_name")
  return names[record_of_port(primary_named, number, known)] or nil
end

--- Returns the port of a service: that of the best entry that has one.
--
-- @function port_number
-- @tparam string name the service name; case is ignored
-- @tparam[opt] Protocol protocol the transport protocol
-- @treturn ?int the port, or the first port of a range, or `nil` if no entry of the name has one
-- @treturn ?string its protocol, or `nil` if the entry names none
-- @raise an argument error if the name is not a string or the protocol is not one
-- @usage
-- require("ianaports.ffi").port_number("https") --> 443, "tcp"
function lookups.port_number(name, protocol)
  if type(name) ~= "string" then
    check.expected(name, 1, "port_number", "service name")
  end
  local record = records[record_of_name(name, to_protocol(protocol, "port_number"))]
  local port = port_or_nil(record.port_number) -- of a name's records, those without one come last
  return port, port and PROTOCOL_NAMES[record.protocol]
end

--- Returns the primary entry of a port or a service name, without its texts.
--
-- @function find
-- @tparam Port|string key a port, or a service name; case is ignored
-- @tparam[opt] Protocol protocol the transport protocol
-- @treturn ?ScalarEntry a fresh table, or `nil` if nothing matches
-- @raise an argument error if the port is not 0-65535 or the protocol is not one
-- @usage
-- require("ianaports.ffi").find(6010, "tcp").port_last --> 6063
function lookups.find(key, protocol)
  local port = to_port(key)
  if not port and type(key) ~= "string" and type(key) ~= "number" then
    check.expected(key, 1, "find", EXPECTED_PORT .. " or service name")
  elseif not port and (type(key) == "number" or is_digits(key)) then
    check.expected(key, 1, "find", EXPECTED_PORT)
  end
  local known = to_protocol(protocol, "find")
  return entry_of(port and record_of_port(primary, port, known) or record_of_name(key, known))
end

return lookups
