/* ianaports.flow: CSV for annotate, and the meaning of cells. */

#include "lua/flow.h"

#include "lua/module.h"

const luaL_Reg flow_csv_functions[] = {
  { NULL, NULL },
};

int luaopen_ianaports_flow(lua_State *L) {
  luaL_checkversion(L);
  lua_newtable(L);
  luaL_setfuncs(L, flow_csv_functions, 0);
  luaL_setfuncs(L, flow_text_functions, 0);
  luaL_setfuncs(L, flow_count_functions, 0);
  return 1;
}
