/* Iterators over entries and over runs of unassigned ports. Each is a closure
   that holds on to its registry, its state and its filter, and asks before each
   step whether the registry is still open. */
/***
@module ianaports
*/

/***
Iterating.
@section iterator
*/

#include "lua/argument.h"
#include "lua/entry.h"
#include "lua/filter.h"
#include "lua/functions.h"
#include "registry/port_index.h"

/* Upvalues of every iterator, past the strings of entries. */
enum { UPVALUE_REGISTRY = AFTER_STRINGS, UPVALUE_STATE, UPVALUE_ANCHOR, AFTER_UPVALUES };

static struct lua_registry *iterated_registry(lua_State *L) {
  struct lua_registry *handle = lua_touserdata(L, lua_upvalueindex(UPVALUE_REGISTRY));
  lua_registry_check_open(L, handle);
  return handle;
}

/* Makes the iterator from the anchor and then the state, on top of the stack. */
static int push_iterator(lua_State *L, struct self self, lua_CFunction next) {
  int state = lua_gettop(L);
  lua_entry_copy_strings(L);
  lua_pushvalue(L, self.index);
  lua_pushvalue(L, state);
  lua_pushvalue(L, state - 1); /* the anchor */
  lua_pushcclosure(L, next, AFTER_UPVALUES - 1);
  return 1;
}

struct entries_state {
  struct lua_filter filter;
  uint32_t next;
};

static int entries_next(lua_State *L) {
  struct lua_registry *handle = iterated_registry(L);
  struct entries_state *state = lua_touserdata(L, lua_upvalueindex(UPVALUE_STATE));
  lua_registry_hold(handle);
  if (!lua_filter_push_next(L, &state->filter, lua_upvalueindex(UPVALUE_ANCHOR), handle,
                            &state->next)) {
    lua_pushnil(L);
  }
  lua_registry_release(handle);
  return 1;
}

/***
Iterates over entries in the registry's order.

@function entries
@tparam[opt] Filter|Protocol filter a filter, or a protocol
@treturn function():Entry an iterator that returns the next entry each time
@raise an argument error if the filter is not one
@usage
for entry in ianaports.entries { status = "reserved", class = "system" } do
  print(entry.port_number, entry.transport_protocol)
end
*/
int api_entries(lua_State *L, struct self self) {
  struct lua_filter filter;
  lua_filter_compile(L, self.arg, &filter);
  lua_registry_check_open(L, self.handle); /* a finalizer may have closed it */
  lua_registry_hold(self.handle);
  lua_filter_prepare(L, &filter, lua_gettop(L), &self.handle->registry);
  lua_registry_release(self.handle);
  struct entries_state *state = lua_newuserdata(L, sizeof *state);
  *state = (struct entries_state){ filter, 0 };
  return push_iterator(L, self, entries_next);
}

struct range_state {
  struct lua_filter filter;
  struct range_cursor cursor;
  uint64_t early[]; /* memory of the cursor */
};

static int range_step(lua_State *L) {
  struct lua_registry *handle = iterated_registry(L);
  struct range_state *state = lua_touserdata(L, lua_upvalueindex(UPVALUE_STATE));
  uint32_t record;
  lua_registry_hold(handle);
  do {
    record = range_next(&handle->registry, &state->cursor);
  } while (record != NO_RECORD &&
           !lua_filter_push(L, &state->filter, lua_upvalueindex(UPVALUE_ANCHOR), handle, record));
  if (record == NO_RECORD) {
    lua_pushnil(L);
  }
  lua_registry_release(handle);
  return 1;
}

static void check_range(lua_State *L, int arg, uint16_t first, uint16_t last) {
  if (last < first) {
    luaL_argerror(L, arg,
                  lua_pushfstring(L, "last port not below first port %d expected, got %d",
                                  (int)first, (int)last));
  }
}

/***
Iterates over the entries that have a port from first to last, by their first port, then in
the registry's order. An entry for a range of ports comes once.

@function range
@tparam Port first the first port
@tparam Port last the last port, not below the first
@tparam[opt] Filter|Protocol filter a filter, or a protocol
@treturn function():Entry an iterator that returns the next entry each time
@raise an argument error if a port is not one, the last port is below the first, or the filter
  is not one
@usage
for entry in ianaports.range(6000, 6099, "tcp") do
  print(entry.port_number, entry.port_last, entry.service_name)
end
*/
int api_range(lua_State *L, struct self self) {
  uint16_t first = argument_port(L, self.arg);
  uint16_t last = argument_port(L, self.arg + 1);
  struct lua_filter filter;
  check_range(L, self.arg + 1, first, last);
  lua_filter_compile(L, self.arg + 2, &filter);
  lua_registry_check_open(L, self.handle);
  lua_registry_hold(self.handle);
  size_t early_size = range_early_limit(&self.handle->registry, first) * sizeof(uint64_t);
  struct range_state *state = lua_newuserdata(L, sizeof *state + early_size);
  state->filter = filter;
  state->cursor = range_begin(&self.handle->registry, first, last, state->early);
  lua_registry_release(self.handle);
  return push_iterator(L, self, range_step);
}

struct unassigned_state {
  uint32_t next;
  uint32_t last;
  int protocol;
};

static int unassigned_next(lua_State *L) {
  const struct lua_registry *handle = iterated_registry(L);
  struct unassigned_state *state = lua_touserdata(L, lua_upvalueindex(UPVALUE_STATE));
  struct port_range run;
  if (!lookup_unassigned(&handle->registry, state->next, state->last, state->protocol, &run)) {
    state->next = PORT_COUNT;
    lua_pushnil(L);
    return 1;
  }
  state->next = (uint32_t)run.last + 1;
  lua_pushinteger(L, run.first);
  lua_pushinteger(L, run.last);
  return 2;
}

/***
Iterates over the unassigned ports, as port ranges that are as long as possible. A port is
unassigned if all entries that cover it have the status `unassigned`, or if no entry covers
it. With a protocol, only entries that name it or none count. Dynamic ports (49152-65535) are
never assigned (RFC 6335, section 6) and are not listed.

@function unassigned
@tparam[opt=0] Port first the first port
@tparam[opt=49151] Port last the last port, not below the first
@tparam[opt] Protocol protocol the transport protocol
@treturn function():int,int an iterator that returns the first and the last port of the next
  range each time
@raise an argument error if a port or the protocol is not one
@usage
for first, last in ianaports.unassigned(1024, 49151, "udp") do
  print(first, last)
end
*/
int api_unassigned(lua_State *L, struct self self) {
  uint16_t first = argument_port_or(L, self.arg, 0);
  uint16_t last = argument_port_or(L, self.arg + 1, PORT_MAX);
  int protocol = argument_protocol(L, self.arg + 2);
  check_range(L, self.arg + 1, first, last);
  last = last < PORT_LAST_ASSIGNABLE ? last : PORT_LAST_ASSIGNABLE;
  lua_pushnil(L); /* no anchor */
  struct unassigned_state *state = lua_newuserdata(L, sizeof *state);
  *state = (struct unassigned_state){ first, last, protocol };
  return push_iterator(L, self, unassigned_next);
}
