#include "lua/registry.h"

#include "lua/collector.h"
#include "lua/names.h"
#include "lua/type.h"

struct lua_registry *lua_registry_new(lua_State *L) {
  struct lua_registry *handle = lua_newuserdata(L, sizeof *handle);
  handle->registry = (struct registry){ .memory_count = 0 };
  handle->is_open = false;
  handle->is_bundled = false;
  handle->holds = 0;
  luaL_setmetatable(L, LUA_REGISTRY_TYPE);
  lua_names_init(L);
  return handle;
}

void lua_registry_open(lua_State *L, struct lua_registry *handle) {
  handle->is_open = true;
  lua_collector_step(L, registry_size(&handle->registry));
}

void lua_registry_check_open(lua_State *L, const struct lua_registry *handle) {
  if (!handle->is_open) {
    luaL_error(L, "attempt to use a closed registry");
  }
}

struct lua_registry *lua_registry_check(lua_State *L, int index) {
  struct lua_registry *handle = luaL_checkudata(L, index, LUA_REGISTRY_TYPE);
  lua_registry_check_open(L, handle);
  return handle;
}

void lua_registry_hold(struct lua_registry *handle) {
  handle->holds++;
}

static void free_if_closed(struct lua_registry *handle) {
  if (handle->holds == 0 && !handle->is_open) {
    registry_free(&handle->registry);
  }
}

void lua_registry_release(struct lua_registry *handle) {
  handle->holds--;
  free_if_closed(handle);
}

static struct lua_registry *close_registry(lua_State *L) {
  struct lua_registry *handle = luaL_checkudata(L, 1, LUA_REGISTRY_TYPE);
  handle->is_open = handle->is_bundled;
  free_if_closed(handle);
  return handle;
}

/* The method close, and __close. */
static int registry_close(lua_State *L) {
  close_registry(L);
  return 0;
}

/* Whether nothing but the running function is at work in this Lua, as when it is being closed. */
static bool runs_alone(lua_State *L) {
  lua_Debug caller;
  return lua_pushthread(L) != 0 && lua_getstack(L, 1, &caller) == 0;
}

/* A registry that is held when it is finalized is either being read, by another finalizer, or
   an error left the hold behind. Its reaper frees the memory in either case. It is finalized in
   a later cycle of the collector, when nobody reaches the registry any more: no function reads
   it then, and none has begun to since it was closed. When Lua is being closed there is no
   later cycle, but nobody can be reading either. */
struct reaper {
  struct lua_registry *handle;
};

#define REAPER_TYPE "ianaports.reaper"

/* In Lua's registry: each reaper at its address, as a weak value. The collector takes a reaper
   out before it finalizes it, so that one which is in there is finalized by a script, which calls
   __gc by the debug library; somebody may be reading then. */
#define REAPERS "ianaports.reapers"

/* Pushes the table of reapers, and this one as a key of it. */
static void push_reaper_place(lua_State *L, struct reaper *reaper) {
  lua_getfield(L, LUA_REGISTRYINDEX, REAPERS);
  lua_pushlightuserdata(L, reaper);
}

/* In the registry's user value, where no other key is a boolean: its reaper, whose user value is
   the same table; and the registry itself, so that it outlives the reaper. */
enum { KEY_REGISTRY = false, KEY_REAPER = true };

/* Frees a closed registry that nobody reads, whatever holds were left behind. */
static void free_unheld(struct lua_registry *handle) {
  handle->holds = 0;
  free_if_closed(handle);
}

static int reaper_collect(lua_State *L) {
  struct reaper *reaper = luaL_checkudata(L, 1, REAPER_TYPE);
  push_reaper_place(L, reaper);
  lua_rawget(L, -2);
  if (lua_isnil(L, -1) || runs_alone(L)) {
    free_unheld(reaper->handle);
  }
  return 0;
}

/* Makes a reaper for the registry at index 1, whose user value is at this index. It is finalized
   only from when all of this has been done: an error, for lack of memory, leaves none behind. */
static void make_reaper(lua_State *L, int table, struct lua_registry *handle) {
  struct reaper *reaper = lua_newuserdata(L, sizeof *reaper);
  int index = lua_gettop(L);
  reaper->handle = handle;
  lua_pushvalue(L, table);
  lua_setuservalue(L, index);
  push_reaper_place(L, reaper);
  lua_pushvalue(L, index);
  lua_rawset(L, -3);
  lua_pushboolean(L, KEY_REGISTRY);
  lua_pushvalue(L, 1);
  lua_rawset(L, table);
  lua_pushboolean(L, KEY_REAPER);
  lua_pushvalue(L, index);
  lua_rawset(L, table);
  lua_settop(L, index);
  luaL_setmetatable(L, REAPER_TYPE);
}

/* Leaves the registry at index 1 to its reaper, which is made unless it has one. */
static void leave_to_reaper(lua_State *L, struct lua_registry *handle) {
  lua_getuservalue(L, 1);
  int table = lua_gettop(L);
  lua_pushboolean(L, KEY_REAPER);
  lua_rawget(L, table);
  if (lua_isnil(L, -1)) {
    make_reaper(L, table, handle);
  }
}

/* __gc, which a script may call as well, by the debug library. */
static int registry_collect(lua_State *L) {
  struct lua_registry *handle = close_registry(L);
  if (handle->is_open || handle->holds == 0) {
    return 0;
  }
  if (runs_alone(L)) {
    free_unheld(handle);
  } else {
    leave_to_reaper(L, handle);
  }
  return 0;
}

static int registry_length(lua_State *L) {
  lua_pushinteger(L, lua_registry_check(L, 1)->registry.record_count);
  return 1;
}

static int registry_tostring(lua_State *L) {
  struct lua_registry *handle = luaL_checkudata(L, 1, LUA_REGISTRY_TYPE);
  const struct registry *registry = &handle->registry;
  if (!handle->is_open) {
    lua_pushliteral(L, "ianaports registry (closed)");
    return 1;
  }
  lua_registry_hold(handle);
  const char *updated = registry->pool + registry->info[INFO_LAST_UPDATED];
  lua_pushfstring(L, "ianaports registry (%s%d %s%s%s)", handle->is_bundled ? "bundled, " : "",
                  (int)registry->record_count, registry->record_count == 1 ? "entry" : "entries",
                  updated[0] != '\0' ? ", last updated " : "", updated);
  lua_registry_release(handle);
  return 1;
}

/* The table of reapers, unless it is there. */
static void register_reapers(lua_State *L) {
  luaL_newmetatable(L, REAPERS);
  lua_pushliteral(L, "v");
  lua_setfield(L, -2, "__mode");
  lua_pushvalue(L, -1);
  lua_setmetatable(L, -2); /* its own */
  lua_pop(L, 1);
}

void lua_registry_register(lua_State *L, const luaL_Reg *methods, int upvalues) {
  static const luaL_Reg reaper[] = { { "__gc", reaper_collect }, { NULL, NULL } };
  static const luaL_Reg registry[] = {
    { "__gc", registry_collect },
    { "__close", registry_close },
    { "__len", registry_length },
    { "__tostring", registry_tostring },
    { NULL, NULL },
  };
  lua_newtable(L);
  lua_insert(L, -upvalues - 1);
  luaL_setfuncs(L, methods, upvalues);
  lua_pushcfunction(L, registry_close);
  lua_setfield(L, -2, "close");
  lua_type_push(L, LUA_REGISTRY_TYPE, registry);
  lua_insert(L, -2);
  lua_setfield(L, -2, "__index");
  lua_type_push(L, REAPER_TYPE, reaper);
  lua_pop(L, 2);
  register_reapers(L);
}
