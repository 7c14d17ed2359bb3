#include "lua/call_error.h"

#pragma GCC visibility push(hidden)

/* Pushes the loaded module, or another value if it is not loaded under its name. */
static void push_module(lua_State *L) {
  compat_push_loaded(L, "ianaports");
}

/* Pushes the table of a registry's methods, or nil. */
static void push_methods(lua_State *L) {
  luaL_getmetatable(L, REGISTRY_TYPE);
  if (lua_istable(L, -1)) {
    lua_getfield(L, -1, "__index");
    lua_remove(L, -2);
  }
}

/* Returns the key of the value at `index` in the table on top of the stack, and pops that table.
   Returns NULL if there is none. A key that is returned stays on the stack. */
static const char *key_of(lua_State *L, int index) {
  if (!lua_istable(L, -1)) {
    lua_pop(L, 1);
    return NULL;
  }
  lua_pushnil(L);
  while (lua_next(L, -2) != 0) {
    bool is_same = lua_rawequal(L, -1, index);
    lua_pop(L, 1);
    if (is_same && lua_type(L, -1) == LUA_TSTRING) {
      lua_remove(L, -2);
      return lua_tostring(L, -1);
    }
  }
  lua_pop(L, 1);
  return NULL;
}

/* Pushes the running function, which level 0 always is. Returns its index. */
static int push_running(lua_State *L) {
  lua_Debug call;
  (void)lua_getstack(L, 0, &call);
  lua_getinfo(L, "f", &call);
  return lua_gettop(L);
}

void call_error_if_module(lua_State *L, int index) {
  push_module(L);
  if (lua_istable(L, -1) && lua_rawequal(L, -1, index)) {
    int function = push_running(L);
    push_module(L);
    const char *name = key_of(L, function);
    if (name != NULL) {
      luaL_error(L, "use a dot instead of a colon: ianaports.%s(...)", name);
    }
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

int call_error(lua_State *L, int arg, const char *message) {
  call_error_if_module(L, 1);
  lua_Debug call;
  if (lua_getstack(L, 0, &call)) {
    lua_getinfo(L, "n", &call);
    if (call.name != NULL) {
      return luaL_argerror(L, arg, message);
    }
  }
  int function = push_running(L);
  push_module(L);
  const char *name = key_of(L, function);
  if (name == NULL) {
    push_methods(L);
    name = key_of(L, function);
  }
  return name != NULL ? luaL_error(L, "bad argument #%d to '%s' (%s)", arg, name, message)
                      : luaL_argerror(L, arg, message);
}
