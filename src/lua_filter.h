/* Filters from Lua: compiled once from an argument, then run on records in C. */
#ifndef IANAPORTS_LUA_FILTER_H
#define IANAPORTS_LUA_FILTER_H

#include "filter.h"
#include "lua_registry.h"

struct lua_filter {
  struct filter filter;
  bool is_any; /* nothing to test */
  bool has_where;
};

/* Compiles the filter at `arg` and pushes one value that holds on to its strings
   and its function: the anchor. Raises an argument error for what is no filter. */
void lua_filter_compile(lua_State *L, int arg, struct lua_filter *filter);

/* Pushes the record's entry and gives true if the filter lets it through. The
   filter's `where` function may raise an error, or close the registry, which is
   an error too: after each call the registry is still open. */
bool lua_filter_push(lua_State *L, const struct lua_filter *filter, int anchor,
                     const struct lua_registry *handle, uint32_t record);

/* The part of it that needs no Lua: every condition but `where`. */
static inline bool lua_filter_accepts(const struct lua_filter *filter,
                                      const struct registry *registry, uint32_t record) {
  return filter->is_any || filter_accepts(&filter->filter, registry, record);
}

/* The rest: `where` on the entry that is on top of the stack. */
bool lua_filter_where(lua_State *L, const struct lua_filter *filter, int anchor,
                      const struct lua_registry *handle);

#endif
