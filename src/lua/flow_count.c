/* ianaports.flow: CSV for report. */

#include "flow/counter.h"
#include "lua/argument.h"
#include "lua/flow.h"

#define COUNTER_TYPE "ianaports.flow.counter"

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

/* The fields of the table at index 1 --------------------------------------------------------- */

static struct text text_field(lua_State *L, const char *name) {
  size_t length;
  lua_getfield(L, 1, name);
  const char *bytes = luaL_checklstring(L, -1, &length);
  lua_pop(L, 1); /* the table keeps it */
  return (struct text){ bytes, length };
}

static size_t number_field(lua_State *L, const char *name) {
  lua_getfield(L, 1, name);
  lua_Integer number = luaL_checkinteger(L, -1);
  lua_pop(L, 1);
  luaL_argcheck(L, number > 0, 1, name);
  return (size_t)number;
}

/* Returns a column from 0. */
static size_t column_field(lua_State *L, const char *name, size_t width) {
  lua_getfield(L, 1, name);
  bool is_there = !lua_isnil(L, -1);
  lua_pop(L, 1);
  size_t column = is_there ? number_field(L, name) - 1 : COUNTER_NO_COLUMN;
  luaL_argcheck(L, !is_there || column < width, 1, name);
  return column;
}

static size_t last_of(size_t one, size_t other) {
  return other != COUNTER_NO_COLUMN && other > one ? other : one;
}

static struct counter_form form_of_table(lua_State *L) {
  struct counter_form form = { .cells = { .own = PROTOCOL_ANY } };
  struct record_form *records = &form.records;
  records->delimiter = text_field(L, "delimiter").bytes[0];
  records->delimiter_name = text_field(L, "delimiter_name").bytes;
  records->width = number_field(L, "width");
  form.port = column_field(L, "port", records->width);
  form.key = column_field(L, "key", records->width);
  form.host = column_field(L, "host", records->width);
  luaL_argcheck(L, form.port != COUNTER_NO_COLUMN, 1, "port");
  records->mark = form.port;
  records->mark_cell = text_field(L, "port_cell");
  records->needed = last_of(last_of(form.port, form.key), form.host) + 1;
  form.cells.has_key = form.key != COUNTER_NO_COLUMN;
  lua_getfield(L, 1, "own");
  if (!lua_isnil(L, -1)) {
    form.cells.own = argument_to_protocol(L, -1);
    luaL_argcheck(L, form.cells.own >= 0 && form.cells.own < PROTOCOL_NONE, 1, "own");
  }
  lua_getfield(L, 1, "ignores_zero");
  form.cells.ignores_zero = lua_toboolean(L, -1);
  lua_pop(L, 2);
  return form;
}

/* counter(FORM) returns a counter. FORM is a table of `delimiter`, `delimiter_name`, `width`,
   `port_cell` (the cell of the header by which it is known if it comes again) and the numbers of
   the columns `port`, `key` and `host`; `own` and `ignores_zero`, see format/columns.lua; `line` of
   the first record; and how much is kept: `hosts` of a port, `all_hosts`, and the `longest`, in
   bytes. */
static int new_counter(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  struct counter_form form = form_of_table(L);
  struct counter_limits limits = {
    .hosts = (uint32_t)number_field(L, "hosts"),
    .all_hosts = (uint32_t)number_field(L, "all_hosts"),
    .host_length = number_field(L, "longest"),
  };
  luaL_argcheck(L, limits.host_length <= COUNTER_LONGEST_HOST, 1, "longest");
  size_t line = number_field(L, "line");
  struct counter *counter = lua_newuserdata(L, sizeof *counter);
  *counter = (struct counter){ .known = NULL };
  lua_pushvalue(L, 1);
  lua_setuservalue(L, -2); /* keeps the texts of the form */
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
    lua_pushinteger(L, (lua_Integer)counter->reader.line);
    return 3;
  case COUNTER_ENDLESS:
    lua_pushnil(L);
    lua_pushstring(L, counter->reader.failure.message);
    lua_pushinteger(L, (lua_Integer)counter->reader.failure.line);
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

static void push_errors(lua_State *L, const struct record_reader *reader) {
  lua_newtable(L);
  for (size_t i = 0; i < reader->wrong && i < RECORD_MOST_ERRORS; i++) {
    lua_createtable(L, 2, 0);
    lua_pushinteger(L, (lua_Integer)reader->errors[i].line);
    lua_rawseti(L, -2, 1);
    lua_pushstring(L, reader->errors[i].message);
    lua_rawseti(L, -2, 2);
    lua_rawseti(L, -2, (int)i + 1);
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
   fields `skipped`, `is_full`, `wrong`, and `errors`: an array of the first of these, as arrays of
   line and message. Frees the memory of the counter. */
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
  push_errors(L, &counter->reader);
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
