---@meta ianaports
-- Types for editors (LuaCATS). `make reference` makes them.

---A port: an integer from 0 to 65535, or the same as a float or a string of digits.
---@alias ianaports.Port integer|string

---A transport protocol: a name, in any case, or the number that an IP packet carries, which may be a string of digits.
---@alias ianaports.Protocol "tcp"|"udp"|"sctp"|"dccp"|6|17|132|33

---What the registry says about a port or a name.
---@alias ianaports.Status "assigned"|"reserved"|"unassigned"|"deregistered"

---A class of ports (RFC 6335, section 6): 0-1023, 1024-49151, 49152-65535.
---@alias ianaports.Class "system"|"user"|"dynamic"

---The form of a registry file: IANA's own CSV or XML, or that of `/etc/services`.
---@alias ianaports.Format "csv"|"xml"|"services"

---The columns of the registry.
---@class ianaports.Row
---@field service_name? string as registered, with its case
---@field port_number? integer the port, or the first port of a range
---@field port_last? integer the last port of a range; absent for a single port
---@field transport_protocol? "tcp"|"udp"|"sctp"|"dccp" absent if the entry holds for all
---@field description? string what the service is
---@field assignee? string such as `[IESG]`
---@field contact? string such as `[Jim_Cleppe]`, for `contact`
---@field registration_date? string `YYYY-MM-DD` or `YYYY-MM`
---@field modification_date? string `YYYY-MM-DD` or `YYYY-MM`
---@field reference? string such as `[RFC5734]`, for `references`
---@field service_code? string the code of a DCCP service (RFC 4340, section 8.1.2)
---@field unauthorized_use_reported? string what is known of such a use
---@field assignment_notes? string with line breaks as in the registry
---@field source? string only in a registry with an overlay: where the entry comes from

---An entry: a fresh table, which the caller may change.
---@class ianaports.Entry: ianaports.Row
---@field status ianaports.Status derived from the service name and the description
---@field alias_of? string the name that this historic or duplicate name stands for: X if the notes or the description contain `This entry is an alias to "X"` or `This is a duplicate of the "X" service`

---Conditions that must all hold.
---@class ianaports.Filter
---@field protocol? ianaports.Protocol|ianaports.Protocol[] one or several; entries that name none match, too
---@field class? ianaports.Class|ianaports.Class[] one or several: some port of the entry is of the class
---@field status? ianaports.Status|ianaports.Status[] one or several
---@field service_name? string a pattern: `*` stands for any characters, `?` for one character; case is ignored. A pattern with `?` has at most 255 bytes
---@field text? string part of the service name or the description; case is ignored
---@field assignee? string part of the assignee; case is ignored
---@field contact? string part of the contact; case is ignored
---@field reference? string part of the reference; case is ignored
---@field assignment_notes? string part of the notes; case is ignored
---@field registered_since? string a date: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. A month or a day that is missing, here or in the entry, counts as 01
---@field modified_since? string a date, as for `registered_since`
---@field unauthorized_use_reported? boolean whether the entry notes an unauthorized use
---@field alias? boolean whether the entry has the field `alias_of`
---@field port? boolean whether the entry has a port
---@field overlay? boolean whether the entry is of the overlay, see `build`
---@field where? fun(entry: ianaports.Entry): any a function, called with each entry that passes the other conditions; the entry passes if the result is true. The function cannot yield

---A person or an organization that the registry names.
---@class ianaports.Contact
---@field id string without brackets
---@field name? string the full name
---@field organization? string the organization that the person works for
---@field uri? string as written, usually `mailto:` with `&` in place of `@`
---@field email? string derived from the URI, with its `@`
---@field last_updated? string `YYYY-MM-DD`

---The header of a registry.
---@class ianaports.Header
---@field title? string the registry's title
---@field last_updated? string `YYYY-MM-DD`
---@field experts? string who reviews requests
---@field reference? string such as `[RFC6335]`
---@field note? string what the registry says about itself
---@field sources? string[] where the entries come from
---@field lacks? ianaports.Lacks what the registry lacks; absent if it is complete

---What a snapshot lacks of the registry that it stands for.
---@class ianaports.Lacks
---@field since? string this day, `YYYY-MM-DD`
---@field ports? string the ports of these entries, such as `T:465,631,U:143`, as `ianaports.ports` reads them
---@field columns string[] the fields that are not known of these entries
---@field contacts? true if `contact` does not know all people that entries name
---@field portless_names? true if names without a port are missing that were registered since

---What `info` returns: the header, as far as it is known, and two counts.
---@class ianaports.Info: ianaports.Header
---@field record_count integer how many entries there are
---@field contact_count integer how many contacts there are

---A reference of an entry.
---@class ianaports.Reference
---@field text string as written, without brackets
---@field type "rfc"|"draft"|"uri"|"other" what it is
---@field url? string absent if the type is `other`

---What `build` takes.
---@class ianaports.Parts
---@field rows? ianaports.Row[]|fun(): ianaports.Row? the entries
---@field overlay? ianaports.Row[]|fun(): ianaports.Row? entries that come before all of `rows`, in the registry's order and in every look-up
---@field contacts? ianaports.Contact[]|fun(): ianaports.Contact? the contacts
---@field info? ianaports.Header the header

---What `build` finds wrong.
---@class ianaports.BuildError
---@field list string `overlay`, `rows`, `contacts`, `info`, `info.sources`, `info.lacks` or `info.lacks.columns`
---@field index? integer which item of the list, from 1
---@field field? string which field of the item
---@field reason string what is wrong

---What `load` or `parse` finds wrong.
---@class ianaports.ReadError
---@field source string the path, or `text`
---@field line? integer from 1; absent if it is not known
---@field column? integer the character in the line, from 1; absent if it is not known
---@field reason string what is wrong

---A registry, as `load`, `parse` and `build` return it.
---@class ianaports.Registry
---@operator len: integer
local registry = {}

---A name that people use for a service, and that IANA does not have, or not with a port.
---@class ianaports.CommonName
---@field name string the name in common use, in lower case
---@field service_name? string IANA's name for the service
---@field port_number integer the port where the service usually is
---@field transport_protocol "tcp"|"udp" the protocol

---@class ianaports
---@field _VERSION string The name and the version of the module: `ianaports MAJOR.MINOR.PATCH`.
---@field bundled ianaports.Registry The bundled registry as an object, for code that takes a registry.
local ianaports = {}

---Frees the memory of a registry at once.
function registry:close() end

---Returns the class of a port (RFC 6335, section 6).
---@param port ianaports.Port the port
---@return ianaports.Class # `system` (0-1023), `user` (1024-49151) or `dynamic` (49152-65535)
function ianaports.port_class(port) end

---Checks a name by the rules for new service names: 1 to 15 letters (A-Z, a-z), digits and hyphens, at least one letter, no hyphen first, last or doubled (RFC 6335, section 5.1).
---@param name string the name
---@return true? # `true`, or `nil` if the name breaks a rule
---@return string? # the broken rule
function ianaports.check_service_name(name) end

---Returns the service name of a port: that of the best entry that has one.
---@param port ianaports.Port the port
---@param protocol? ianaports.Protocol the transport protocol
---@return string? # the name, or `nil` if no entry of the port has one
function ianaports.service_name(port, protocol) end

---Returns the service name of a port: that of the best entry that has one.
---@param port ianaports.Port the port
---@param protocol? ianaports.Protocol the transport protocol
---@return string? # the name, or `nil` if no entry of the port has one
function registry:service_name(port, protocol) end

---Returns the port of a service: that of the best entry that has one.
---@param name string the service name; case is ignored
---@param protocol? ianaports.Protocol the transport protocol
---@return integer? # the port, or the first port of a range, or `nil` if no entry of the name has one
---@return string? # its protocol, or `nil` if the entry names none
function ianaports.port_number(name, protocol) end

---Returns the port of a service: that of the best entry that has one.
---@param name string the service name; case is ignored
---@param protocol? ianaports.Protocol the transport protocol
---@return integer? # the port, or the first port of a range, or `nil` if no entry of the name has one
---@return string? # its protocol, or `nil` if the entry names none
function registry:port_number(name, protocol) end

---Returns the primary entry of a port or a service name.
---@param key ianaports.Port|string a port, or a service name; case is ignored
---@param protocol? ianaports.Protocol the transport protocol
---@return ianaports.Entry? # a fresh table, or `nil` if nothing matches
function ianaports.find(key, protocol) end

---Returns the primary entry of a port or a service name.
---@param key ianaports.Port|string a port, or a service name; case is ignored
---@param protocol? ianaports.Protocol the transport protocol
---@return ianaports.Entry? # a fresh table, or `nil` if nothing matches
function registry:find(key, protocol) end

---Returns every entry of a port or a service name, the best first.
---@param key ianaports.Port|string a port, or a service name; case is ignored
---@param protocol? ianaports.Protocol the transport protocol
---@return ianaports.Entry[] # fresh tables in an array, which is empty if nothing matches
function ianaports.find_all(key, protocol) end

---Returns every entry of a port or a service name, the best first.
---@param key ianaports.Port|string a port, or a service name; case is ignored
---@param protocol? ianaports.Protocol the transport protocol
---@return ianaports.Entry[] # fresh tables in an array, which is empty if nothing matches
function registry:find_all(key, protocol) end

---Iterates over entries in the registry's order.
---@param filter? ianaports.Filter|ianaports.Protocol a filter, or a protocol
---@return fun(): ianaports.Entry? # an iterator that returns the next entry each time
function ianaports.entries(filter) end

---Iterates over entries in the registry's order.
---@param filter? ianaports.Filter|ianaports.Protocol a filter, or a protocol
---@return fun(): ianaports.Entry? # an iterator that returns the next entry each time
function registry:entries(filter) end

---Iterates over the entries that have a port from first to last, by their first port, then in the registry's order.
---@param first ianaports.Port the first port
---@param last ianaports.Port the last port, not below the first
---@param filter? ianaports.Filter|ianaports.Protocol a filter, or a protocol
---@return fun(): ianaports.Entry? # an iterator that returns the next entry each time
function ianaports.range(first, last, filter) end

---Iterates over the entries that have a port from first to last, by their first port, then in the registry's order.
---@param first ianaports.Port the first port
---@param last ianaports.Port the last port, not below the first
---@param filter? ianaports.Filter|ianaports.Protocol a filter, or a protocol
---@return fun(): ianaports.Entry? # an iterator that returns the next entry each time
function registry:range(first, last, filter) end

---Iterates over the unassigned ports, as port ranges that are as long as possible.
---@param first? ianaports.Port the first port
---@param last? ianaports.Port the last port, not below the first
---@param protocol? ianaports.Protocol the transport protocol
---@return fun(): integer?, integer? # an iterator that returns the first and the last port of the next range each time
function ianaports.unassigned(first, last, protocol) end

---Iterates over the unassigned ports, as port ranges that are as long as possible.
---@param first? ianaports.Port the first port
---@param last? ianaports.Port the last port, not below the first
---@param protocol? ianaports.Protocol the transport protocol
---@return fun(): integer?, integer? # an iterator that returns the first and the last port of the next range each time
function registry:unassigned(first, last, protocol) end

---Iterates over all contacts in the registry's order.
---@return fun(): ianaports.Contact? # an iterator that returns the next contact each time
function ianaports.contacts() end

---Iterates over all contacts in the registry's order.
---@return fun(): ianaports.Contact? # an iterator that returns the next contact each time
function registry:contacts() end

---Returns the number of entries.
---@param filter? ianaports.Filter|ianaports.Protocol a filter, or a protocol
---@return integer # the number of entries that the filter lets through
function ianaports.count(filter) end

---Returns the number of entries.
---@param filter? ianaports.Filter|ianaports.Protocol a filter, or a protocol
---@return integer # the number of entries that the filter lets through
function registry:count(filter) end

---Checks whether `search` takes a text.
---@param text string one word or several
---@return true? # `true`, or `nil` if it has too many words
---@return string? # what is wrong
function ianaports.check_search(text) end

---Searches for words.
---@param text string one word or several, at most 64 different ones
---@param filter? ianaports.Filter|ianaports.Protocol a filter, or a protocol
---@return ianaports.Entry[] # an array, which is empty if nothing matches
function ianaports.search(text, filter) end

---Searches for words.
---@param text string one word or several, at most 64 different ones
---@param filter? ianaports.Filter|ianaports.Protocol a filter, or a protocol
---@return ianaports.Entry[] # an array, which is empty if nothing matches
function registry:search(text, filter) end

---Checks a filter without using it.
---@param filter ianaports.Filter|ianaports.Protocol a filter, or a protocol
---@return true? # `true`, or `nil` if it is not a filter
---@return string? # what is wrong, without the key
---@return string? # the key whose value is wrong; `nil` if no single value is wrong
function ianaports.check_filter(filter) end

---Returns what IANA calls a service that people call otherwise, and where it usually is.
---@param name string the name in common use, in any case
---@return string? # the registered name; `nil` if IANA has none, or if the name is not known
---@return integer? # the port; `nil` if the name is not known
---@return string? # the protocol
function ianaports.registered_name(name) end

---Returns all names that `registered_name` knows.
---@return ianaports.CommonName[] # an array, sorted by name
function ianaports.common_names() end

---Returns the registry's header, its counts, where its entries come from, and what it lacks.
---@return ianaports.Info # a fresh table
function ianaports.info() end

---Returns the registry's header, its counts, where its entries come from, and what it lacks.
---@return ianaports.Info # a fresh table
function registry:info() end

---Returns a person or an organization that the registry names.
---@param id string the id as in an entry's `assignee` or `contact`, with brackets or without
---@return ianaports.Contact? # a fresh table, or `nil` if the registry does not have this contact
function ianaports.contact(id) end

---Returns a person or an organization that the registry names.
---@param id string the id as in an entry's `assignee` or `contact`, with brackets or without
---@return ianaports.Contact? # a fresh table, or `nil` if the registry does not have this contact
function registry:contact(id) end

---Splits the reference of an entry.
---@param entry ianaports.Row an entry, or another table with the field `reference`
---@return ianaports.Reference[] # an array, which is empty if the entry has no reference
function ianaports.references(entry) end

---Splits the reference of an entry.
---@param entry ianaports.Row an entry, or another table with the field `reference`
---@return ianaports.Reference[] # an array, which is empty if the entry has no reference
function registry:references(entry) end

---Loads a registry file, whole or not at all.
---@param path string the path of a file in IANA's CSV or XML form, as downloaded, or in the form of `/etc/services`
---@param format? ianaports.Format the form; by default the content decides
---@return ianaports.Registry? # the registry, or `nil` if the file cannot be read or anything in it is wrong
---@return string? # what is wrong, as `FILE:LINE: REASON` or `FILE:LINE:COLUMN: REASON`, or as `FILE: REASON` if nothing can be read; with a registry, the note on lines in the form of `/etc/services` that were passed over
---@return ianaports.ReadError? # the same as fields
function ianaports.load(path, format) end

---Reads a registry from a text, as `load` does from a file.
---@param text string a text in one of the forms that `load` reads
---@param format? ianaports.Format the form; by default the content decides
---@return ianaports.Registry? # the registry, or `nil` if anything in the text is wrong
---@return string? # what is wrong, as for `load`
---@return ianaports.ReadError? # the same as fields; `source` is `text`
function ianaports.parse(text, format) end

---Builds a registry from Lua tables.
---@param parts ianaports.Parts the rows, the contacts and the header
---@param handler? fun(builderror: ianaports.BuildError): any called if a table or a field is wrong; what it returns is raised in place of the message
---@return ianaports.Registry # the registry
function ianaports.build(parts, handler) end

return ianaports
