/* A filter argument, compiled: the conditions that the core checks, and the function `where`. */
#ifndef IANAPORTS_LUA_QUERY_H
#define IANAPORTS_LUA_QUERY_H

#include "lua/handle.h"
#include "registry/filter.h"

struct query {
  struct filter filter;
  bool has_where;
  int anchor; /* index of the value that keeps the filter's strings and `where` alive */
};

/* Compiles the filter at `arg` and pushes its anchor. Raises an argument error if it is not one. */
void query_compile(lua_State *L, int arg, struct query *query);

/* Searches the whole registry for the filter's texts, which pays if all records are to be tested.
   The anchor keeps the result alive. */
void query_prepare(lua_State *L, struct query *query, const struct registry *registry);

/* The caller of the following functions holds the registry. They release it while they call
   `where`, which may raise an error or close the registry. If `where` has closed it, they raise an
   error. */

/* Pushes the record's entry and returns true if `where` accepts the entry, or there is no `where`.
   The other conditions are not checked. */
bool query_push_accepted(lua_State *L, const struct query *query, struct handle *handle,
                         uint32_t record);

/* Pushes the record's entry and returns true if the record passes the filter. */
bool query_push(lua_State *L, const struct query *query, struct handle *handle, uint32_t record);

/* Pushes the entry of the first record from *next on that passes the filter, and sets *next to the
   record after it. Returns false if there is none. */
bool query_push_next(lua_State *L, const struct query *query, struct handle *handle,
                     uint32_t *next);
#endif
