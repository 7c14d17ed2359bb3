/* Service names as Lua strings. Each registry keeps those that it was asked for: for what
   is asked again, reading a Lua table does. The registry's own names, as registered, are all
   that is kept, whatever is asked. */
#ifndef IANAPORTS_LUA_NAMES_H
#define IANAPORTS_LUA_NAMES_H

#include "lua/registry.h"
#include "registry/lookup.h"

/* Lets the registry on top of the stack keep names. */
void lua_names_init(lua_State *L);

/* Pushes the service name of a record that has one, above something of no use. */
void lua_names_push(lua_State *L, struct self self, uint32_t record);

/* What lookup_name gives for the string at `arg`. May push something of no use. */
struct name_cursor lua_names_find(lua_State *L, struct self self, int arg);

#endif
