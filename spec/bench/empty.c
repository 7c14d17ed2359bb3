/* An empty C module, which shows what `require` of any C module costs. */
#include <lauxlib.h>
#include <lua.h>

__attribute__((visibility("default"))) int luaopen_empty(lua_State *L);

int luaopen_empty(lua_State *L) {
  lua_newtable(L);
  return 1;
}
