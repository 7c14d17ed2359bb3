/* The module's types of userdata. */
#ifndef IANAPORTS_LUA_TYPE_H
#define IANAPORTS_LUA_TYPE_H

#include "lua/compat.h"

/* Makes the metatable of a type, if there is none yet, and pushes it. `getmetatable` returns the
   type's name in its place: whoever has the metatable can call __gc on a value in use. */
void lua_type_push(lua_State *L, const char *type, const luaL_Reg *metamethods);

#endif
