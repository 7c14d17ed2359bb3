/* The differences between Lua 5.1, 5.2, 5.3, 5.4, 5.5 and LuaJIT. */
#ifndef IANAPORTS_LUA_COMPAT_H
#define IANAPORTS_LUA_COMPAT_H

#include <lauxlib.h>
#include <lua.h>
#include <stdint.h>

#if LUA_VERSION_NUM < 502

#define lua_rawlen lua_objlen
#define lua_getuservalue lua_getfenv
#define lua_setuservalue lua_setfenv
#define luaL_checkversion(L) ((void)(L))

/* LuaJIT has these two functions, Lua 5.1 does not. A module that was built for LuaJIT must load in
   Lua 5.1, so both use the functions below. */
#define luaL_setfuncs compat_setfuncs
#define luaL_setmetatable compat_setmetatable

static inline void compat_setfuncs(lua_State *L, const luaL_Reg *functions, int upvalues) {
  luaL_checkstack(L, upvalues, "too many upvalues");
  for (; functions->name != NULL; functions++) {
    for (int i = 0; i < upvalues; i++) {
      lua_pushvalue(L, -upvalues);
    }
    lua_pushcclosure(L, functions->func, upvalues);
    lua_setfield(L, -(upvalues + 2), functions->name);
  }
  lua_pop(L, upvalues);
}

static inline void compat_setmetatable(lua_State *L, const char *name) {
  luaL_getmetatable(L, name);
  lua_setmetatable(L, -2);
}

#endif

/* Pushes a loaded module; nil if it is not loaded, as before the libraries of a state are opened.
   LUA_LOADED_TABLE is the name of that field, from Lua 5.3 on. */
static inline void compat_push_loaded(lua_State *L, const char *name) {
  lua_getfield(L, LUA_REGISTRYINDEX, "_LOADED");
  if (lua_istable(L, -1)) {
    lua_getfield(L, -1, name);
    lua_remove(L, -2);
  }
}

/* Pushes a count: an integer if Lua's integers are large enough. */
static inline void compat_push_count(lua_State *L, uint64_t count) {
  lua_Integer integer = (lua_Integer)count;
  if (integer >= 0 && (uint64_t)integer == count) {
    lua_pushinteger(L, integer);
  } else {
    lua_pushnumber(L, (lua_Number)count);
  }
}

/* Lua 5.1 does not have this option of lua_gc. It returns -1 for every option that it does not
   know. */
#ifndef LUA_GCISRUNNING
#define LUA_GCISRUNNING 9
#endif

/* The size of a step of the collector: bytes from Lua 5.5 on, KiB before. */
#if LUA_VERSION_NUM >= 505
#define GC_STEP_ARGUMENT(kib) (1024 * (size_t)(kib))
#else
#define GC_STEP_ARGUMENT(kib) (kib)
#endif

#endif
