/* Floors: C functions that check the arguments as plainly as C can, and then return constants. No
   look-up can be faster than they are. They share the registry's data with the module, but none of
   its code: a floor that did would get slower whenever the module does. */

#define _GNU_SOURCE /* memmem */

#include <string.h>

#include "floor_rows.h"
#include "registry/bundled.h"

/* The arguments of the benches: a port, and "tcp". */

void floor_check_port(lua_State *L, int arg) {
  lua_Integer port = luaL_checkinteger(L, arg);
  luaL_argcheck(L, port >= 0 && port <= 65535, arg, "not a port");
}

void floor_check_tcp(lua_State *L, int arg) {
  size_t length;
  luaL_argcheck(L, strcmp(luaL_checklstring(L, arg, &length), "tcp") == 0, arg, "not tcp");
}

/* One cached string; for port_number a number before it. ----------------------------- */

static int service_name(lua_State *L) {
  floor_check_port(L, 1);
  floor_check_tcp(L, 2);
  lua_pushvalue(L, lua_upvalueindex(1));
  return 1;
}

static int port_number(lua_State *L) {
  size_t length;
  luaL_checklstring(L, 1, &length);
  floor_check_tcp(L, 2);
  lua_pushinteger(L, 443);
  lua_pushvalue(L, lua_upvalueindex(1));
  return 2;
}

/* The entry of 443/tcp, from constants. ---------------------------------------------- */

void floor_push_https(lua_State *L) {
  lua_createtable(L, 0, 7);
  lua_pushliteral(L, "https");
  lua_setfield(L, -2, "service_name");
  lua_pushliteral(L, "http protocol over TLS/SSL");
  lua_setfield(L, -2, "description");
  lua_pushliteral(L, "[Kipp_E_B_Hickman]");
  lua_setfield(L, -2, "assignee");
  lua_pushliteral(L, "[Kipp_E_B_Hickman]");
  lua_setfield(L, -2, "contact");
  lua_pushinteger(L, 443);
  lua_setfield(L, -2, "port_number");
  lua_pushliteral(L, "tcp");
  lua_setfield(L, -2, "transport_protocol");
  lua_pushliteral(L, "assigned");
  lua_setfield(L, -2, "status");
}

static int find(lua_State *L) {
  floor_check_port(L, 1);
  floor_check_tcp(L, 2);
  floor_push_https(L);
  return 1;
}

/* The bundled registry, as plain C would walk it. ------------------------------------ */

/* Reads the fields of each record once: traits, ports, and the offsets of its cells. */
static int read_records(lua_State *L) {
  const struct registry *registry = &bundled_registry;
  uint64_t sum = 0;
  for (uint32_t i = 0; i < registry->record_count; i++) {
    sum += registry->traits[i];
    sum += registry->first_ports[i];
    sum += registry->cell_lists[i];
  }
  lua_pushnumber(L, (lua_Number)sum); /* keeps the compiler from removing the loop */
  return 1;
}

/* How often the pool contains a text. */
static int count_in_pool(lua_State *L) {
  const struct registry *registry = &bundled_registry;
  size_t length;
  const char *wanted = luaL_checklstring(L, 1, &length);
  luaL_argcheck(L, length > 0, 1, "empty");
  const char *rest = registry->pool;
  const char *end = registry->pool + registry->pool_size;
  lua_Integer count = 0;
  while ((rest = memmem(rest, (size_t)(end - rest), wanted, length)) != NULL) {
    rest += length;
    count++;
  }
  lua_pushinteger(L, count);
  return 1;
}

__attribute__((visibility("default"))) int luaopen_floor(lua_State *L);

int luaopen_floor(lua_State *L) {
  static const luaL_Reg functions[] = {
    { "service_name", service_name }, { "port_number", port_number },     { "find", find },
    { "read_records", read_records }, { "count_in_pool", count_in_pool }, { NULL, NULL },
  };
  lua_newtable(L);
  lua_pushliteral(L, "https");
  luaL_setfuncs(L, functions, 1);
  luaL_setfuncs(L, floor_rows_functions, 0);
  return 1;
}
