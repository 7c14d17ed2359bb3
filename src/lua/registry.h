/* The registry as a Lua value. */
#ifndef IANAPORTS_LUA_REGISTRY_H
#define IANAPORTS_LUA_REGISTRY_H

#include "lua/compat.h"
#include "registry/registry.h"

#define LUA_REGISTRY_TYPE "ianaports.registry"

/* The userdata. */
struct lua_registry {
  struct registry registry;
  bool is_open;
  bool is_bundled; /* shared by the whole host: never closed */
  unsigned holds;  /* see lua_registry_hold */
};

/* The registry that a function works on: as a method its first argument, on the
   module the bundled one, an upvalue. */
struct self {
  struct lua_registry *handle;
  int index; /* where the userdata is, to hold on to it */
  int arg;   /* the place of the first argument after it */
};

/* Makes the types that registries need. Takes `upvalues` values off the stack, which all of the
   methods share. */
void lua_registry_register(lua_State *L, const luaL_Reg *methods, int upvalues);

/* Pushes a closed registry, for the caller to fill in and open. */
struct lua_registry *lua_registry_new(lua_State *L);

/* Opens the registry on top of the stack, which has been filled in, and tells the collector how
   much memory it takes. This may run finalizers. */
void lua_registry_open(lua_State *L, struct lua_registry *handle);

/* The open registry at this place of the stack; raises an error for anything else. */
struct lua_registry *lua_registry_check(lua_State *L, int index);

/* Raises an error if the registry has been closed meanwhile. */
void lua_registry_check_open(lua_State *L, const struct lua_registry *handle);

/* From one to the other, closing the registry does not free its memory yet. Whatever makes a
   Lua value may run a finalizer, and that may close the registry whose texts are being read;
   so does the collector, if the reader is itself a finalizer. If an error is raised in between,
   the memory stays until the registry is collected. */
void lua_registry_hold(struct lua_registry *handle);
void lua_registry_release(struct lua_registry *handle);

#endif
