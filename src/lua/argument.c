#include "lua/argument.h"

#include "base/error.h"

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
  return luaL_argerror(L, arg, lua_pushfstring(L, "%s expected, got %s", expected, got));
}

/* Returns the number that a string of digits writes, or any number over UINT16_MAX. */
static uint32_t digits_to_number(struct text digits) {
  uint32_t number = 0;
  for (size_t i = 0; i < digits.length && number <= UINT16_MAX; i++) {
    number = number * 10 + (uint32_t)(digits.bytes[i] - '0');
  }
  return number;
}

static bool is_digits(struct text string) {
  for (size_t i = 0; i < string.length; i++) {
    if (!ascii_is_digit(string.bytes[i])) {
      return false;
    }
  }
  return string.length > 0;
}

bool argument_to_number(lua_State *L, int index, uint16_t most, uint16_t *number) {
  int type = lua_type(L, index);
  if (type == LUA_TNUMBER) {
    lua_Number value = lua_tonumber(L, index);
    if (!(value >= 0 && value <= most)) { /* NaN is refused, too */
      return false;
    }
    *number = (uint16_t)value;
    return (lua_Number)*number == value;
  }
  if (type == LUA_TSTRING) {
    struct text string = argument_to_text(L, index);
    uint32_t value = is_digits(string) ? digits_to_number(string) : UINT32_MAX;
    *number = (uint16_t)value;
    return value <= most;
  }
  return false;
}

uint16_t argument_port(lua_State *L, int arg) {
  uint16_t port = 0;
  if (!argument_to_number(L, arg, PORT_MAX, &port)) {
    argument_expected(L, arg, "port number 0-65535");
  }
  return port;
}

uint16_t argument_port_or(lua_State *L, int arg, uint16_t otherwise) {
  return lua_isnoneornil(L, arg) ? otherwise : argument_port(L, arg);
}

struct key argument_key(lua_State *L, int arg) {
  struct key key = { true, 0, argument_to_text(L, arg) };
  if (lua_type(L, arg) == LUA_TSTRING) {
    key.is_port = is_digits(key.name);
  } else if (lua_type(L, arg) != LUA_TNUMBER) {
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
  enum protocol protocol = PROTOCOL_NONE;
  uint16_t number = 0;
  if (lua_type(L, index) == LUA_TSTRING &&
      field_parse_protocol(argument_to_text(L, index), &protocol)) {
    return (int)protocol;
  }
  bool is_number = argument_to_number(L, index, UINT8_MAX, &number);
  return is_number ? (int)field_protocol_from_number((uint8_t)number) : -1;
}

int argument_protocol(lua_State *L, int arg) {
  if (lua_isnoneornil(L, arg)) {
    return PROTOCOL_ANY;
  }
  int protocol = argument_to_protocol(L, arg);
  return protocol >= 0 ? protocol
                       : argument_expected(L, arg, "transport protocol (" ARGUMENT_PROTOCOLS ")");
}
