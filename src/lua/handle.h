/* The registry as a Lua value: a userdata, here called its handle. */
#ifndef IANAPORTS_LUA_HANDLE_H
#define IANAPORTS_LUA_HANDLE_H

#include "lua/compat.h"
#include "registry/registry.h"

struct handle {
  struct registry registry;
  bool is_open;
  bool is_bundled; /* shared by all of the host program: never closed */
  unsigned holds;  /* how many functions are reading the registry */
};

/* The registry that a function asks. For a method it is the first argument. For a function of the
   module it is the bundled registry, which is an upvalue. Look-ups of the module do without its
   handle: the bundled registry is never closed, so there is nothing to hold. */
struct self {
  struct handle *handle; /* or NULL */
  int index;             /* of the userdata */
  int arg;               /* the first argument after it */
};

/* Makes the type of handles. Pops `upvalues` values, which all methods share. */
void handle_register(lua_State *L, const luaL_Reg *methods, int upvalues);

/* Pushes the handle of a closed registry, which the caller fills in and opens. */
struct handle *handle_new(lua_State *L);

/* Opens the registry whose handle is on top of the stack. Makes the collector work as if Lua had
   allocated the registry's memory; that may run finalizers, which may raise errors. */
void handle_open(lua_State *L, struct handle *handle);

/* Returns the handle at `index`; raises an error unless it is one and its registry is open. */
struct handle *handle_check(lua_State *L, int index);

/* Any call that makes a Lua value may run a finalizer, which may close the registry that is being
   read. So a function holds the registry while it reads it: closing a registry that is held frees
   no memory.

   handle_hold raises an error if the registry is closed. handle_release_to sets the number of holds
   back to what it was, and frees the memory if the registry was closed meanwhile. A function calls
   handle_hold after it has checked its arguments. The wrappers of all functions (module.c) and of
   all iterators (iterator.c) release the registry. If an error is raised in between, the hold
   stays, and the memory is freed when the handle is collected. */
const struct registry *handle_hold(lua_State *L, struct handle *handle);
const struct registry *self_hold(lua_State *L, struct self self);
void handle_release_to(struct handle *handle, unsigned holds);

/* Makes the userdata on top of the stack one of this type, whose __gc is `collect`. To scripts,
   getmetatable returns the type's name: with the metatable they could call __gc on a value that
   is in use. */
void handle_set_type(lua_State *L, const char *type, lua_CFunction collect);

#endif
