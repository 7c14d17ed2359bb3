/* The registry as a Lua value. */
#ifndef IANAPORTS_LUA_REGISTRY_H
#define IANAPORTS_LUA_REGISTRY_H

#include "lua_compat.h"
#include "registry.h"

#define LUA_REGISTRY_TYPE "ianaports.registry"

/* The userdata. */
struct lua_registry {
  struct registry registry;
  bool is_open;
  bool is_bundled; /* shared by the whole host: never closed */
};

/* The registry that a function works on: as a method its first argument, on the
   module the bundled one, an upvalue. */
struct self {
  struct lua_registry *handle;
  int index; /* where the userdata is, to hold on to it */
  int arg;   /* the place of the first argument after it */
};

/* Pushes a closed registry, for the caller to fill in and open. */
struct lua_registry *lua_registry_new(lua_State *L);

/* The open registry at this place of the stack; raises an error for anything else. */
struct lua_registry *lua_registry_check(lua_State *L, int index);

/* Raises an error where the registry has been closed meanwhile. */
void lua_registry_check_open(lua_State *L, const struct lua_registry *handle);

/* The method close, __gc and __close; __len; __tostring. */
int lua_registry_close(lua_State *L);
int lua_registry_length(lua_State *L);
int lua_registry_tostring(lua_State *L);

#endif
