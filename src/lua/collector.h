/* Lua's garbage collector, which does not see memory that is not Lua's own. */
#ifndef IANAPORTS_LUA_COLLECTOR_H
#define IANAPORTS_LUA_COLLECTOR_H

#include <stddef.h>

#include "lua/compat.h"

/* Lets the collector do the work that Lua's allocating so many bytes would have led to. If a
   script or host has stopped the collector, it stays stopped. Whoever owns memory must own it
   by a Lua value by now: this may run finalizers, which may raise errors. */
void lua_collector_step(lua_State *L, size_t bytes);

#endif
