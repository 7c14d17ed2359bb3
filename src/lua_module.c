/* The Lua module: puts the functions together. */
#include "bundled.h"
#include "lua_argument.h"
#include "lua_functions.h"
#include "version.h"

int api_port_class(lua_State *L) {
  lua_pushstring(L, class_names[field_port_class(argument_port(L, 1))]);
  return 1;
}

int api_check_service_name(lua_State *L) {
  const char *rule = field_check_service_name(argument_string(L, 1, "service name (string)"));
  if (rule == NULL) {
    lua_pushboolean(L, 1);
    return 1;
  }
  lua_pushnil(L);
  lua_pushstring(L, rule);
  return 2;
}

/* Each function twice: on the module, with the bundled registry in upvalue 1,
   and as a method. */
#define FUNCTION(name)                                                                         \
  static int module_##name(lua_State *L) {                                                     \
    return api_##name(                                                                         \
      L, (struct self){ lua_touserdata(L, lua_upvalueindex(1)), lua_upvalueindex(1), 1 });     \
  }                                                                                            \
  static int method_##name(lua_State *L) {                                                     \
    return api_##name(L, (struct self){ lua_registry_check(L, 1), 1, 2 });                     \
  }
REGISTRY_FUNCTIONS(FUNCTION)
#undef FUNCTION

#define FUNCTION(name) { #name, module_##name },
static const luaL_Reg module_functions[] = { REGISTRY_FUNCTIONS(FUNCTION){ NULL, NULL } };
#undef FUNCTION

#define FUNCTION(name) { #name, method_##name },
static const luaL_Reg methods[] = { REGISTRY_FUNCTIONS(FUNCTION){ "close", lua_registry_close },
                                    { NULL, NULL } };
#undef FUNCTION

static const luaL_Reg module_only[] = {
  { "load", api_load },
  { "parse", api_parse },
  { "build", api_build },
  { "port_class", api_port_class },
  { "check_service_name", api_check_service_name },
  { NULL, NULL },
};

static const luaL_Reg metamethods[] = {
  { "__gc", lua_registry_close },
  { "__close", lua_registry_close },
  { "__len", lua_registry_length },
  { "__tostring", lua_registry_tostring },
  { NULL, NULL },
};

static void register_registry(lua_State *L) {
  luaL_newmetatable(L, LUA_REGISTRY_TYPE);
  luaL_setfuncs(L, metamethods, 0);
  lua_newtable(L);
  luaL_setfuncs(L, methods, 0);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
}

static void push_bundled(lua_State *L) {
  struct lua_registry *handle = lua_registry_new(L);
  bundled_open(&handle->registry);
  handle->is_bundled = true;
  handle->is_open = true;
}

/* The only symbol that the library exports. */
__attribute__((visibility("default"))) int luaopen_ianaports(lua_State *L);

int luaopen_ianaports(lua_State *L) {
  luaL_checkversion(L);
  register_registry(L);
  lua_build_register(L);
  lua_newtable(L);
  luaL_setfuncs(L, module_only, 0);
  lua_pushliteral(L, "ianaports " IANAPORTS_VERSION);
  lua_setfield(L, -2, "_VERSION");
  push_bundled(L);
  lua_pushvalue(L, -1);
  lua_setfield(L, -3, "bundled");
  luaL_setfuncs(L, module_functions, 1);
  return 1;
}
