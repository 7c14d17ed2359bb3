---@meta ianaports
-- Types for editors (LuaCATS). The text of the reference is in src/lua/*.c.

---@alias ianaports.Port integer|string a port number 0-65535, or a string of digits
---@alias ianaports.Protocol "tcp"|"udp"|"sctp"|"dccp"|6|17|132|33
---@alias ianaports.Status "assigned"|"reserved"|"unassigned"|"deregistered"
---@alias ianaports.Class "system"|"user"|"dynamic"

---The columns of the registry. An empty cell is an absent field.
---@class ianaports.Row
---@field service_name? string as registered, case kept
---@field port_number? integer the port; in a range, its first port
---@field port_last? integer only in a range: its last port
---@field transport_protocol? "tcp"|"udp"|"sctp"|"dccp" absent where the entry holds for all
---@field description? string
---@field assignee? string
---@field contact? string
---@field registration_date? string
---@field modification_date? string
---@field reference? string
---@field service_code? string
---@field unauthorized_use_reported? string
---@field assignment_notes? string
---@field source? string in a registry with an overlay: where the row comes from

---An entry of the registry: a fresh table of columns and what is derived from them.
---@class ianaports.Entry: ianaports.Row
---@field status ianaports.Status
---@field alias_of? string the name that this historic or duplicate name stands for

---Conditions that must all hold.
---@class ianaports.Filter
---@field protocol? ianaports.Protocol|ianaports.Protocol[]
---@field class? ianaports.Class|ianaports.Class[]
---@field status? ianaports.Status|ianaports.Status[]
---@field service_name? string a pattern with * and ?
---@field text? string part of service name or description
---@field assignee? string part of the cell, like the next three
---@field contact? string
---@field reference? string
---@field assignment_notes? string
---@field registered_since? string YYYY, YYYY-MM or YYYY-MM-DD
---@field modified_since? string
---@field unauthorized_use_reported? boolean whether such a use is noted
---@field alias? boolean whether the entry is an alias
---@field port? boolean whether the entry has a port
---@field overlay? boolean whether the entry is of the overlay
---@field where? fun(entry: ianaports.Entry): any

---@class ianaports.Contact
---@field id string
---@field name? string
---@field organization? string
---@field uri? string as written, with & for @
---@field email? string derived from the URI
---@field last_updated? string

---@class ianaports.Header
---@field title? string
---@field last_updated? string
---@field experts? string
---@field reference? string
---@field note? string
---@field sources? string[] where the entries come from

---@class ianaports.Info: ianaports.Header
---@field record_count integer
---@field contact_count integer

---@class ianaports.Reference
---@field text string as written, without brackets
---@field type "rfc"|"draft"|"uri"|"other"
---@field url? string

---@class ianaports.Parts
---@field rows? ianaports.Row[]|fun(): ianaports.Row?|false
---@field overlay? ianaports.Row[]|fun(): ianaports.Row?|false come before the rows
---@field contacts? ianaports.Contact[]|fun(): ianaports.Contact?|false
---@field info? ianaports.Header

---@class ianaports.Registry
---@operator len: integer
local registry = {}

---@class ianaports
---@field bundled ianaports.Registry
---@field _VERSION string
local ianaports = {}

---The service name of a port.
---@param port ianaports.Port
---@param protocol? ianaports.Protocol
---@return string? service_name
function ianaports.service_name(port, protocol) end

---The port of a service, and its protocol.
---@param name string
---@param protocol? ianaports.Protocol
---@return integer? port
---@return string? protocol
function ianaports.port_number(name, protocol) end

---The primary entry of a port or service name.
---@param key ianaports.Port|string
---@param protocol? ianaports.Protocol
---@return ianaports.Entry? entry
function ianaports.find(key, protocol) end

---Every entry of a port or service name, best first.
---@param key ianaports.Port|string
---@param protocol? ianaports.Protocol
---@return ianaports.Entry[] entries
function ianaports.find_all(key, protocol) end

---Iterates over entries in the registry's order.
---@param filter? ianaports.Filter|ianaports.Protocol
---@return fun(): ianaports.Entry? iterator
function ianaports.entries(filter) end

---Iterates over the entries that have a port from first to last.
---@param first ianaports.Port
---@param last ianaports.Port
---@param filter? ianaports.Filter|ianaports.Protocol
---@return fun(): ianaports.Entry? iterator
function ianaports.range(first, last, filter) end

---Iterates over the maximal runs of unassigned ports.
---@param first? ianaports.Port
---@param last? ianaports.Port
---@param protocol? ianaports.Protocol
---@return fun(): integer?, integer? iterator
function ianaports.unassigned(first, last, protocol) end

---How many entries the filter lets through.
---@param filter? ianaports.Filter|ianaports.Protocol
---@return integer count
function ianaports.count(filter) end

---Entries that hold the words, best match first.
---@param text string
---@param filter? ianaports.Filter|ianaports.Protocol
---@return ianaports.Entry[] entries
function ianaports.search(text, filter) end

---A person or organization by its id.
---@param id string
---@return ianaports.Contact? contact
function ianaports.contact(id) end

---Iterates over all contacts.
---@return fun(): ianaports.Contact? iterator
function ianaports.contacts() end

---The registry's header and where its entries come from.
---@return ianaports.Info info
function ianaports.info() end

---The references of an entry, one by one.
---@param entry ianaports.Entry
---@return ianaports.Reference[] references
function ianaports.references(entry) end

---Loads a registry file.
---@param path string
---@param format? "csv"|"xml"|"services"
---@return ianaports.Registry? registry
---@return string? message
function ianaports.load(path, format) end

---Reads a registry from a text.
---@param text string
---@param format? "csv"|"xml"|"services"
---@return ianaports.Registry? registry
---@return string? message
function ianaports.parse(text, format) end

---Builds a registry from tables.
---@param parts ianaports.Parts
---@return ianaports.Registry registry
function ianaports.build(parts) end

---The class of a port (RFC 6335, section 6).
---@param port ianaports.Port
---@return ianaports.Class class
function ianaports.port_class(port) end

---Whether a new name keeps the rules of RFC 6335, section 5.1.
---@param name string
---@return true? valid
---@return string? rule
function ianaports.check_service_name(name) end

---@param filter? ianaports.Filter|ianaports.Protocol
---@return true?
---@return string? message
---@return string? key
function ianaports.check_filter(filter) end

---@param text string
---@return true?
---@return string? message
function ianaports.check_search(text) end

---The service name of a port.
---@param port ianaports.Port
---@param protocol? ianaports.Protocol
---@return string? service_name
function registry:service_name(port, protocol) end

---The port of a service, and its protocol.
---@param name string
---@param protocol? ianaports.Protocol
---@return integer? port
---@return string? protocol
function registry:port_number(name, protocol) end

---The primary entry of a port or service name.
---@param key ianaports.Port|string
---@param protocol? ianaports.Protocol
---@return ianaports.Entry? entry
function registry:find(key, protocol) end

---Every entry of a port or service name, best first.
---@param key ianaports.Port|string
---@param protocol? ianaports.Protocol
---@return ianaports.Entry[] entries
function registry:find_all(key, protocol) end

---Iterates over entries in the registry's order.
---@param filter? ianaports.Filter|ianaports.Protocol
---@return fun(): ianaports.Entry? iterator
function registry:entries(filter) end

---Iterates over the entries that have a port from first to last.
---@param first ianaports.Port
---@param last ianaports.Port
---@param filter? ianaports.Filter|ianaports.Protocol
---@return fun(): ianaports.Entry? iterator
function registry:range(first, last, filter) end

---Iterates over the maximal runs of unassigned ports.
---@param first? ianaports.Port
---@param last? ianaports.Port
---@param protocol? ianaports.Protocol
---@return fun(): integer?, integer? iterator
function registry:unassigned(first, last, protocol) end

---How many entries the filter lets through.
---@param filter? ianaports.Filter|ianaports.Protocol
---@return integer count
function registry:count(filter) end

---Entries that hold the words, best match first.
---@param text string
---@param filter? ianaports.Filter|ianaports.Protocol
---@return ianaports.Entry[] entries
function registry:search(text, filter) end

---A person or organization by its id.
---@param id string
---@return ianaports.Contact? contact
function registry:contact(id) end

---Iterates over all contacts.
---@return fun(): ianaports.Contact? iterator
function registry:contacts() end

---The registry's header and where its entries come from.
---@return ianaports.Info info
function registry:info() end

---The references of an entry, one by one.
---@param entry ianaports.Entry
---@return ianaports.Reference[] references
function registry:references(entry) end

---Frees the memory of a loaded registry at once. It cannot be asked any more.
function registry:close() end

return ianaports
