/* Filters from Lua: compiled once from an argument, then run on records in C. */
#ifndef IANAPORTS_LUA_FILTER_H
#define IANAPORTS_LUA_FILTER_H

#include "lua/registry.h"
#include "registry/filter.h"

struct lua_filter {
  struct filter filter;
  bool has_where;
};

/* Compiles the filter at `arg` and pushes one value that holds on to its strings
   and its function: the anchor. Raises an argument error for what is no filter. */
void lua_filter_compile(lua_State *L, int arg, struct lua_filter *filter);

/* Looks for the filter's texts in the whole registry, which serves those who are to ask
   about all of its records. The anchor holds on to what is found. */
void lua_filter_prepare(lua_State *L, struct lua_filter *filter, int anchor,
                        const struct registry *registry);

/* The registry is held while each of these is called, but not while they call `where`. */

/* Pushes the record's entry and gives true if the filter lets it through. The
   filter's `where` function may raise an error, or close the registry, which is
   an error too: after each call the registry is still open. */
bool lua_filter_push(lua_State *L, const struct lua_filter *filter, int anchor,
                     struct lua_registry *handle, uint32_t record);

/* Pushes the entry of the first record from *next on that the filter lets through and sets
 *next past it; false where none is left. Likewise. */
bool lua_filter_push_next(lua_State *L, const struct lua_filter *filter, int anchor,
                          struct lua_registry *handle, uint32_t *next);

/* The part of it that needs Lua: `where` on the entry that is on top of the stack. */
bool lua_filter_where(lua_State *L, const struct lua_filter *filter, int anchor,
                      struct lua_registry *handle);

#endif
