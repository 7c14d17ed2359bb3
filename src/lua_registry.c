#include "lua_registry.h"

#include "lua_names.h"

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

int lua_registry_close(lua_State *L) {
  struct lua_registry *handle = luaL_checkudata(L, 1, LUA_REGISTRY_TYPE);
  handle->is_open = handle->is_bundled;
  free_if_closed(handle);
  return 0;
}

int lua_registry_collect(lua_State *L) {
  struct lua_registry *handle = luaL_checkudata(L, 1, LUA_REGISTRY_TYPE);
  handle->holds = 0;
  return lua_registry_close(L);
}

int lua_registry_length(lua_State *L) {
  lua_pushinteger(L, lua_registry_check(L, 1)->registry.record_count);
  return 1;
}

int lua_registry_tostring(lua_State *L) {
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
