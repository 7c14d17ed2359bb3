/* The floor of what gives whole entries: tables filled from flat arrays. */
#ifndef IANAPORTS_FLOOR_ROWS_H
#define IANAPORTS_FLOOR_ROWS_H

#include "lua/compat.h"

/* Raise an error unless the argument is a port; unless it is "tcp". */
void floor_check_port(lua_State *L, int arg);
void floor_check_tcp(lua_State *L, int arg);

/* Pushes the entry of 443/tcp, filled from constants. */
void floor_push_https(lua_State *L);

/* rows, constant_rows, find_each, find_all_each, entries */
extern const luaL_Reg floor_rows_functions[];

#endif
