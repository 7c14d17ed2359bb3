/* Names that people use for services, and that IANA does not. */

/***
@module ianaports
*/

/***
Names in common use.
@section common
*/

#include "lua/common_name.h"

#include "lua/argument.h"
#include "lua/module.h"

#pragma GCC visibility push(hidden)

const struct common_name *common_name_find(struct text name) {
  const struct common_name *common = bundled_common_names;
  while (common->name[0] != '\0' && !text_equal_nocase(name, text_of(common->name))) {
    common++;
  }
  return common->name[0] != '\0' ? common : NULL;
}

/* Pushes IANA's name, or nil. */
static void push_registered(lua_State *L, const struct common_name *common) {
  if (common->registered[0] != '\0') {
    lua_pushstring(L, common->registered);
  } else {
    lua_pushnil(L);
  }
}

/***
Returns what IANA calls a service that people call otherwise, and where it usually is. The names
are **not IANA's**: they are those of programs and systems, such as `rdp` or `kerberos-sec`. No
look-up but @{search} knows them. On the module only.

@function registered_name
@static
@tparam string name the name in common use, in any case
@treturn ?string the registered name; `nil` if IANA has none, or if the name is not known
@treturn ?int the port; `nil` if the name is not known
@treturn ?string the protocol
@raise an argument error if the name is not a string
@usage
ianaports.registered_name("rdp") --> "ms-wbt-server", 3389, "tcp"
ianaports.registered_name("kafka") --> nil, 9092, "tcp"
*/
int api_registered_name(lua_State *L) {
  const struct common_name *common =
    common_name_find(argument_string(L, 1, "service name (string)"));
  if (common == NULL) {
    lua_pushnil(L);
    return 1;
  }
  push_registered(L, common);
  lua_pushinteger(L, common->port);
  lua_pushstring(L, common->protocol);
  return 3;
}

/***
A name that people use for a service, and that IANA does not have, or not with a port.

@table CommonName
@tfield string name the name in common use, in lower case
@tfield ?string service_name IANA's name for the service
@tfield int port_number the port where the service usually is
@tfield "tcp"|"udp" transport_protocol the protocol
*/

/***
Returns all names that @{registered_name} knows. They are **not IANA's**. On the module only.

@function common_names
@static
@treturn {CommonName,...} an array, sorted by name
@usage
ianaports.common_names()[1].name --> "afp"
*/
int api_common_names(lua_State *L) {
  lua_newtable(L);
  for (int i = 0; bundled_common_names[i].name[0] != '\0'; i++) {
    const struct common_name *common = &bundled_common_names[i];
    lua_createtable(L, 0, 4);
    lua_pushstring(L, common->name);
    lua_setfield(L, -2, "name");
    push_registered(L, common);
    lua_setfield(L, -2, "service_name");
    lua_pushinteger(L, common->port);
    lua_setfield(L, -2, "port_number");
    lua_pushstring(L, common->protocol);
    lua_setfield(L, -2, "transport_protocol");
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}
