#include "lua/argument.h"

#include "base/error.h"
#include "lua/call_error.h"

#pragma GCC visibility push(hidden)

struct text argument_to_text(lua_State *L, int index) {
  struct text string = { "", 0 };
  if (lua_type(L, index) == LUA_TSTRING) {
    string.bytes = lua_tolstring(L, index, &string.length);
  }
  return string;
}

int argument_name_index(const char *names, size_t size, int count, struct text name) {
  for (int i = 0; i < count; i++) {
    if (text_equal(text_of(names + (size_t)i * size), name)) {
      return i;
    }
  }
  return -1;
}

int argument_count_values(lua_State *L) {
  int count = 0;
  lua_pushnil(L);
  for (; lua_next(L, -2) != 0; count++) {
    lua_pop(L, 1);
  }
  return count;
}

const char *argument_describe(lua_State *L, int index) {
  char excerpt[ERROR_EXCERPT_SIZE];
  switch (lua_type(L, index)) {
  case LUA_TNONE:
    return lua_pushliteral(L, "no value"), lua_tostring(L, -1);
  case LUA_TNUMBER:
    lua_pushvalue(L, index);
    return lua_tostring(L, -1);
  case LUA_TSTRING:
    return lua_pushfstring(L, "\"%s\"", error_excerpt(argument_to_text(L, index), excerpt));
  default:
    lua_pushstring(L, luaL_typename(L, index));
    return lua_tostring(L, -1);
  }
}

int argument_expected(lua_State *L, int arg, const char *expected) {
  const char *got = argument_describe(L, arg);
  return call_error(L, arg, lua_pushfstring(L, "%s expected, got %s", expected, got));
}

static bool is_digits(struct text string) {
  for (size_t i = 0; i < string.length; i++) {
    if (!ascii_is_digit(string.bytes[i])) {
      return false;
    }
  }
  return string.length > 0;
}

/* Returns the number at this index if it is an integer from 0 to `most`, or -1. */
static inline int integer_of_number(lua_State *L, int index, int most) {
#if LUA_VERSION_NUM >= 503
  int is_integer;
  lua_Integer value = lua_tointegerx(L, index, &is_integer);
  return is_integer && value >= 0 && value <= most ? (int)value : -1;
#else
  lua_Number value = lua_tonumber(L, index);
  bool is_in_range = value >= 0 && value <= most; /* NaN is not */
  return is_in_range && (lua_Number)(int)value == value ? (int)value : -1;
#endif
}

/* The same for a string of digits. */
static int integer_of_digits(struct text string, int most) {
  int integer = is_digits(string) ? 0 : most + 1;
  for (size_t i = 0; i < string.length && integer <= most; i++) {
    integer = integer * 10 + (string.bytes[i] - '0');
  }
  return integer <= most ? integer : -1;
}

/* Returns the string at this index, which is known to hold one. */
static inline struct text string_at(lua_State *L, int index) {
  struct text string;
  string.bytes = lua_tolstring(L, index, &string.length);
  return string;
}

int argument_to_port(lua_State *L, int index) {
  switch (lua_type(L, index)) {
  case LUA_TNUMBER:
    return integer_of_number(L, index, PORT_MAX);
  case LUA_TSTRING:
    return integer_of_digits(string_at(L, index), PORT_MAX);
  default:
    return -1;
  }
}

uint16_t argument_port(lua_State *L, int arg) {
  int port = argument_to_port(L, arg);
  if (port < 0) {
    argument_expected(L, arg, "port number 0-65535");
  }
  return (uint16_t)port;
}

uint16_t argument_port_or(lua_State *L, int arg, uint16_t otherwise) {
  return lua_isnoneornil(L, arg) ? otherwise : argument_port(L, arg);
}

struct key argument_key(lua_State *L, int arg) {
  struct key key = { true, 0, { "", 0 } };
  int type = lua_type(L, arg);
  if (type == LUA_TSTRING) {
    key.name = string_at(L, arg);
    key.is_port = is_digits(key.name);
  } else if (type != LUA_TNUMBER) {
    argument_expected(L, arg, "port number 0-65535 or service name");
  }
  if (key.is_port) {
    key.port = argument_port(L, arg);
  }
  return key;
}

struct text argument_string(lua_State *L, int arg, const char *expected) {
  if (lua_type(L, arg) != LUA_TSTRING) {
    argument_expected(L, arg, expected);
  }
  return argument_to_text(L, arg);
}

int argument_to_protocol(lua_State *L, int index) {
  enum protocol protocol;
  int number = -1;
  int type = lua_type(L, index);
  if (type == LUA_TSTRING) {
    struct text string = string_at(L, index);
    if (field_parse_protocol(string, &protocol)) {
      return (int)protocol;
    }
    number = integer_of_digits(string, UINT8_MAX);
  } else if (type == LUA_TNUMBER) {
    number = integer_of_number(L, index, UINT8_MAX);
  }
  return number >= 0 ? (int)field_protocol_from_number((uint8_t)number) : -1;
}

int argument_protocol(lua_State *L, int arg) {
  int protocol = argument_to_protocol(L, arg);
  if (protocol >= 0) {
    return protocol;
  }
  return lua_isnoneornil(L, arg)
           ? PROTOCOL_ANY
           : argument_expected(L, arg, "transport protocol (" ARGUMENT_PROTOCOLS ")");
}
