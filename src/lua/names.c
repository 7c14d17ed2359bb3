#include "lua/names.h"

#include "lua/argument.h"
#include "registry/name_index.h"

/* The table is the registry's user value. It holds at record + 1 a name, and at a name
   one more than where in name_records its records are. */
void lua_names_init(lua_State *L) {
  lua_newtable(L);
  lua_setuservalue(L, -2);
}

void lua_names_push(lua_State *L, struct self self, uint32_t record) {
  const struct registry *registry = &self.handle->registry;
  int key = (int)record + 1;
  lua_getuservalue(L, self.index);
  lua_rawgeti(L, -1, key);
  if (lua_isnil(L, -1)) {
    lua_pop(L, 1);
    lua_pushstring(L, registry->pool + registry_name(registry, record));
    lua_pushvalue(L, -1);
    lua_rawseti(L, -3, key);
  }
}

/* Keeps a name, unless it was asked for in another case: a name has very many. */
static void keep(lua_State *L, const struct registry *registry, struct text name, uint32_t position,
                 int arg) {
  uint32_t record = registry->name_records[position] & ~NAME_LAST;
  if (text_equal(name, text_of(registry->pool + registry_name(registry, record)))) {
    lua_pushvalue(L, arg);
    lua_pushinteger(L, (lua_Integer)position + 1);
    lua_rawset(L, -3);
  }
}

struct name_cursor lua_names_find(lua_State *L, struct self self, int arg) {
  const struct registry *registry = &self.handle->registry;
  lua_getuservalue(L, self.index);
  lua_pushvalue(L, arg);
  lua_rawget(L, -2);
  lua_Integer kept = lua_tointeger(L, -1); /* 0 for nil */
  if (kept > 0) {
    return (struct name_cursor){ (uint32_t)(kept - 1), false };
  }
  lua_pop(L, 1);
  struct text name = argument_to_text(L, arg);
  struct name_cursor cursor = lookup_name(registry, name);
  if (!cursor.at_end) {
    keep(L, registry, name, cursor.position, arg);
  }
  return cursor;
}
