/* The functions that exist twice: on the module, asking the bundled registry,
   and as methods of a registry. Each pushes its results and gives their number;
   the file that defines it documents it. */
#ifndef IANAPORTS_LUA_FUNCTIONS_H
#define IANAPORTS_LUA_FUNCTIONS_H

#include "exported.h"
#include "lua/registry.h"

#define REGISTRY_FUNCTIONS(FUNCTION) \
  FUNCTION(service_name)             \
  FUNCTION(port_number)              \
  FUNCTION(find)                     \
  FUNCTION(find_all)                 \
  FUNCTION(entries)                  \
  FUNCTION(range)                    \
  FUNCTION(unassigned)               \
  FUNCTION(count)                    \
  FUNCTION(search)                   \
  FUNCTION(contact)                  \
  FUNCTION(contacts)                 \
  FUNCTION(info)                     \
  FUNCTION(references)

#define FUNCTION(name) int api_##name(lua_State *L, struct self self);
REGISTRY_FUNCTIONS(FUNCTION)
#undef FUNCTION

/* On the module only. */
int api_load(lua_State *L);
int api_parse(lua_State *L);
int api_build(lua_State *L);
int api_port_class(lua_State *L);
int api_check_filter(lua_State *L);
int api_check_search(lua_State *L);
int api_check_service_name(lua_State *L);

/* Make the metatables that api_build and api_load need. */
void lua_build_register(lua_State *L);
void lua_load_register(lua_State *L);

/* The module, and a part of it that Lua finds in the same file as ianaports.tty. */
EXPORTED int luaopen_ianaports(lua_State *L);
EXPORTED int luaopen_ianaports_tty(lua_State *L);

#endif
