/* ianaports.flow: the internal part of the module that reads flows and texts in blocks, so that
   their Lua code need not look at each record. It is one table of functions, from four files. */
#ifndef IANAPORTS_LUA_FLOW_H
#define IANAPORTS_LUA_FLOW_H

#include "flow/record.h"
#include "lua/handle.h"

extern const luaL_Reg flow_csv_functions[];   /* flow.c: CSV for annotate, and cells */
extern const luaL_Reg flow_text_functions[];  /* flow_text.c: texts for annotate */
extern const luaL_Reg flow_count_functions[]; /* flow_count.c: CSV for report */
extern const luaL_Reg flow_port_functions[];  /* flow_ports.c: the ports of an input */

/* These read a field of the table at index `table`. A number is that of a cell, or of cells: 0 if
   it is absent. */
size_t flow_take_number(lua_State *L, int table, const char *name);
bool flow_take_boolean(lua_State *L, int table, const char *name);

/* Reads the field `own`: a protocol, or PROTOCOL_ANY. */
int flow_take_own(lua_State *L, int table);

/* Reads what the table at index `table` says of records: `delimiter` (one byte), `delimiter_name`,
   `width` (how many cells the header has) and `port_cell` (the header's cell of the first port, as
   it is written). The texts are anchored in the table at index `anchors`. */
struct record_form flow_take_form(lua_State *L, int table, int anchors);

/* Pushes an array of the first wrong records, each an array of line and message. */
void flow_push_errors(lua_State *L, const struct record_reader *reader);

#endif
