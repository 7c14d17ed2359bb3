/* ianaports.flow: CSV for report. */

#include "flow/counter.h"
#include "lua/argument.h"
#include "lua/flow.h"

#pragma GCC visibility push(hidden)

#define COUNTER_TYPE "ianaports.counter"

/* Where a counter is made: what it is told of the header, and a table that keeps the texts that it
   points to. */
enum { FORM = 1, ANCHORS };

static struct counter *check_counter(lua_State *L) {
  struct counter *counter = luaL_checkudata(L, 1, COUNTER_TYPE);
  if (counter->known == NULL) {
    luaL_error(L, "attempt to use a closed counter");
  }
  return counter;
}

static int collect(lua_State *L) {
  counter_close(luaL_checkudata(L, 1, COUNTER_TYPE));
  return 0;
}

/* Reads the number of a column into one from 0. */
static size_t take_column(lua_State *L, const char *name, size_t width) {
  size_t number = flow_take_number(L, FORM, name);
  luaL_argcheck(L, number <= width, FORM, name);
  return number > 0 ? number - 1 : COUNTER_NO_COLUMN;
}

static size_t last_of(size_t one, size_t other) {
  return other != COUNTER_NO_COLUMN && other > one ? other : one;
}

static struct counter_form take_form(lua_State *L) {
  struct counter_form form = { .records = flow_take_form(L, FORM, ANCHORS) };
  struct record_form *records = &form.records;
  form.port = take_column(L, "port", records->width);
  form.key = take_column(L, "key", records->width);
  form.host = take_column(L, "host", records->width);
  luaL_argcheck(L, form.port != COUNTER_NO_COLUMN, FORM, "port");
  records->mark = form.port;
  records->needed = last_of(last_of(form.port, form.key), form.host) + 1;
  form.cells.has_key = form.key != COUNTER_NO_COLUMN;
  form.cells.own = flow_take_own(L, FORM);
  form.cells.ignores_zero = flow_take_boolean(L, FORM, "ignores_zero");
  return form;
}

/* counter(FORM) returns a counter. FORM is a table of the fields that flow_take_form reads; the
   numbers of the columns `port`, `key` and `host`; `own` and `ignores_zero`, see
   format/columns.lua; `line` of the first record; and how much is kept: `hosts` of a port,
   `all_hosts`, and the `longest`, in bytes. */
static int new_counter(lua_State *L) {
  luaL_checktype(L, FORM, LUA_TTABLE);
  lua_settop(L, FORM);
  lua_newtable(L); /* ANCHORS */
  struct counter_form form = take_form(L);
  struct counter_limits limits = {
    .hosts = (uint32_t)flow_take_number(L, FORM, "hosts"),
    .all_hosts = (uint32_t)flow_take_number(L, FORM, "all_hosts"),
    .host_length = flow_take_number(L, FORM, "longest"),
  };
  luaL_argcheck(L, limits.host_length <= COUNTER_LONGEST_HOST, FORM, "longest");
  size_t line = flow_take_number(L, FORM, "line");
  struct counter *counter = lua_newuserdata(L, sizeof *counter);
  *counter = (struct counter){ .known = NULL };
  lua_pushvalue(L, ANCHORS);
  lua_setuservalue(L, -2);
  handle_set_type(L, COUNTER_TYPE, collect);
  if (!counter_open(counter, &form, limits, line)) {
    counter_close(counter);
    return luaL_error(L, "not enough memory");
  }
  return 1;
}

static void push_protocol(lua_State *L, int protocol) {
  if (protocol == PROTOCOL_ANY || protocol == PROTOCOL_NONE) {
    lua_pushnil(L);
  } else {
    lua_pushstring(L, protocol_names[protocol]);
  }
}

/* Counts the records that are complete, after `state` came of one. Returns nothing if all are
   counted; a name in place of a port, its protocol or nil, and the line; or nil, a message about
   the whole input, and the line. */
static int run(lua_State *L, struct counter *counter, enum counter_state state) {
  if (state == COUNTER_DONE) {
    state = counter_run(counter);
  }
  switch (state) {
  case COUNTER_DONE:
    return 0;
  case COUNTER_NAME:
    lua_pushlstring(L, counter->endpoint.word.bytes, counter->endpoint.word.length);
    push_protocol(L, counter->endpoint.protocol);
    compat_push_count(L, counter->reader.line);
    return 3;
  case COUNTER_ENDLESS:
    lua_pushnil(L);
    lua_pushstring(L, counter->reader.failure.message);
    compat_push_count(L, counter->reader.failure.line);
    return 3;
  case COUNTER_NO_MEMORY:
    break;
  }
  return luaL_error(L, "not enough memory");
}

/* count_block(COUNTER, BLOCK): a block that is empty is the end. Returns as `run` does. */
static int count_block(lua_State *L) {
  struct counter *counter = check_counter(L);
  struct text block = argument_string(L, 2, "block (string)");
  bool is_fed = counter_feed(counter, block, block.length == 0);
  return run(L, counter, is_fed ? COUNTER_DONE : COUNTER_NO_MEMORY);
}

/* count_name(COUNTER, PORT): the port of the name that was returned; or nil, and the row is wrong.
   Goes on, and returns as `run` does. */
static int count_name(lua_State *L) {
  struct counter *counter = check_counter(L);
  luaL_argcheck(L, counter->endpoint.kind == ENDPOINT_NAME, 1, "it asks for no name");
  if (lua_isnoneornil(L, 2)) {
    counter_reject(counter);
    return run(L, counter, COUNTER_DONE);
  }
  return run(L, counter, counter_resolve(counter, argument_port(L, 2)));
}

static void push_hosts(lua_State *L, const struct counter *counter,
                       const struct counted_port *port) {
  uint32_t host = port->first_host;
  lua_createtable(L, (int)port->host_count, 0);
  for (uint32_t i = 1; i <= port->host_count; i++) {
    struct text text = counter_host(counter, host);
    lua_pushlstring(L, text.bytes, text.length);
    lua_rawseti(L, -2, (int)i);
    host = counter->hosts[host].next;
  }
}

static void push_port(lua_State *L, const struct counter *counter, const struct counted_port *port,
                      int protocol, uint16_t number) {
  lua_createtable(L, 0, 4);
  lua_pushinteger(L, number);
  lua_setfield(L, -2, "port");
  push_protocol(L, protocol);
  lua_setfield(L, -2, "protocol");
  compat_push_count(L, port->count);
  lua_setfield(L, -2, "count");
  if (port->host_count > 0) {
    push_hosts(L, counter, port);
    lua_setfield(L, -2, "hosts");
  }
}

/* Appends the ports of one page for all protocols to the array on top of the stack, in order; those
   that name no protocol come before others of the same port. Returns how many there are then. */
static int push_page(lua_State *L, const struct counter *counter, int page, int count) {
  for (int i = 0; i < COUNTER_PAGE * PROTOCOL_COUNT; i++) {
    uint16_t number = (uint16_t)(page * COUNTER_PAGE + i / PROTOCOL_COUNT);
    int protocol = (i + PROTOCOL_NONE) % PROTOCOL_COUNT; /* none comes first */
    const struct counted_port *port = counter_port(counter, protocol, number);
    if (port != NULL && port->count > 0) {
      push_port(L, counter, port, protocol, number);
      lua_rawseti(L, -2, ++count);
    }
  }
  return count;
}

static bool has_page(const struct counter *counter, int page) {
  for (int protocol = 0; protocol < PROTOCOL_COUNT; protocol++) {
    if (counter_port(counter, protocol, (uint16_t)(page * COUNTER_PAGE)) != NULL) {
      return true;
    }
  }
  return false;
}

/* counted(COUNTER) returns an array of ports with their counts and hosts, in order. It has the
   fields `skipped`, `is_full`, `wrong`, and `errors`, see flow_push_errors. Frees the memory of the
   counter. */
static int counted(lua_State *L) {
  struct counter *counter = check_counter(L);
  int count = 0;
  lua_newtable(L);
  for (int page = 0; page < COUNTER_PAGES; page++) {
    count = has_page(counter, page) ? push_page(L, counter, page, count) : count;
  }
  compat_push_count(L, counter->skipped);
  lua_setfield(L, -2, "skipped");
  compat_push_count(L, counter->reader.wrong);
  lua_setfield(L, -2, "wrong");
  lua_pushboolean(L, counter->is_full);
  lua_setfield(L, -2, "is_full");
  flow_push_errors(L, &counter->reader);
  lua_setfield(L, -2, "errors");
  counter_close(counter);
  return 1;
}

const luaL_Reg flow_count_functions[] = {
  { "counter", new_counter },
  { "count_block", count_block },
  { "count_name", count_name },
  { "counted", counted },
  { NULL, NULL },
};
