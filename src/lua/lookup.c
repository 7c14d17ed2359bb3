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
#include "lua/functions.h"
#include "lua/names.h"

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
  const struct registry *registry = &self.handle->registry;
  uint16_t port = argument_port(L, self.arg);
  int protocol = argument_protocol(L, self.arg + 1);
  uint32_t record = lookup_primary(registry, port, protocol, true);
  if (record == NO_RECORD) {
    lua_pushnil(L);
    return 1;
  }
  lua_registry_hold(self.handle);
  lua_names_push(L, self, record);
  lua_registry_release(self.handle);
  return 1;
}

/* Pushes a record's port and, where it names one, its protocol; gives how many. */
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
  const struct registry *registry = &self.handle->registry;
  if (lua_type(L, self.arg) != LUA_TSTRING) {
    argument_expected(L, self.arg, "service name");
  }
  int protocol = argument_protocol(L, self.arg + 1);
  lua_registry_hold(self.handle);
  struct name_cursor cursor = lua_names_find(L, self, self.arg);
  uint32_t record;
  do {
    record = lookup_next(registry, &cursor, protocol);
  } while (record != NO_RECORD && !record_has(registry, record, TRAIT_PORT));
  int results = record == NO_RECORD ? (lua_pushnil(L), 1) : push_port(L, registry, record);
  lua_registry_release(self.handle);
  return results;
}

static uint32_t find_primary(lua_State *L, struct self self, struct key key, int protocol) {
  const struct registry *registry = &self.handle->registry;
  if (key.is_port) {
    return lookup_primary(registry, key.port, protocol, false);
  }
  struct name_cursor cursor = lua_names_find(L, self, self.arg);
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
  lua_registry_hold(self.handle);
  uint32_t record = find_primary(L, self, key, protocol);
  if (record == NO_RECORD) {
    lua_pushnil(L);
  } else {
    lua_entry_push(L, &self.handle->registry, record);
  }
  lua_registry_release(self.handle);
  return 1;
}

static void append_entry(lua_State *L, const struct registry *registry, uint32_t record,
                         int *count) {
  lua_entry_push(L, registry, record);
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

static void push_all_of_name(lua_State *L, struct self self, int protocol) {
  const struct registry *registry = &self.handle->registry;
  struct name_cursor cursor = lua_names_find(L, self, self.arg);
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
  lua_registry_hold(self.handle);
  if (key.is_port) {
    push_all_of_port(L, &self.handle->registry, key.port, protocol);
  } else {
    push_all_of_name(L, self, protocol);
  }
  lua_registry_release(self.handle);
  return 1;
}
