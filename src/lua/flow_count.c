/* ianaports.flow: CSV for report. */

#include "lua/flow.h"

const luaL_Reg flow_count_functions[] = {
  { NULL, NULL },
};
