/* ianaports.flow: CSV for annotate, and the meaning of cells. */

#include "lua/flow.h"

#include <stdlib.h>

#include "flow/annotate.h"
#include "lua/argument.h"
#include "lua/module.h"
#include "system/system.h"

#pragma GCC visibility push(hidden)

/* Fields of tables ---------------------------------------------------------------------------- */

/* Reads a text, which is empty if it is absent. It is anchored in the table at index `anchors`. */
static struct text take_text(lua_State *L, int table, const char *name, int anchors) {
  size_t length = 0;
  lua_getfield(L, table, name);
  const char *bytes = luaL_optlstring(L, -1, "", &length);
  lua_rawseti(L, anchors, (int)lua_rawlen(L, anchors) + 1);
  return (struct text){ bytes, length };
}

size_t flow_take_number(lua_State *L, int table, const char *name) {
  lua_getfield(L, table, name);
  lua_Integer number = luaL_optinteger(L, -1, 0);
  lua_pop(L, 1);
  if (number < 0 || number > RECORD_LONGEST + 1) {
    luaL_error(L, "bad field '%s'", name);
  }
  return (size_t)number;
}

bool flow_take_boolean(lua_State *L, int table, const char *name) {
  lua_getfield(L, table, name);
  bool value = lua_toboolean(L, -1) != 0;
  lua_pop(L, 1);
  return value;
}

int flow_take_own(lua_State *L, int table) {
  lua_getfield(L, table, "own");
  int protocol = argument_to_protocol(L, -1);
  lua_pop(L, 1);
  return protocol >= 0 && protocol < PROTOCOL_NONE ? protocol : PROTOCOL_ANY;
}

struct record_form flow_take_form(lua_State *L, int table, int anchors) {
  struct record_form form = { .needed = 0 };
  struct text delimiter = take_text(L, table, "delimiter", anchors);
  luaL_argcheck(L, delimiter.length == 1, table, "delimiter");
  form.delimiter = delimiter.bytes[0];
  form.delimiter_name = take_text(L, table, "delimiter_name", anchors).bytes;
  form.width = flow_take_number(L, table, "width");
  form.mark_cell = take_text(L, table, "port_cell", anchors);
  return form;
}

/* Errors -------------------------------------------------------------------------------------- */

/* Pushes the line and the message of an error. */
static int push_error(lua_State *L, const struct error *error) {
  compat_push_count(L, error->line);
  lua_pushstring(L, error->message);
  return 2;
}

void flow_push_errors(lua_State *L, const struct record_reader *reader) {
  lua_newtable(L);
  for (int i = 0; i < RECORD_MOST_ERRORS && (uint64_t)i < reader->wrong; i++) {
    lua_createtable(L, 2, 0);
    push_error(L, &reader->errors[i]);
    lua_rawseti(L, -3, 2);
    lua_rawseti(L, -2, 1);
    lua_rawseti(L, -2, i + 1);
  }
}

/* Annotators ---------------------------------------------------------------------------------- */

#define ANNOTATOR_TYPE "ianaports.annotator"

/* The user value of an annotator: a table with the registry's handle, then all strings that the
   annotator points to. */
enum { ANCHOR_HANDLE = 1 };

/* A script may collect an annotator through the debug library, and use it after that. */
static struct annotator *check_annotator(lua_State *L) {
  struct annotator *annotator = luaL_checkudata(L, 1, ANNOTATOR_TYPE);
  if (annotator->known == NULL) {
    luaL_error(L, "attempt to use a closed annotator");
  }
  return annotator;
}

static int collect_annotator(lua_State *L) {
  annotate_close(luaL_checkudata(L, 1, ANNOTATOR_TYPE));
  return 0;
}

/* Reads a table of `port`, `key`, `own` and `ignores_zero`, see format/columns.lua, and `name`,
   into a column. The numbers become those from 0. */
static void take_port(lua_State *L, int table, int anchors, struct annotate_port *column,
                      struct record_form *form) {
  size_t port = flow_take_number(L, table, "port");
  size_t key = flow_take_number(L, table, "key");
  if (port == 0 || port > form->width || key > form->width) {
    luaL_error(L, "bad field 'ports'");
  }
  column->port = port - 1;
  column->key = key > 0 ? key - 1 : 0;
  column->cells = (struct cell_columns){ key > 0, flow_take_own(L, table),
                                         flow_take_boolean(L, table, "ignores_zero") };
  column->name = take_text(L, table, "name", anchors);
  size_t last = port > key ? port : key;
  form->needed = last > form->needed ? last : form->needed;
}

static void take_ports(lua_State *L, int table, int anchors, struct annotate_plan *plan,
                       struct record_form *form) {
  lua_getfield(L, table, "ports");
  luaL_checktype(L, -1, LUA_TTABLE);
  int ports = lua_gettop(L);
  size_t count = (size_t)lua_rawlen(L, ports);
  luaL_argcheck(L, count > 0, 2, "no ports");
  plan->ports = calloc(count, sizeof *plan->ports);
  if (plan->ports == NULL) {
    luaL_error(L, "not enough memory");
    return;
  }
  for (; plan->port_count < count; plan->port_count++) {
    lua_rawgeti(L, ports, (int)plan->port_count + 1);
    luaL_checktype(L, -1, LUA_TTABLE);
    take_port(L, ports + 1, anchors, &plan->ports[plan->port_count], form);
    lua_settop(L, ports);
  }
  form->mark = plan->ports[0].port;
}

static void take_fields(lua_State *L, int table, struct annotate_plan *plan) {
  static const char *const names[] = { "service", "description", "status", "class", NULL };
  lua_getfield(L, table, "fields");
  luaL_checktype(L, -1, LUA_TTABLE);
  for (size_t i = 0; i < ANNOTATE_FIELD_COUNT && i < lua_rawlen(L, -1); i++) {
    lua_rawgeti(L, -1, (int)i + 1);
    plan->fields[i] = (enum annotate_field)luaL_checkoption(L, -1, NULL, names);
    plan->field_count = i + 1;
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

/* annotator(registry, plan) returns an annotator. The plan is a table of the fields that
   flow_take_form reads, and of these:

     line        that of the first record below the header
     ports       an array of tables, see take_port
     fields      an array of what to add for each port: "service" and the like
     unknown     what stands for services that are not known; or nil
     adds_side   whether to add which of two ports is the server's
     names       what to add to a header, each name after a delimiter */
static int new_annotator(lua_State *L) {
  enum { HANDLE = 1, PLAN, SELF, ANCHORS };
  handle_check(L, HANDLE);
  luaL_checktype(L, PLAN, LUA_TTABLE);
  lua_settop(L, PLAN);
  struct annotator *annotator = lua_newuserdata(L, sizeof *annotator);
  *annotator = (struct annotator){ .named = 0 };
  handle_set_type(L, ANNOTATOR_TYPE, collect_annotator);
  lua_newtable(L);
  lua_pushvalue(L, HANDLE);
  lua_rawseti(L, ANCHORS, ANCHOR_HANDLE);
  struct annotate_plan *plan = &annotator->plan;
  struct record_form form = flow_take_form(L, PLAN, ANCHORS);
  take_ports(L, PLAN, ANCHORS, plan, &form);
  take_fields(L, PLAN, plan);
  plan->unknown = take_text(L, PLAN, "unknown", ANCHORS);
  plan->names = take_text(L, PLAN, "names", ANCHORS);
  plan->adds_side = flow_take_boolean(L, PLAN, "adds_side") && plan->port_count == 2;
  size_t line = flow_take_number(L, PLAN, "line");
  lua_settop(L, ANCHORS);
  lua_setuservalue(L, SELF);
  if (!annotate_open(annotator, form, line)) {
    luaL_error(L, "not enough memory");
  }
  return 1;
}

/* annotate(annotator, block) takes the next bytes; an empty block says that none will follow; nil,
   that the output was written. Returns the output, and whether there is more of it; then, if
   nothing can follow the output, the line of what is wrong and a message. */
static int annotate(lua_State *L) {
  struct annotator *annotator = check_annotator(L);
  bool has_block = !lua_isnoneornil(L, 2);
  size_t length = 0;
  const char *bytes = luaL_optlstring(L, 2, "", &length);
  lua_settop(L, 2);
  lua_getuservalue(L, 1);
  lua_rawgeti(L, -1, ANCHOR_HANDLE);
  struct handle *handle = handle_check(L, lua_gettop(L));
  unsigned holds = handle->holds;
  const struct registry *registry = handle_hold(L, handle);
  enum annotate_result result = ANNOTATE_NO_MEMORY;
  if (!has_block || record_feed(&annotator->reader, (struct text){ bytes, length }, length == 0)) {
    result = annotate_run(annotator, registry);
  }
  handle_release_to(handle, holds);
  if (result == ANNOTATE_NO_MEMORY) {
    return luaL_error(L, "not enough memory");
  }
  lua_pushlstring(L, (const char *)annotator->out.bytes, annotator->out.length);
  annotator->out.length = 0;
  lua_pushboolean(L, result == ANNOTATE_FULL);
  return result == ANNOTATE_ENDLESS ? 2 + push_error(L, &annotator->reader.failure) : 2;
}

/* counts(annotator) returns how many rows there were, how many of them have a service, how many are
   wrong, and the first of these, as flow_push_errors has them. */
static int counts(lua_State *L) {
  const struct annotator *annotator = check_annotator(L);
  const struct record_reader *reader = &annotator->reader;
  compat_push_count(L, reader->rows);
  compat_push_count(L, annotator->named);
  compat_push_count(L, reader->wrong);
  flow_push_errors(L, reader);
  return 4;
}

/* Cells --------------------------------------------------------------------------------------- */

/* read_cells(columns, port, key) returns what the cells say, which are strings: the port, a word,
   and its protocol or nil; or nil if they name no port of the registry's protocols. `columns` is a
   table as format/columns.lua makes it. */
static int read_cells(lua_State *L) {
  size_t port_length;
  size_t key_length = 0;
  luaL_checktype(L, 1, LUA_TTABLE);
  const char *port = luaL_checklstring(L, 2, &port_length);
  const char *key = luaL_optlstring(L, 3, "", &key_length);
  struct cell_columns columns = { !lua_isnoneornil(L, 3), flow_take_own(L, 1),
                                  flow_take_boolean(L, 1, "ignores_zero") };
  struct endpoint endpoint =
    cell_read(&columns, (struct text){ port, port_length }, (struct text){ key, key_length });
  if (endpoint.kind == ENDPOINT_NONE) {
    return 0;
  }
  lua_pushlstring(L, endpoint.word.bytes, endpoint.word.length);
  if (endpoint.protocol == PROTOCOL_ANY) {
    return 1;
  }
  lua_pushstring(L, protocol_names[endpoint.protocol]);
  return 2;
}

/* cell_value(text) returns the text of a cell without the blanks around it; or nil if that is a
   word for nothing, such as "-". */
static int value_of_cell(lua_State *L) {
  size_t length;
  const char *bytes = luaL_checklstring(L, 1, &length);
  struct text value = cell_value((struct text){ bytes, length });
  if (value.length == 0) {
    return 0;
  }
  lua_pushlstring(L, value.bytes, value.length);
  return 1;
}

/* no_port(word) returns what to say of a word that is no port. */
static int no_port(lua_State *L) {
  struct error error = { .line = 0 };
  size_t length;
  const char *bytes = luaL_checklstring(L, 1, &length);
  cell_complain((struct text){ bytes, length }, &error);
  lua_pushstring(L, error.message);
  return 1;
}

const luaL_Reg flow_csv_functions[] = {
  { "annotator", new_annotator },
  { "annotate", annotate },
  { "counts", counts },
  { "read_cells", read_cells },
  { "cell_value", value_of_cell },
  { "no_port", no_port },
  { NULL, NULL },
};

int luaopen_ianaports_flow(lua_State *L) {
  luaL_checkversion(L);
  system_stay_loaded();
  lua_newtable(L);
  luaL_setfuncs(L, flow_csv_functions, 0);
  luaL_setfuncs(L, flow_text_functions, 0);
  luaL_setfuncs(L, flow_count_functions, 0);
  luaL_setfuncs(L, flow_port_functions, 0);
  return 1;
}
