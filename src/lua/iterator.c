/* Iterators over entries, ranges of unassigned ports, and contacts. */

/***
@module ianaports
*/

/***
Iterating.
@section iterator
*/

#include "lua/argument.h"
#include "lua/call_error.h"
#include "lua/entry.h"
#include "lua/module.h"
#include "lua/query.h"
#include "registry/port_index.h"

#pragma GCC visibility push(hidden)

struct iterator;

/* Pushes the next values and returns their number; 0 at the end. */
typedef int step_function(lua_State *L, struct handle *handle, struct iterator *iterator);

/* The state of an iterator. Each kind has its own use of the members after `step`. */
struct iterator {
  step_function *step;
  uint32_t next; /* record, port or contact */
  uint32_t last; /* port */
  int protocol;
  struct query query;
  struct range_cursor cursor;
  uint64_t early[]; /* memory of the cursor */
};

/* An iterator is a closure. These are its upvalues after the strings of entries. */
enum { UPVALUE_HANDLE = AFTER_STRINGS, UPVALUE_STATE, UPVALUE_ANCHOR, AFTER_UPVALUES };

/* The function of every iterator. */
static int iterate(lua_State *L) {
  struct handle *handle = lua_touserdata(L, lua_upvalueindex(UPVALUE_HANDLE));
  struct iterator *iterator = lua_touserdata(L, lua_upvalueindex(UPVALUE_STATE));
  unsigned holds = handle->holds;
  handle_hold(L, handle);
  int results = iterator->step(L, handle, iterator);
  handle_release_to(handle, holds);
  return results > 0 ? results : (lua_pushnil(L), 1);
}

/* Pushes the state of an iterator. The filter's anchor, or nil, is on top of the stack. */
static struct iterator *push_state(lua_State *L, step_function *step, size_t early_size) {
  struct iterator *iterator = lua_newuserdata(L, sizeof *iterator + early_size);
  iterator->step = step;
  iterator->next = 0;
  return iterator;
}

/* Pushes an iterator, which takes the anchor and the state on top of the stack. */
static int push_iterator(lua_State *L, struct self self) {
  int state = lua_gettop(L);
  entry_copy_strings(L);
  lua_pushvalue(L, self.index);
  lua_pushvalue(L, state);
  lua_pushvalue(L, state - 1);
  lua_pushcclosure(L, iterate, AFTER_UPVALUES - 1);
  return 1;
}

static int entries_step(lua_State *L, struct handle *handle, struct iterator *iterator) {
  return query_push_next(L, &iterator->query, handle, &iterator->next);
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
  struct query query;
  query_compile(L, self.arg, &query);
  query_prepare(L, &query, handle_hold(L, self.handle));
  struct iterator *iterator = push_state(L, entries_step, 0);
  iterator->query = query;
  iterator->query.anchor = lua_upvalueindex(UPVALUE_ANCHOR);
  return push_iterator(L, self);
}

static int range_step(lua_State *L, struct handle *handle, struct iterator *iterator) {
  uint32_t record;
  do {
    record = range_next(&handle->registry, &iterator->cursor);
  } while (record != NO_RECORD && !query_push(L, &iterator->query, handle, record));
  return record != NO_RECORD;
}

static void check_range(lua_State *L, int arg, uint16_t first, uint16_t last) {
  if (last < first) {
    call_error(L, arg,
               lua_pushfstring(L, "last port not below first port %d expected, got %d", (int)first,
                               (int)last));
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
  struct query query;
  check_range(L, self.arg + 1, first, last);
  query_compile(L, self.arg + 2, &query);
  const struct registry *registry = handle_hold(L, self.handle);
  size_t early_size = range_early_limit(registry, first) * sizeof(uint64_t);
  struct iterator *iterator = push_state(L, range_step, early_size);
  iterator->query = query;
  iterator->query.anchor = lua_upvalueindex(UPVALUE_ANCHOR);
  iterator->cursor = range_begin(registry, first, last, iterator->early);
  return push_iterator(L, self);
}

static int unassigned_step(lua_State *L, struct handle *handle, struct iterator *iterator) {
  struct port_range range;
  if (!lookup_unassigned(&handle->registry, iterator->next, iterator->last, iterator->protocol,
                         &range)) {
    iterator->next = PORT_COUNT;
    return 0;
  }
  iterator->next = (uint32_t)range.last + 1;
  lua_pushinteger(L, range.first);
  lua_pushinteger(L, range.last);
  return 2;
}

/***
Iterates over the unassigned ports, as port ranges that are as long as possible. A port is
unassigned if all entries that cover it have the status `unassigned`, or if no entry covers
it. With a protocol, only entries that name it or none count. Dynamic ports (49152-65535) are
never assigned (RFC 6335, section 6) and are not listed. A protocol that has no ports, such as
ICMP, has no unassigned ones either. A new service gets a port from 1024 on; those below need
IETF review (RFC 6335, section 8.1.2). So the command `ianaports free` starts at 1024.

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
  lua_pushnil(L); /* no anchor */
  struct iterator *iterator = push_state(L, unassigned_step, 0);
  iterator->next = first;
  iterator->last = last < PORT_LAST_ASSIGNABLE ? last : PORT_LAST_ASSIGNABLE;
  iterator->protocol = protocol;
  return push_iterator(L, self);
}

static int contacts_step(lua_State *L, struct handle *handle, struct iterator *iterator) {
  if (iterator->next == handle->registry.contact_count) {
    return 0;
  }
  entry_push_contact(L, &handle->registry, iterator->next++);
  return 1;
}

/***
Iterates over all contacts in the registry's order.

@function contacts
@treturn function():Contact an iterator that returns the next contact each time
@usage
for contact in ianaports.contacts() do
  print(contact.id, contact.email)
end
*/
int api_contacts(lua_State *L, struct self self) {
  lua_pushnil(L); /* no anchor */
  push_state(L, contacts_step, 0);
  return push_iterator(L, self);
}
