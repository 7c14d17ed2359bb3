/* Checks of arguments. Functions with a parameter `arg`, the number of an argument, raise an
   argument error that says what was expected and what came. Functions with a parameter `index`,
   which may be that of any value on the stack, raise none. */
#ifndef IANAPORTS_LUA_ARGUMENT_H
#define IANAPORTS_LUA_ARGUMENT_H

#include "lua/compat.h"
#include "registry/lookup.h"

struct key {
  bool is_port;
  uint16_t port;
  struct text name;
};

/* A port: an integer, an integral float, or a string of digits. */
uint16_t argument_port(lua_State *L, int arg);
uint16_t argument_port_or(lua_State *L, int arg, uint16_t otherwise);

/* A port, or any other string: a service name. */
struct key argument_key(lua_State *L, int arg);

/* Returns the string at this index, or an empty one if the value is no string. */
struct text argument_to_text(lua_State *L, int index);

/* A string; a number is refused. */
struct text argument_string(lua_State *L, int arg, const char *expected);

/* A protocol's name or number; PROTOCOL_ANY for nil or nothing; PROTOCOL_OTHER for another number
   from 0 to 255. */
int argument_protocol(lua_State *L, int arg);

/* Returns the protocol at this index, which may be PROTOCOL_OTHER, or -1. */
int argument_to_protocol(lua_State *L, int index);

/* Returns the port at this index, or -1. */
int argument_to_port(lua_State *L, int index);

/* Returns how many values the table on top of the stack holds, whatever their keys. If it is not
   an array, one of the items from 1 to that number is nil, which the caller refuses: no value is
   skipped silently. */
int argument_count_values(lua_State *L);

/* Pushes a short description of a value for a message, and returns it. */
const char *argument_describe(lua_State *L, int index);

/* Raises "EXPECTED expected, got VALUE". */
int argument_expected(lua_State *L, int arg, const char *expected);

/* Returns the index of a name in an array of `count` names, such as status_names; or -1. */
#define NAME_INDEX(names, count, name) \
  argument_name_index((names)[0], sizeof(names)[0], count, name)
int argument_name_index(const char *names, size_t size, int count, struct text name);

/* The protocols, for messages. */
#define ARGUMENT_PROTOCOLS "tcp, udp, sctp, dccp or their numbers 6, 17, 132, 33"

#endif
