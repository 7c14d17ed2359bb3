#include "lua/type.h"

void lua_type_push(lua_State *L, const char *type, const luaL_Reg *metamethods) {
  luaL_newmetatable(L, type);
  luaL_setfuncs(L, metamethods, 0);
  lua_pushstring(L, type);
  lua_setfield(L, -2, "__metatable");
}
