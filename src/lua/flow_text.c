/* ianaports.flow: texts for annotate. */

#include "lua/flow.h"

const luaL_Reg flow_text_functions[] = {
  { NULL, NULL },
};
