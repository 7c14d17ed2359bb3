/* ianaports.flow: the internal part of the module that reads flows and texts in blocks, so that
   their Lua code need not look at each record. It is one table of functions, from three files. */
#ifndef IANAPORTS_LUA_FLOW_H
#define IANAPORTS_LUA_FLOW_H

#include "lua/handle.h"

extern const luaL_Reg flow_csv_functions[];   /* flow.c: CSV for annotate, and cells */
extern const luaL_Reg flow_text_functions[];  /* flow_text.c: texts for annotate */
extern const luaL_Reg flow_count_functions[]; /* flow_count.c: CSV for report */

/* These read a field of the table at index `table`. An absent text is empty; it is anchored in the
   table at index `anchors`. A number is that of a cell, or of cells: 0 if it is absent. */
struct text flow_take_text(lua_State *L, int table, const char *name, int anchors);
size_t flow_take_number(lua_State *L, int table, const char *name);
bool flow_take_boolean(lua_State *L, int table, const char *name);

/* Reads the field `own`: a protocol, or PROTOCOL_ANY. */
int flow_take_own(lua_State *L, int table);

#endif
