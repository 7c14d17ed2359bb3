/* ianaports.flow: the internal part of the module that reads flows and texts in blocks, so that
   their Lua code need not look at each record. It is one table of functions, from three files. */
#ifndef IANAPORTS_LUA_FLOW_H
#define IANAPORTS_LUA_FLOW_H

#include "lua/handle.h"

extern const luaL_Reg flow_csv_functions[];   /* flow.c: CSV for annotate, and cells */
extern const luaL_Reg flow_text_functions[];  /* flow_text.c: texts for annotate */
extern const luaL_Reg flow_count_functions[]; /* flow_count.c: CSV for report */

#endif
