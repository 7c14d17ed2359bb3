#include "lua/handle.h"
#include "lua/call_error.h"
#include "registry/bundled.h"

#pragma GCC visibility push(hidden)

/* MOST_KIB is the largest step: Lua takes its size as an int, and LuaJIT shifts it left by ten bits
   within 32 bits. */
enum { KIB = 1024, MOST_KIB = 1024 * 1024 };

#if LUA_VERSION_NUM < 502

/* Lua 5.1 cannot say whether its collector is stopped, and a step would start it again. So this
   allocates as many bytes as userdata, which is never written and garbage at once. Pushing a
   string, once for each KiB, lets the collector catch up. */
static void allocate(lua_State *L, int kib) {
  enum { BLOCK_KIB = 64 };
  for (int done = 0; done < kib; done++) {
    if (done % BLOCK_KIB == 0) {
      lua_newuserdata(L, (size_t)BLOCK_KIB * KIB);
      lua_pop(L, 1);
    }
    lua_pushliteral(L, "");
    lua_pop(L, 1);
  }
}

#endif

/* Lua's collector does not see memory that is not Lua's own. This lets the collector do the work
   that it would have done if Lua had allocated so many bytes. A stopped collector stays stopped. */
static void step_collector(lua_State *L, size_t bytes) {
  int kib = bytes / KIB < MOST_KIB ? (int)(bytes / KIB) : MOST_KIB;
  int running = lua_gc(L, LUA_GCISRUNNING, 0); /* -1 in Lua 5.1, and in a finalizer of Lua 5.4 */
  if (running > 0) {
    lua_gc(L, LUA_GCSTEP, GC_STEP_ARGUMENT(kib));
  }
#if LUA_VERSION_NUM < 502
  if (running < 0) {
    allocate(L, kib);
  }
#endif
}

struct handle *handle_new(lua_State *L) {
  struct handle *handle = lua_newuserdata(L, sizeof *handle);
  *handle = (struct handle){ .is_open = false };
  luaL_setmetatable(L, REGISTRY_TYPE);
  lua_newtable(L);
  lua_setuservalue(L, -2); /* names, see lookup.c, and the reaper */
  return handle;
}

void handle_open(lua_State *L, struct handle *handle) {
  handle->is_open = true;
  step_collector(L, registry_size(&handle->registry));
}

static void check_open(lua_State *L, const struct handle *handle) {
  if (!handle->is_open) {
    luaL_error(L, "attempt to use a closed registry");
  }
}

/* Returns the handle at `index`, or NULL if the value is none. */
static struct handle *to_handle(lua_State *L, int index) {
  struct handle *handle = lua_touserdata(L, index);
  if (handle != NULL && lua_getmetatable(L, index)) {
    luaL_getmetatable(L, REGISTRY_TYPE);
    bool is_handle = lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
    return is_handle ? handle : NULL;
  }
  return NULL;
}

struct handle *handle_check(lua_State *L, int index) {
  struct handle *handle = to_handle(L, index);
  if (handle == NULL) {
    call_error(L, index,
               lua_pushfstring(L, REGISTRY_TYPE " expected, got %s", luaL_typename(L, index)));
  } else {
    check_open(L, handle);
  }
  return handle;
}

const struct registry *handle_hold(lua_State *L, struct handle *handle) {
  check_open(L, handle); /* a finalizer may have closed it since handle_check */
  handle->holds++;
  return &handle->registry;
}

const struct registry *self_hold(lua_State *L, struct self self) {
  return self.handle != NULL ? handle_hold(L, self.handle) : &bundled_registry;
}

void handle_release_to(struct handle *handle, unsigned holds) {
  handle->holds = holds;
  if (holds == 0 && !handle->is_open) {
    registry_free(&handle->registry);
  }
}

static struct handle *close_registry(lua_State *L) {
  struct handle *handle = luaL_checkudata(L, 1, REGISTRY_TYPE);
  handle->is_open = handle->is_bundled;
  handle_release_to(handle, handle->holds);
  return handle;
}

/* The method close, and __close. */
static int registry_close(lua_State *L) {
  close_registry(L);
  return 0;
}

/* Returns whether no other function of this Lua state is running, as when the state is closed. */
static bool runs_alone(lua_State *L) {
  lua_Debug caller;
  return lua_pushthread(L) != 0 && lua_getstack(L, 1, &caller) == 0;
}

/* A handle may be finalized while its registry is held: another finalizer is reading the registry,
   or an error left the hold behind. Then the handle gets a reaper, which frees the memory. The
   collector finalizes the reaper in a later cycle, when nothing refers to the handle any more. No
   function reads the registry by then, because none can begin after it was closed. When the Lua
   state is closed there is no later cycle, but then no function is reading either. */
struct reaper {
  struct handle *handle;
};

#define REAPER_TYPE "ianaports.reaper"

/* In Lua's registry: a table that holds each reaper at its address, as a weak value. The collector
   removes a reaper from the table before it finalizes the reaper. So if __gc finds its reaper in
   the table, a script has called __gc through the debug library, and a function may be reading. */
#define REAPERS "ianaports.reapers"

/* Pushes the table of reapers, and the key of this one. */
static void push_reaper_key(lua_State *L, struct reaper *reaper) {
  lua_getfield(L, LUA_REGISTRYINDEX, REAPERS);
  lua_pushlightuserdata(L, reaper);
}

/* Two keys of the table that is a handle's user value, in which no other number is negative. They
   hold the handle itself and its reaper. The same table is the reaper's user value, so that the
   handle lives as long as its reaper. */
enum { KEY_HANDLE = -1, KEY_REAPER = -2 };

static int collect_reaper(lua_State *L) {
  struct reaper *reaper = luaL_checkudata(L, 1, REAPER_TYPE);
  push_reaper_key(L, reaper);
  lua_rawget(L, -2);
  if (lua_isnil(L, -1) || runs_alone(L)) {
    handle_release_to(reaper->handle, 0);
  }
  return 0;
}

/* Makes a reaper for the handle at index 1, whose user value is at index `table`. The reaper gets
   its metatable last: if memory runs out before, there is no reaper to be finalized. */
static void make_reaper(lua_State *L, int table, struct handle *handle) {
  struct reaper *reaper = lua_newuserdata(L, sizeof *reaper);
  int index = lua_gettop(L);
  reaper->handle = handle;
  lua_pushvalue(L, table);
  lua_setuservalue(L, index);
  push_reaper_key(L, reaper);
  lua_pushvalue(L, index);
  lua_rawset(L, -3);
  lua_pushvalue(L, 1);
  lua_rawseti(L, table, KEY_HANDLE);
  lua_pushvalue(L, index);
  lua_rawseti(L, table, KEY_REAPER);
  lua_settop(L, index);
  handle_set_type(L, REAPER_TYPE, collect_reaper);
}

/* Makes a reaper for the handle at index 1, unless it has one. */
static void ensure_reaper(lua_State *L, struct handle *handle) {
  lua_getuservalue(L, 1);
  int table = lua_gettop(L);
  lua_rawgeti(L, table, KEY_REAPER);
  if (lua_isnil(L, -1)) {
    make_reaper(L, table, handle);
  }
}

/* __gc. A script may call it as well, through the debug library. */
static int registry_collect(lua_State *L) {
  struct handle *handle = close_registry(L);
  if (handle->is_open || handle->holds == 0) {
    return 0;
  }
  if (runs_alone(L)) {
    handle_release_to(handle, 0);
  } else {
    ensure_reaper(L, handle);
  }
  return 0;
}

static int registry_length(lua_State *L) {
  compat_push_count(L, handle_check(L, 1)->registry.record_count);
  return 1;
}

static int registry_tostring(lua_State *L) {
  struct handle *handle = luaL_checkudata(L, 1, REGISTRY_TYPE);
  if (!handle->is_open) {
    lua_pushliteral(L, "ianaports registry (closed)");
    return 1;
  }
  unsigned holds = handle->holds;
  const struct registry *registry = handle_hold(L, handle);
  const char *updated = registry->pool + registry->info[INFO_LAST_UPDATED];
  lua_pushfstring(L, "ianaports registry (%s%d %s%s%s)", handle->is_bundled ? "bundled, " : "",
                  (int)registry->record_count, registry->record_count == 1 ? "entry" : "entries",
                  updated[0] != '\0' ? ", last updated " : "", updated);
  handle_release_to(handle, holds);
  return 1;
}

/* If memory ran out when the metatable was made, it lacks fields. So this sets them each time. */
void handle_set_type(lua_State *L, const char *type, lua_CFunction collect) {
  luaL_newmetatable(L, type);
  lua_pushcfunction(L, collect);
  lua_setfield(L, -2, "__gc");
  lua_pushstring(L, type);
  lua_setfield(L, -2, "__metatable");
  lua_setmetatable(L, -2);
}

/* Makes the table of reapers, unless it exists. */
static void make_reapers(lua_State *L) {
  luaL_newmetatable(L, REAPERS);
  lua_pushliteral(L, "v");
  lua_setfield(L, -2, "__mode");
  lua_pushvalue(L, -1);
  lua_setmetatable(L, -2); /* it is its own metatable */
  lua_pop(L, 1);
}

void handle_register(lua_State *L, const luaL_Reg *methods, int upvalues) {
  static const luaL_Reg metamethods[] = {
    { "__gc", registry_collect },
    { "__close", registry_close },
    { "__len", registry_length },
    { "__tostring", registry_tostring },
    { NULL, NULL },
  };
  lua_newtable(L); /* the methods */
  lua_insert(L, -upvalues - 1);
  luaL_setfuncs(L, methods, upvalues);
  lua_pushcfunction(L, registry_close);
  lua_setfield(L, -2, "close");
  luaL_newmetatable(L, REGISTRY_TYPE);
  luaL_setfuncs(L, metamethods, 0);
  lua_insert(L, -2);
  lua_setfield(L, -2, "__index");
  lua_pushliteral(L, REGISTRY_TYPE);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 1);
  make_reapers(L);
}
