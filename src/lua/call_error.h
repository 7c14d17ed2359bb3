/* Errors about the arguments of a call, which name the function. */
#ifndef IANAPORTS_LUA_CALL_ERROR_H
#define IANAPORTS_LUA_CALL_ERROR_H

#include <stdbool.h>

#include "lua/compat.h"

/* The type of registries, whose methods have names. */
#define REGISTRY_TYPE "ianaports.registry"

/* Raises "bad argument #ARG to 'FUNCTION' (MESSAGE)", as luaL_argerror does, which does not know
   the names of methods that are called through pcall, and under Lua 5.1 and LuaJIT no names of
   functions either. If the first argument is the module itself, as in ianaports:find(443), the
   error says to use a dot. */
int call_error(lua_State *L, int arg, const char *message);

/* Raises that last error if the value at `index` is the module. */
void call_error_if_module(lua_State *L, int index);

#endif
