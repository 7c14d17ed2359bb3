/* A Lua interpreter for specs, which watch its memory. */
#ifndef IANAPORTS_INTERPRETER_H
#define IANAPORTS_INTERPRETER_H

#include <lauxlib.h>
#include <lua.h>

#if LUA_VERSION_NUM >= 505
/* The seed of the state's hashes: the same in each run. */
#define lua_newstate(allocate, data) lua_newstate(allocate, data, 0)
#endif

/* Each program that has the interpreter brings these two: a state with an allocator of its
   own, and what scripts find there beside the standard libraries. */
lua_State *interpreter_new_state(void);
void interpreter_prepare(lua_State *L);

#endif
