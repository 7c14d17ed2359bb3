/* The functions of the module. */
#ifndef IANAPORTS_LUA_MODULE_H
#define IANAPORTS_LUA_MODULE_H

#include "exported.h"
#include "lua/entry.h"
#include "lua/handle.h"

/* The upvalues of the module's functions: the strings of entries, the bundled registry, and its
   names (lookup.c). Methods have the strings alone. */
enum { UPVALUE_BUNDLED = AFTER_STRINGS, UPVALUE_NAMES, AFTER_BUNDLED };

/* The functions that exist twice: on the module, where they ask the bundled registry, and as
   methods of a registry. Each pushes its results and returns their number. Look-ups of the module
   have a struct self without a handle. */
#define REGISTRY_FUNCTIONS(FUNCTION) \
  LOOKUP_FUNCTIONS(FUNCTION)         \
  QUERY_FUNCTIONS(FUNCTION)

#define LOOKUP_FUNCTIONS(FUNCTION) \
  FUNCTION(service_name)           \
  FUNCTION(port_number)            \
  FUNCTION(find)                   \
  FUNCTION(find_all)

#define QUERY_FUNCTIONS(FUNCTION) \
  FUNCTION(entries)               \
  FUNCTION(range)                 \
  FUNCTION(unassigned)            \
  FUNCTION(count)                 \
  FUNCTION(search)                \
  FUNCTION(contact)               \
  FUNCTION(contacts)              \
  FUNCTION(info)                  \
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
int api_registered_name(lua_State *L);
int api_common_names(lua_State *L);

/* Pushes the results of a check: true, or nil and what is wrong unless that is NULL. Returns their
   number. */
int module_push_verdict(lua_State *L, const char *wrong);

/* The module, and its internal parts ianaports.flow and ianaports.system, which Lua finds in the
   same file. */
EXPORTED int luaopen_ianaports(lua_State *L);
EXPORTED int luaopen_ianaports_flow(lua_State *L);
EXPORTED int luaopen_ianaports_system(lua_State *L);

#endif
