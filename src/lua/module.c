/***
The IANA Service Name and Transport Protocol Port Number Registry (RFC 6335),
whole and compiled in.

The functions that ask a registry exist twice: on the module, where they ask the
bundled registry, and as methods of a registry that @{load}, @{parse} or @{build}
gave: `ianaports.find(443)`, `registry:find(443)`.

**Keys.** An integer, an integral float or a string of digits is a port number,
0 to 65535; any other string is a service name, compared without regard to ASCII
case.

**Protocols.** `"tcp"`, `"udp"`, `"sctp"`, `"dccp"`, in any case, or their IP
protocol numbers 6, 17, 132, 33. With a protocol, entries that name it match, and
so do entries that name none, since they hold for every transport.

**Order.** Several entries may stand for one port. With a protocol: entries that
name it before entries that name none; entries with a service name before those
without; a single port before a range; then the registry's order. Without one:
entries with a service name first; then by protocol, tcp, udp, sctp, dccp, none; a
single port before a range; then the registry's order. The first in this order is
the *primary* entry.

**Errors.** A wrong argument raises an error that names it and what was expected.
What the world does wrong, a file that cannot be read say, gives `nil` and a
message. What is not in the registry gives `nil` or an empty array.

**Entries** are fresh tables, see @{entry}; **filters** narrow iterations, see
@{filter}.

@module ianaports
@license MIT
*/

/***
An entry of the registry: a fresh table, yours to change. An empty cell is an
absent field.

@table entry
@tfield ?string service_name as registered, case kept
@tfield ?int port_number the port; in a range, its first port
@tfield ?int port_last only in a range: its last port
@tfield ?string transport_protocol `tcp`, `udp`, `sctp` or `dccp`; absent where the
  entry holds for all
@tfield ?string description
@tfield ?string assignee such as `[IESG]`
@tfield ?string contact such as `[Jim_Cleppe]`, for @{contact}
@tfield ?string registration_date `YYYY-MM-DD` or `YYYY-MM`
@tfield ?string modification_date
@tfield ?string reference such as `[RFC5734]`, for @{references}
@tfield ?string service_code
@tfield ?string unauthorized_use_reported
@tfield ?string assignment_notes with line breaks as in the registry
@tfield ?string source in a registry with an overlay: where the entry comes from
@tfield string status `assigned`, `reserved`, `unassigned` or `deregistered`, derived
@tfield ?string alias_of the name that this historic or duplicate name stands for, derived
*/

/***
A filter: a protocol, or a table of conditions that must all hold. An unknown key
is an error. It is read once, when it is given.

@table filter
@field protocol one or an array of them; entries that name none match, too
@tfield string|table class `system`, `user` or `dynamic`, one or an array: some port
  of the entry is of the class (RFC 6335, section 6)
@tfield string|table status one or an array
@tfield string service_name a pattern: `*` stands for any characters, `?` for one;
  case is ignored. A pattern with `?` has at most 255 bytes
@tfield string text part of the service name or description, case ignored
@tfield string assignee part of the assignee, case ignored
@tfield string contact part of the contact, case ignored
@tfield string reference part of the reference, case ignored
@tfield string assignment_notes part of the notes, case ignored
@tfield string registered_since `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; a month or day
  that is missing, here or in the entry, counts as 01
@tfield string modified_since likewise
@tfield boolean unauthorized_use_reported whether such a use is noted
@tfield boolean alias whether the entry has `alias_of`
@tfield boolean port whether the entry has a port
@tfield boolean overlay whether the entry is of the overlay, see @{build}
@tfield function where called with the entry; a true result lets it through
*/

#include "lua/module.h"
#include "lua/argument.h"
#include "lua/entry.h"
#include "registry/bundled.h"
#include "version.h"

/***
The class of a port (RFC 6335, section 6).

@function port_class
@tparam int|string port a port number, 0-65535
@treturn string `system` (0-1023), `user` (1024-49151) or `dynamic` (49152-65535)
@raise an argument error for what is no port
@usage
ianaports.port_class(443) --> "system"
*/
int api_port_class(lua_State *L) {
  lua_pushstring(L, class_names[field_port_class(argument_port(L, 1))]);
  return 1;
}

/***
Checks a name by the rules for new service names: 1 to 15 letters A-Z and a-z,
digits and hyphens, at least one letter, no hyphen first, last or doubled
(RFC 6335, section 5.1).

@function check_service_name
@tparam string name
@treturn ?boolean `true`, or `nil` where a rule is broken
@treturn ?string the rule that is broken
@raise an argument error for what is no string
@usage
ianaports.check_service_name("http-alt") --> true
ianaports.check_service_name("8080") --> nil, "a service name holds at least one letter"
*/
int api_check_service_name(lua_State *L) {
  const char *rule = field_check_service_name(argument_string(L, 1, "service name (string)"));
  if (rule == NULL) {
    lua_pushboolean(L, 1);
    return 1;
  }
  lua_pushnil(L);
  lua_pushstring(L, rule);
  return 2;
}

/* Upvalue of the module's functions; every function has the strings of entries. */
enum { UPVALUE_BUNDLED = AFTER_STRINGS };

/* Calls a function, and releases the registry if the function held it. */
static inline int call(lua_State *L, int function(lua_State *L, struct self self),
                       struct self self) {
  unsigned holds = self.handle->holds;
  int results = function(L, self);
  handle_release_to(self.handle, holds);
  return results;
}

#define FUNCTION(name)                                                                   \
  static int module_##name(lua_State *L) {                                               \
    const int bundled = lua_upvalueindex(UPVALUE_BUNDLED);                               \
    return call(L, api_##name, (struct self){ lua_touserdata(L, bundled), bundled, 1 }); \
  }                                                                                      \
  static int method_##name(lua_State *L) {                                               \
    return call(L, api_##name, (struct self){ handle_check(L, 1), 1, 2 });               \
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
  { "check_service_name", api_check_service_name },
  { NULL, NULL },
};

/***
The bundled registry as an object, for code that is given a registry. It has
every function above as a method. Closing it does nothing.

@field bundled
*/
static void push_bundled(lua_State *L) {
  struct handle *handle = handle_new(L);
  bundled_open(&handle->registry);
  handle->is_bundled = true;
  handle->is_open = true;
}

int luaopen_ianaports(lua_State *L) {
  luaL_checkversion(L);
  entry_push_strings(L);
  handle_register(L, methods, AFTER_STRINGS - 1);
  build_register(L);
  load_register(L);
  lua_newtable(L); /* the module */
  luaL_setfuncs(L, module_only, 0);
  lua_pushliteral(L, "ianaports " IANAPORTS_VERSION);
  lua_setfield(L, -2, "_VERSION");
  push_bundled(L);
  lua_setfield(L, -2, "bundled");
  entry_push_strings(L);
  lua_getfield(L, -AFTER_STRINGS, "bundled");
  luaL_setfuncs(L, module_functions, UPVALUE_BUNDLED);
  return 1;
}
