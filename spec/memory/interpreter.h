/* A Lua interpreter for specs, which watch its memory. */
#ifndef IANAPORTS_INTERPRETER_H
#define IANAPORTS_INTERPRETER_H

#include <lauxlib.h>
#include <lua.h>

/* Each program that has the interpreter brings these two: a state with an allocator of its
   own, and what scripts find there beside the standard libraries. */
lua_State *interpreter_new_state(void);
void interpreter_prepare(lua_State *L);

#endif
