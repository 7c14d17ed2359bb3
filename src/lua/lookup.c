/* Look-ups by port or service name. */

/***
@module ianaports
*/

/***
Looking up.
@section lookup
*/

#include "lua/argument.h"
#include "lua/entry.h"
#include "lua/module.h"
#include "registry/name_index.h"

#pragma GCC visibility push(hidden)

/* A registry keeps the service names that it was asked for as Lua strings: reading a Lua table is
   faster than making the string or searching for the name again. A name is kept only in its
   registered case, so that the table never has more than two items for each record.

   The table is the handle's user value, and an upvalue of the module's functions. It maps
   record + 1 to a name, and a name to one more than the position of its records in name_records. */

/* Returns the index of the table. Pushes it, unless it is an upvalue. */
static inline int names_of(lua_State *L, struct self self) {
  if (self.handle == NULL) {
    return lua_upvalueindex(UPVALUE_NAMES);
  }
  lua_getuservalue(L, self.index);
  return lua_gettop(L);
}

/* Pushes the service name of a record, which has one. May push a value below it. */
static void push_name(lua_State *L, struct self self, const struct registry *registry,
                      uint32_t record) {
  int key = (int)record + 1;
  int names = names_of(L, self);
  lua_rawgeti(L, names, key);
  if (lua_isnil(L, -1)) {
    lua_pop(L, 1);
    lua_pushstring(L, registry->pool + registry_name(registry, record));
    lua_pushvalue(L, -1);
    lua_rawseti(L, names, key);
  }
}

/* Keeps the position of the name at index `arg`, unless the name is registered in another case. */
static void keep_position(lua_State *L, const struct registry *registry, struct text name,
                          uint32_t position, int arg, int names) {
  uint32_t record = registry->name_records[position] & ~NAME_LAST;
  if (text_equal(name, text_of(registry->pool + registry_name(registry, record)))) {
    lua_pushvalue(L, arg);
    lua_pushinteger(L, (lua_Integer)position + 1);
    lua_rawset(L, names);
  }
}

/* Does what lookup_name does, with the name in the argument and the names kept. May push values. */
static struct name_cursor find_name(lua_State *L, struct self self,
                                    const struct registry *registry) {
  int names = names_of(L, self);
  lua_pushvalue(L, self.arg);
  lua_rawget(L, names);
  lua_Integer kept = lua_tointeger(L, -1); /* 0 for nil */
  if (kept > 0) {
    return (struct name_cursor){ (uint32_t)(kept - 1), false };
  }
  struct text name = argument_to_text(L, self.arg);
  struct name_cursor cursor = lookup_name(registry, name);
  if (!cursor.at_end) {
    keep_position(L, registry, name, cursor.position, self.arg, names);
  }
  return cursor;
}

/***
Returns the service name of a port: that of the best entry that has one.

@function service_name
@tparam Port port the port
@tparam[opt] Protocol protocol the transport protocol
@treturn ?string the name, or `nil` if no entry of the port has one
@raise an argument error if the port or the protocol is not one
@usage
ianaports.service_name(443) --> "https"
ianaports.service_name(5116, "tcp") --> nil
*/
int api_service_name(lua_State *L, struct self self) {
  uint16_t port = argument_port(L, self.arg);
  int protocol = argument_protocol(L, self.arg + 1);
  const struct registry *registry = self_hold(L, self);
  uint32_t record = lookup_primary(registry, port, protocol, true);
  if (record == NO_RECORD) {
    lua_pushnil(L);
  } else {
    push_name(L, self, registry, record);
  }
  return 1;
}

/* Pushes a record's port, and its protocol if it names one; returns how many values. */
static int push_port(lua_State *L, const struct registry *registry, uint32_t record) {
  lua_pushinteger(L, registry->first_ports[record]);
  enum protocol protocol = record_protocol(registry, record);
  if (protocol == PROTOCOL_NONE) {
    return 1;
  }
  lua_pushvalue(L, lua_upvalueindex(STRING_PROTOCOLS + (int)protocol));
  return 2;
}

/***
Returns the port of a service: that of the best entry that has one.

@function port_number
@tparam string name the service name; case is ignored
@tparam[opt] Protocol protocol the transport protocol
@treturn ?int the port, or the first port of a range, or `nil` if no entry of the name has one
@treturn ?string its protocol, or `nil` if the entry names none
@raise an argument error if the name is not a string or the protocol is not one
@usage
ianaports.port_number("https") --> 443, "tcp"
*/
int api_port_number(lua_State *L, struct self self) {
  if (lua_type(L, self.arg) != LUA_TSTRING) {
    argument_expected(L, self.arg, "service name");
  }
  int protocol = argument_protocol(L, self.arg + 1);
  const struct registry *registry = self_hold(L, self);
  struct name_cursor cursor = find_name(L, self, registry);
  uint32_t record;
  do {
    record = lookup_next(registry, &cursor, protocol);
  } while (record != NO_RECORD && !record_has(registry, record, TRAIT_PORT));
  if (record == NO_RECORD) {
    lua_pushnil(L);
    return 1;
  }
  return push_port(L, registry, record);
}

static uint32_t find_primary(lua_State *L, struct self self, const struct registry *registry,
                             struct key key, int protocol) {
  if (key.is_port) {
    return lookup_primary(registry, key.port, protocol, false);
  }
  struct name_cursor cursor = find_name(L, self, registry);
  return lookup_next(registry, &cursor, protocol);
}

/***
Returns the primary entry of a port or a service name.

@function find
@tparam Port|string key a port, or a service name; case is ignored
@tparam[opt] Protocol protocol the transport protocol
@treturn ?Entry a fresh table, or `nil` if nothing matches
@raise an argument error if the port is not 0-65535 or the protocol is not one
@usage
ianaports.find("epp").port_number --> 700
*/
int api_find(lua_State *L, struct self self) {
  struct key key = argument_key(L, self.arg);
  int protocol = argument_protocol(L, self.arg + 1);
  const struct registry *registry = self_hold(L, self);
  uint32_t record = find_primary(L, self, registry, key, protocol);
  if (record == NO_RECORD) {
    lua_pushnil(L);
  } else {
    entry_push(L, registry, record);
  }
  return 1;
}

static void append_entry(lua_State *L, const struct registry *registry, uint32_t record,
                         int *count) {
  entry_push(L, registry, record);
  lua_rawseti(L, -2, ++*count);
}

static void push_all_of_port(lua_State *L, const struct registry *registry, uint16_t port,
                             int protocol) {
  struct record_list spans[LOOKUP_MAX_SPANS];
  int span_count = lookup_port(registry, port, protocol, spans);
  int count = 0;
  lua_newtable(L);
  for (int i = 0; i < span_count; i++) {
    for (uint32_t j = 0; j < spans[i].count; j++) {
      append_entry(L, registry, record_list_at(spans[i], j), &count);
    }
  }
}

static void push_all_of_name(lua_State *L, struct self self, const struct registry *registry,
                             int protocol) {
  struct name_cursor cursor = find_name(L, self, registry);
  uint32_t record;
  int count = 0;
  lua_newtable(L);
  while ((record = lookup_next(registry, &cursor, protocol)) != NO_RECORD) {
    append_entry(L, registry, record, &count);
  }
}

/***
Returns every entry of a port or a service name, the best first.

@function find_all
@tparam Port|string key a port, or a service name; case is ignored
@tparam[opt] Protocol protocol the transport protocol
@treturn {Entry,...} fresh tables in an array, which is empty if nothing matches
@raise an argument error if the port is not 0-65535 or the protocol is not one
@usage
local entries = ianaports.find_all(80, "tcp")
entries[1].service_name, entries[2].service_name --> "http", "www"
*/
int api_find_all(lua_State *L, struct self self) {
  struct key key = argument_key(L, self.arg);
  int protocol = argument_protocol(L, self.arg + 1);
  const struct registry *registry = self_hold(L, self);
  if (key.is_port) {
    push_all_of_port(L, registry, key.port, protocol);
  } else {
    push_all_of_name(L, self, registry, protocol);
  }
  return 1;
}
