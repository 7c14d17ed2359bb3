/***
The IANA Service Name and Transport Protocol Port Number Registry (RFC 6335), compiled in.

Most functions exist twice: on the module, where they ask the bundled registry, and as
methods of a @{Registry} that @{load}, @{parse} or @{build} returned:
`ianaports.find(443)`, `registry:find(443)`. A function that exists on the module only
says so.

### Primary entries

Several entries may match a port or a name. With a protocol, the entries that name it match,
and so do the entries that name none, because they hold for every transport. Without a
protocol, all entries match. The first of these rules that distinguishes two entries says
which one is better:

 1. with a protocol: an entry that names it is better than one that names none
 2. an entry with a service name is better than one without
 3. without a protocol: tcp, then udp, sctp, dccp, none
 4. an entry for a single port is better than one for a range
 5. an entry that is no alias (`alias_of`) is better than one that is
 6. an entry with a description is better than one without
 7. an entry whose reference names an RFC is better than one whose reference does not
 8. the registry's order

The best entry is the *primary* entry. So 80/tcp is `http` and not its alias `www-http`, 2049 is
`nfs` and not `shilp`, which has no description, and a service inside a range that is marked
unassigned comes before the range. In a registry with an overlay (@{build}), the entries of the
overlay come before all others. For a name, entries without a port come last.

### Errors

A mistake in the program raises an error that names the argument, what was expected and what
came. A failure outside the program, such as a file that cannot be read, returns `nil` and a
message. If something is not in the registry, the result is `nil` or an empty array.

@module ianaports
@license MIT
*/

/***
Values and tables.
@section values
*/

/***
A port: an integer from 0 to 65535, or the same as a float or a string of digits.

@value Port
@is int|string
*/

/***
A transport protocol: a name, in any case, or the number that an IP packet carries, which may
be a string of digits. Any other number from 0 to 255, such as 1 for ICMP, is a protocol that
has no ports in the registry: nothing matches it, not even an entry that names no protocol.

@value Protocol
@is "tcp"|"udp"|"sctp"|"dccp"|6|17|132|33
*/

/***
What the registry says about a port or a name. A row with a service name is `assigned`. For
other rows, the description decides; case is ignored. The status is `unassigned` if it contains
`unassigned`; `reserved` if it begins with `reserved` or `iana reserved`; `deregistered` if it
begins with `de-registered`, `removed`, `deprecated`, `de-commissioned` or `decomissioned`; and
otherwise `assigned`.

@value Status
@is "assigned"|"reserved"|"unassigned"|"deregistered"
*/

/***
A class of ports (RFC 6335, section 6): 0-1023, 1024-49151, 49152-65535.

@value Class
@is "system"|"user"|"dynamic"
*/

/***
The form of a registry file: IANA's own CSV or XML, or that of `/etc/services`.

@value Format
@is "csv"|"xml"|"services"
*/

/***
The columns of the registry. An empty cell is an absent field.

@table Row
@tfield ?string service_name as registered, with its case
@tfield ?int port_number the port, or the first port of a range
@tfield ?int port_last the last port of a range; absent for a single port
@tfield ?"tcp"|"udp"|"sctp"|"dccp" transport_protocol absent if the entry holds for all
@tfield ?string description what the service is
@tfield ?string assignee such as `[IESG]`
@tfield ?string contact such as `[Jim_Cleppe]`, for @{contact}
@tfield ?string registration_date `YYYY-MM-DD` or `YYYY-MM`
@tfield ?string modification_date `YYYY-MM-DD` or `YYYY-MM`
@tfield ?string reference such as `[RFC5734]`, for @{references}
@tfield ?string service_code the code of a DCCP service (RFC 4340, section 8.1.2)
@tfield ?string unauthorized_use_reported what is known of such a use
@tfield ?string assignment_notes with line breaks as in the registry
@tfield ?string source only in a registry with an overlay: where the entry comes from
*/

/***
An entry: a fresh table, which the caller may change. It has the fields of a @{Row}, and two
that are derived from them.

@table Entry
@is Row
@tfield Status status derived from the service name and the description
@tfield ?string alias_of the name that this historic or duplicate name stands for: X if the
  notes or the description contain `This entry is an alias to "X"` or
  `This is a duplicate of the "X" service`
*/

/***
Conditions that must all hold. A function reads a filter once, when it is called. An unknown
key is an argument error that names the known ones. If a snapshot does not know a column of an
entry, the entry counts as one without it; @{Lacks} says which entries these are.

@table Filter
@tfield ?Protocol|{Protocol,...} protocol one or several; entries that name none match, too
@tfield ?Class|{Class,...} class one or several: some port of the entry is of the class
@tfield ?Status|{Status,...} status one or several
@tfield ?string service_name a pattern: `*` stands for any characters, `?` for one character;
  case is ignored. A pattern with `?` has at most 255 bytes
@tfield ?string text part of the service name or the description; case is ignored
@tfield ?string assignee part of the assignee; case is ignored
@tfield ?string contact part of the contact; case is ignored
@tfield ?string reference part of the reference; case is ignored
@tfield ?string assignment_notes part of the notes; case is ignored
@tfield ?string registered_since a date: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. A month or a day
  that is missing, here or in the entry, counts as 01
@tfield ?string modified_since a date, as for `registered_since`
@tfield ?boolean unauthorized_use_reported whether the entry notes an unauthorized use
@tfield ?boolean alias whether the entry has the field `alias_of`
@tfield ?boolean port whether the entry has a port
@tfield ?boolean overlay whether the entry is of the overlay, see @{build}
@tfield ?function(Entry):any where a function, called with each entry that passes the other
  conditions; the entry passes if the result is true. The function cannot yield
*/

/***
A person or an organization that the registry names.

@table Contact
@tfield string id without brackets
@tfield ?string name the full name
@tfield ?string organization the organization that the person works for
@tfield ?string uri as written, usually `mailto:` with `&` in place of `@`
@tfield ?string email derived from the URI, with its `@`
@tfield ?string last_updated `YYYY-MM-DD`
*/

/***
The header of a registry. The CSV form has none.

@table Header
@tfield ?string title the registry's title
@tfield ?string last_updated `YYYY-MM-DD`
@tfield ?string experts who reviews requests
@tfield ?string reference such as `[RFC6335]`
@tfield ?string note what the registry says about itself
@tfield ?{string,...} sources where the entries come from
@tfield ?Lacks lacks what the registry lacks; absent if it is complete
*/

/***
What a snapshot lacks of the registry that it stands for. Of entries that were registered or
replaced after a day, it has only name, port, protocol and description.

An entry is one of these if its port and protocol are in `ports` and it has no assignee. Then
those of `columns` that are absent are not known. Any other entry that has no assignee, say, had
none in the registry of that day.

@table Lacks
@tfield ?string since this day, `YYYY-MM-DD`
@tfield ?string ports the ports of these entries, such as `T:465,631,U:143`, as `ianaports.ports`
  reads them
@tfield {string,...} columns the fields that are not known of these entries
@tfield ?true contacts if @{contact} does not know all people that entries name
@tfield ?true portless_names if names without a port are missing that were registered since
*/

/***
What @{info} returns: the header, as far as it is known, and two counts.

@table Info
@is Header
@tfield int record_count how many entries there are
@tfield int contact_count how many contacts there are
*/

/***
A reference of an entry.

@table Reference
@tfield string text as written, without brackets
@tfield "rfc"|"draft"|"uri"|"other" type what it is
@tfield ?string url absent if the type is `other`
*/

/***
What @{build} takes. Each field may be absent. In place of an array there may be a function,
such as an iterator, that returns the next table each time and `nil` at the end.

Derived fields (`status`, `alias_of`, `email`, counts) are allowed; they are derived anew.

@table Parts
@tfield ?{Row,...}|function():Row rows the entries
@tfield ?{Row,...}|function():Row overlay entries that come before all of `rows`, in the
  registry's order and in every look-up
@tfield ?{Contact,...}|function():Contact contacts the contacts
@tfield ?Header info the header
*/

/***
What @{build} finds wrong.

@table BuildError
@tfield string list `overlay`, `rows`, `contacts`, `info`, `info.sources`, `info.lacks` or
  `info.lacks.columns`
@tfield ?int index which item of the list, from 1
@tfield ?string field which field of the item
@tfield string reason what is wrong
*/

/***
What @{load} or @{parse} finds wrong.

@table ReadError
@tfield string source the path, or `text`
@tfield ?int line from 1; absent if it is not known
@tfield ?int column the character in the line, from 1; absent if it is not known
@tfield string reason what is wrong
*/

/***
A registry, as @{load}, @{parse} and @{build} return it. Each function that asks the bundled
registry is a method of it: `registry:find(443)`. `#registry` is the number of entries.
In Lua 5.4 it may be a to-be-closed variable.

@table Registry
*/

/***
Frees the memory of a registry at once. After that its methods raise an error. A method only.

@function registry:close
@usage
local registry = assert(ianaports.parse("billing 9000/tcp\n", "services"))
registry:close()
pcall(registry.find, registry, 9000) --> false, "attempt to use a closed registry"
*/

/***
Checks and constants.
@section module
*/

#include "lua/module.h"
#include "lua/argument.h"
#include "lua/entry.h"
#include "registry/bundled.h"
#include "system/system.h"
#include "version.h"

#pragma GCC visibility push(hidden)

/***
Returns the class of a port (RFC 6335, section 6). On the module only.

@function port_class
@static
@tparam Port port the port
@treturn Class `system` (0-1023), `user` (1024-49151) or `dynamic` (49152-65535)
@raise an argument error if the port is not one
@usage
ianaports.port_class(443) --> "system"
*/
int api_port_class(lua_State *L) {
  lua_pushstring(L, class_names[field_port_class(argument_port(L, 1))]);
  return 1;
}

int module_push_verdict(lua_State *L, const char *wrong) {
  if (wrong == NULL) {
    lua_pushboolean(L, true);
    return 1;
  }
  lua_pushnil(L);
  lua_pushstring(L, wrong);
  return 2;
}

/***
Checks a name by the rules for new service names: 1 to 15 letters (A-Z, a-z), digits and
hyphens, at least one letter, no hyphen first, last or doubled (RFC 6335, section 5.1). On the
module only.

@function check_service_name
@static
@tparam string name the name
@treturn ?true `true`, or `nil` if the name breaks a rule
@treturn ?string the broken rule
@raise an argument error if the name is not a string
@usage
ianaports.check_service_name("http-alt") --> true
ianaports.check_service_name("8080") --> nil, "a service name holds at least one letter"
*/
int api_check_service_name(lua_State *L) {
  struct text name = argument_string(L, 1, "service name (string)");
  return module_push_verdict(L, field_check_service_name(name));
}

/* Calls a function, and releases the registry if the function held it. */
static inline int call(lua_State *L, int function(lua_State *L, struct self self),
                       struct self self) {
  unsigned holds = self.handle->holds;
  int results = function(L, self);
  handle_release_to(self.handle, holds);
  return results;
}

#define FUNCTION(name)                                                                 \
  static int module_##name(lua_State *L) {                                             \
    return api_##name(L, (struct self){ NULL, lua_upvalueindex(UPVALUE_BUNDLED), 1 }); \
  }
LOOKUP_FUNCTIONS(FUNCTION)
#undef FUNCTION

#define FUNCTION(name)                                                                   \
  static int module_##name(lua_State *L) {                                               \
    const int bundled = lua_upvalueindex(UPVALUE_BUNDLED);                               \
    return call(L, api_##name, (struct self){ lua_touserdata(L, bundled), bundled, 1 }); \
  }
QUERY_FUNCTIONS(FUNCTION)
#undef FUNCTION

#define FUNCTION(name)                                                     \
  static int method_##name(lua_State *L) {                                 \
    return call(L, api_##name, (struct self){ handle_check(L, 1), 1, 2 }); \
  }
REGISTRY_FUNCTIONS(FUNCTION)
#undef FUNCTION

#define FUNCTION(name) { #name, module_##name },
static const luaL_Reg module_functions[] = { REGISTRY_FUNCTIONS(FUNCTION){ NULL, NULL } };
#undef FUNCTION

#define FUNCTION(name) { #name, method_##name },
static const luaL_Reg methods[] = { REGISTRY_FUNCTIONS(FUNCTION){ NULL, NULL } };
#undef FUNCTION

static const luaL_Reg module_only[] = {
  { "load", api_load },
  { "parse", api_parse },
  { "build", api_build },
  { "port_class", api_port_class },
  { "check_filter", api_check_filter },
  { "check_search", api_check_search },
  { "check_service_name", api_check_service_name },
  { "registered_name", api_registered_name },
  { "common_names", api_common_names },
  { NULL, NULL },
};

/***
The name and the version of the module: `ianaports MAJOR.MINOR.PATCH`.

@constant _VERSION
@is string
*/

/***
The bundled registry as an object, for code that takes a registry. Closing it does nothing.

@constant bundled
@is Registry
*/
static void push_bundled(lua_State *L) {
  struct handle *handle = handle_new(L);
  handle->registry = bundled_registry;
  handle->is_bundled = true;
  handle->is_open = true;
}

/* #ianaports; Lua 5.1 and LuaJIT ignore it. */
static int module_length(lua_State *L) {
  const struct handle *bundled = lua_touserdata(L, lua_upvalueindex(1));
  lua_pushinteger(L, (lua_Integer)bundled->registry.record_count);
  return 1;
}

/* Sets the metatable of the module, which is on top of the stack. */
static void set_length(lua_State *L) {
  lua_newtable(L);
  lua_getfield(L, -2, "bundled");
  lua_pushcclosure(L, module_length, 1);
  lua_setfield(L, -2, "__len");
  lua_setmetatable(L, -2);
}

/* Lets `require` find the internal parts, however the module itself was found. */
static void preload_parts(lua_State *L) {
  static const luaL_Reg parts[] = {
    { "ianaports.flow", luaopen_ianaports_flow },
    { "ianaports.system", luaopen_ianaports_system },
    { NULL, NULL },
  };
  compat_push_loaded(L, "package");
  if (lua_istable(L, -1)) {
    lua_getfield(L, -1, "preload");
    if (lua_istable(L, -1)) {
      luaL_setfuncs(L, parts, 0);
    }
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

int luaopen_ianaports(lua_State *L) {
  luaL_checkversion(L);
  system_stay_loaded();
  preload_parts(L);
  entry_push_strings(L);
  handle_register(L, methods, AFTER_STRINGS - 1);
  lua_newtable(L); /* the module */
  luaL_setfuncs(L, module_only, 0);
  lua_pushliteral(L, "ianaports " IANAPORTS_VERSION);
  lua_setfield(L, -2, "_VERSION");
  push_bundled(L);
  lua_setfield(L, -2, "bundled");
  set_length(L);
  entry_push_strings(L);
  lua_getfield(L, -AFTER_STRINGS, "bundled");
  lua_getuservalue(L, -1);
  luaL_setfuncs(L, module_functions, AFTER_BUNDLED - 1);
  return 1;
}
