/* Arguments from Lua, checked. `arg` is a place on the stack; every function
   here raises an argument error that says what was expected and what came. */
#ifndef IANAPORTS_LUA_ARGUMENT_H
#define IANAPORTS_LUA_ARGUMENT_H

#include "lua/compat.h"
#include "registry/lookup.h"

/* A port number or a service name. */
struct key {
  bool is_port;
  uint16_t port;
  struct text name;
};

/* A port: an integer, an integral float, or a string of digits. */
uint16_t argument_port(lua_State *L, int arg);
uint16_t argument_port_or(lua_State *L, int arg, uint16_t otherwise);

/* As above; any other string is a service name. */
struct key argument_key(lua_State *L, int arg);

/* The string at this place of the stack; empty where there is none. */
struct text argument_to_text(lua_State *L, int index);

/* A string; numbers are refused. */
struct text argument_string(lua_State *L, int arg, const char *expected);

/* A protocol's name or number; PROTOCOL_ANY for nil or nothing. */
int argument_protocol(lua_State *L, int arg);

/* The protocol at this place of the stack, or -1 where it is none. */
int argument_to_protocol(lua_State *L, int index);

/* A port at this place of the stack; false where it is none. */
bool argument_to_port(lua_State *L, int index, uint16_t *port);

/* How many values the table on top of the stack holds, by whatever keys. If they are no array
   from 1 on, one of the places up to that number holds nil, which is refused then: no value is
   passed over in silence. */
int argument_count_values(lua_State *L);

/* Pushes a description of a value, as short as it serves a message, and gives it. */
const char *argument_describe(lua_State *L, int index);

/* Raises "EXPECTED expected, got VALUE". */
int argument_expected(lua_State *L, int arg, const char *expected);

/* What to say of protocols. */
#define ARGUMENT_PROTOCOLS "tcp, udp, sctp, dccp or their numbers 6, 17, 132, 33"

#endif
