/* A Lua interpreter whose memory the specs watch. */
#ifndef IANAPORTS_INTERPRETER_H
#define IANAPORTS_INTERPRETER_H

#include <lauxlib.h>
#include <lua.h>

#if LUA_VERSION_NUM >= 505
/* The seed of the state's hashes: the same in each run. */
#define lua_newstate(allocate, data) lua_newstate(allocate, data, 0)
#endif

/* Each program with this interpreter defines these two: one makes a state with the program's
   allocator, the other opens the libraries that scripts get in addition to the standard ones. */
lua_State *interpreter_new_state(void);
void interpreter_prepare(lua_State *L);

#endif
