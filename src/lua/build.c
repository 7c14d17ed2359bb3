/* Registries from Lua rows. */

/***
@module ianaports
*/

/***
Other registries.
@section build
*/

#include <limits.h>
#include <string.h>

#include "info_fields.h"
#include "lua/argument.h"
#include "lua/call_error.h"
#include "lua/entry.h"
#include "lua/module.h"
#include "registry/builder.h"

#pragma GCC visibility push(hidden)

#define BUILDING_TYPE "ianaports.builder"

/* A userdata that owns the builder. */
struct building {
  struct builder builder;
  bool is_finalized; /* by a script; what was added before is lost */
};

/* The item that is being added, as in "rows[3].port_number". */
struct item {
  const char *list;  /* "overlay", "rows", "contacts", "info", "info.sources" ... */
  int index;         /* 0: none */
  const char *field; /* NULL: none */
};

enum { ARG_PARTS = 1, ARG_HANDLER };

/* Calls the handler with the error as a table, and raises what it returns. */
static int call_handler(lua_State *L, const struct item *item, const char *reason) {
  lua_pushvalue(L, ARG_HANDLER);
  lua_createtable(L, 0, 4);
  entry_set_string(L, "list", item->list);
  entry_set_string(L, "field", item->field != NULL ? item->field : "");
  entry_set_string(L, "reason", reason);
  if (item->index > 0) {
    lua_pushinteger(L, item->index);
    lua_setfield(L, -2, "index");
  }
  lua_call(L, 1, 1);
  return lua_error(L);
}

/* Raises an argument error about the item, or lets the handler decide. */
static int raise(lua_State *L, const struct item *item, const char *reason) {
  if (!lua_isnoneornil(L, ARG_HANDLER)) {
    return call_handler(L, item, reason);
  }
  const char *name = item->list;
  if (item->index > 0) {
    name = lua_pushfstring(L, "%s[%d]", name, item->index);
  }
  if (item->field != NULL) {
    name = lua_pushfstring(L, "%s.%s", name, item->field);
  }
  return call_error(L, ARG_PARTS, lua_pushfstring(L, "%s: %s", name, reason));
}

/* Raises an error about the value on top of the stack. */
static int refuse(lua_State *L, const struct item *item, const char *expected) {
  const char *got = argument_describe(L, -1);
  return raise(L, item, lua_pushfstring(L, "%s expected, got %s", expected, got));
}

/* Raises an error about the key below the top of the stack. */
static int refuse_key(lua_State *L, struct item item, const char *expected) {
  lua_pushvalue(L, -2);
  item.field = NULL;
  return refuse(L, &item, expected);
}

/* Raises an error if the builder returned one. */
static void check_added(lua_State *L, struct item item, enum build_error error) {
  if (error == BUILD_NO_MEMORY) {
    luaL_error(L, "%s", build_message(error));
  }
  if (error != BUILD_OK) {
    item.field = NULL;
    raise(L, &item, build_message(error));
  }
}

static void check_table(lua_State *L, const struct item *item) {
  if (!lua_istable(L, -1)) {
    refuse(L, item, "table");
  }
}

/* Returns the string on top of the stack, which its table keeps alive. */
static struct text read_text(lua_State *L, const struct item *item) {
  if (lua_type(L, -1) != LUA_TSTRING) {
    refuse(L, item, "string");
  }
  struct text text = argument_to_text(L, -1);
  if (memchr(text.bytes, '\0', text.length) != NULL) {
    refuse(L, item, "string without NUL bytes");
  }
  return text;
}

static uint16_t read_port(lua_State *L, const struct item *item) {
  int port = argument_to_port(L, -1);
  if (port < 0) {
    refuse(L, item, "port number 0-65535");
  }
  return (uint16_t)port;
}

static enum protocol read_protocol(lua_State *L, const struct item *item) {
  int protocol = argument_to_protocol(L, -1);
  bool is_known = protocol >= 0 && protocol != PROTOCOL_OTHER;
  return (enum protocol)(is_known ? protocol : refuse(L, item, ARGUMENT_PROTOCOLS));
}

/* Makes the key below the top of the stack the item's field, and returns it. */
static struct text read_key(lua_State *L, struct item *item, const char *expected) {
  if (lua_type(L, -2) != LUA_TSTRING) {
    refuse_key(L, *item, expected);
  }
  item->field = lua_tostring(L, -2);
  return argument_to_text(L, -2);
}

#define ROW_EXPECTED "a field of an entry (service_name, port_number, port_last, ...)"

/* Reads the value on top of the stack. */
static void read_row_value(lua_State *L, struct builder *builder, struct item *item,
                           struct row *row, int field) {
  switch (field) {
  case FIELD_PORT_NUMBER:
    row->ports.first = read_port(L, item);
    row->has_port = true;
    break;
  case FIELD_PORT_LAST:
    row->ports.last = read_port(L, item);
    row->ports.is_range = true;
    break;
  case FIELD_TRANSPORT_PROTOCOL:
    row->protocol = read_protocol(L, item);
    break;
  default:
    check_added(
      L, *item,
      builder_add_cell(builder, (enum column)field, read_text(L, item), &row->offsets[field]));
  }
}

/* Reads the key and the value on top of the stack. Ignores derived fields, since the builder
   derives them. */
static void read_row_pair(lua_State *L, struct builder *builder, struct item *item,
                          struct row *row) {
  struct text key = read_key(L, item, ROW_EXPECTED);
  int field = NAME_INDEX(entry_fields, FIELD_COUNT, key);
  if (field < 0) {
    refuse_key(L, *item, ROW_EXPECTED);
  } else if (field != FIELD_STATUS && field != COLUMN_ALIAS_OF) {
    read_row_value(L, builder, item, row, field);
  }
}

static void check_ports(lua_State *L, struct item item, struct row *row) {
  struct port_range *ports = &row->ports;
  if (!ports->is_range) {
    ports->last = ports->first;
  } else if (!row->has_port || ports->last < ports->first) {
    item.field = "port_last";
    lua_pushinteger(L, ports->last);
    refuse(L, &item, "port not below port_number");
  }
}

static void add_row(lua_State *L, struct builder *builder, struct item *item) {
  struct row row = { .protocol = PROTOCOL_NONE };
  check_table(L, item);
  lua_pushnil(L);
  while (lua_next(L, -2) != 0) {
    read_row_pair(L, builder, item, &row);
    lua_pop(L, 1);
  }
  check_ports(L, *item, &row);
  check_added(L, *item, builder_add_row(builder, &row));
}

#define CONTACT_EXPECTED "a field of a contact (id, name, organization, uri, last_updated)"

static void add_contact(lua_State *L, struct builder *builder, struct item *item) {
  uint32_t offsets[CONTACT_FIELD_COUNT] = { 0 };
  check_table(L, item);
  lua_pushnil(L);
  while (lua_next(L, -2) != 0) {
    struct text key = read_key(L, item, CONTACT_EXPECTED);
    int field = NAME_INDEX(contact_fields, CONTACT_FIELD_COUNT, key);
    if (field >= 0) {
      struct text text = read_text(L, item);
      text = field == CONTACT_ID ? field_contact_id(text) : text;
      check_added(L, *item, builder_add_text(builder, text, &offsets[field]));
    } else if (!text_equal(key, TEXT_LITERAL("email"))) { /* derived from the URI */
      refuse_key(L, *item, CONTACT_EXPECTED);
    }
    lua_pop(L, 1);
  }
  if (offsets[CONTACT_ID] == 0) {
    item->field = contact_fields[CONTACT_ID];
    lua_pushnil(L);
    refuse(L, item, "string");
  }
  check_added(L, *item, builder_add_contact(builder, offsets));
}

typedef void add_function(lua_State *L, struct builder *builder, struct item *item);

/* Pushes the next item of the array, or of the function, on top of the stack. */
static void push_item(lua_State *L, int index) {
  if (lua_isfunction(L, -1)) {
    lua_pushvalue(L, -1);
    lua_call(L, 0, 1);
  } else {
    lua_rawgeti(L, -1, index);
  }
}

/* Adds each item of the array, or each item that the function returns, on top of the stack. */
static void add_each(lua_State *L, struct builder *builder, const char *list, const char *expected,
                     add_function *add) {
  struct item item = { list, 0, NULL };
  bool is_function = lua_isfunction(L, -1);
  if (!is_function && !lua_istable(L, -1)) {
    refuse(L, &item, expected);
  }
  int count = is_function ? INT_MAX : argument_count_values(L);
  while (item.index < count) {
    item.index++;
    item.field = NULL;
    push_item(L, item.index);
    if (is_function && lua_isnil(L, -1)) {
      count = 0;
    } else {
      add(L, builder, &item);
    }
    lua_pop(L, 1);
  }
}

static void add_source(lua_State *L, struct builder *builder, struct item *item) {
  check_added(L, *item, builder_add_source(builder, read_text(L, item)));
}

static void add_lacking_column(lua_State *L, struct builder *builder, struct item *item) {
  int column = NAME_INDEX(entry_fields, COLUMN_CSV_COUNT, read_text(L, item));
  if (column >= 0) {
    builder->lacks |= 1U << column;
  } else {
    refuse(L, item, "field of an entry that holds text (assignee, ...)");
  }
}

#define LACKS_EXPECTED "a field of lacks (since, ports, columns, contacts, portless_names)"

/* Adds the table on top of the stack: what the registry lacks. */
static void add_lacks(lua_State *L, struct builder *builder) {
  struct item item = { "info.lacks", 0, NULL };
  check_table(L, &item);
  lua_pushnil(L);
  while (lua_next(L, -2) != 0) {
    int field = NAME_INDEX(lacks_fields, LACKS_FIELD_COUNT, read_key(L, &item, LACKS_EXPECTED));
    if (field < 0) {
      refuse_key(L, item, LACKS_EXPECTED);
    } else if (field < LACKS_FIELD_COLUMNS) {
      enum info_field text = (enum info_field)(INFO_HEADER_COUNT + field);
      check_added(L, item, builder_set_info(builder, text, read_text(L, &item)));
    } else if (field == LACKS_FIELD_COLUMNS) {
      add_each(L, builder, "info.lacks.columns", "array of columns", add_lacking_column);
    } else if (!lua_isboolean(L, -1)) {
      refuse(L, &item, "boolean");
    } else if (lua_toboolean(L, -1)) {
      builder->lacks |= 1U << (LACKS_CONTACTS + field - LACKS_FIELD_CONTACTS);
    }
    lua_pop(L, 1);
  }
}

#define INFO_EXPECTED \
  "a field of info (title, last_updated, experts, reference, note, sources, lacks)"

/* Adds the table on top of the stack. Ignores counts, since the builder counts. */
static void add_info(lua_State *L, struct builder *builder) {
  struct item item = { "info", 0, NULL };
  check_table(L, &item);
  lua_pushnil(L);
  while (lua_next(L, -2) != 0) {
    struct text key = read_key(L, &item, INFO_EXPECTED);
    int field = NAME_INDEX(info_fields, INFO_HEADER_COUNT, key);
    if (field >= 0) {
      check_added(L, item, builder_set_info(builder, (enum info_field)field, read_text(L, &item)));
    } else if (text_equal(key, TEXT_LITERAL("sources"))) {
      add_each(L, builder, "info.sources", "array of strings", add_source);
    } else if (text_equal(key, TEXT_LITERAL("lacks"))) {
      add_lacks(L, builder);
    } else if (!text_equal(key, TEXT_LITERAL("record_count")) &&
               !text_equal(key, TEXT_LITERAL("contact_count"))) {
      refuse_key(L, item, INFO_EXPECTED);
    }
    lua_pop(L, 1);
  }
}

static const char part_names[][9] = { "overlay", "rows", "contacts", "info" };

static void check_parts(lua_State *L) {
  lua_pushnil(L);
  while (lua_next(L, ARG_PARTS) != 0) {
    if (NAME_INDEX(part_names, 4, argument_to_text(L, -2)) < 0) {
      const char *got = argument_describe(L, -2);
      call_error(L, ARG_PARTS,
                 lua_pushfstring(L, "overlay, rows, contacts or info expected, got %s", got));
    }
    lua_pop(L, 1);
  }
}

/* Pushes a part, or nil; returns whether it is there. */
static bool push_part(lua_State *L, const char *part) {
  lua_pushstring(L, part);
  lua_rawget(L, ARG_PARTS);
  return !lua_isnil(L, -1);
}

static void add_tables(lua_State *L, struct builder *builder, const char *part, add_function *add) {
  if (push_part(L, part)) {
    add_each(L, builder, part, "array of tables", add);
  }
  lua_pop(L, 1);
}

static void add_parts(lua_State *L, struct builder *builder) {
  add_tables(L, builder, "overlay", add_row);
  builder->overlay_count = builder->record_count;
  add_tables(L, builder, "rows", add_row);
  add_tables(L, builder, "contacts", add_contact);
  if (push_part(L, "info")) {
    add_info(L, builder);
  }
  lua_pop(L, 1);
}

/* __gc. A script may call it as well, through the debug library, between two items. */
static int collect_building(lua_State *L) {
  struct building *building = luaL_checkudata(L, 1, BUILDING_TYPE);
  builder_free(&building->builder);
  building->is_finalized = true;
  return 0;
}

/***
Builds a registry from Lua tables. A row needs a service name or a port. On the module only.

@function build
@static
@tparam Parts parts the rows, the contacts and the header
@tparam[opt] function(BuildError):any handler called if a table or a field is wrong; what it
  returns is raised in place of the message
@treturn Registry the registry
@raise an argument error that names the row and the field that is wrong
@usage
local site = ianaports.build {
  rows = { { service_name = "billing", port_number = 9000, transport_protocol = "tcp" } },
}
site:service_name(9000) --> "billing"
*/
int api_build(lua_State *L) {
  if (!lua_istable(L, ARG_PARTS)) {
    argument_expected(L, ARG_PARTS, "table");
  }
  if (!lua_isnoneornil(L, ARG_HANDLER)) {
    if (!lua_isfunction(L, ARG_HANDLER)) {
      argument_expected(L, ARG_HANDLER, "function");
    }
  }
  lua_settop(L, ARG_HANDLER);
  struct handle *handle = handle_new(L);
  struct building *building = lua_newuserdata(L, sizeof *building);
  *building = (struct building){ .is_finalized = false };
  handle_set_type(L, BUILDING_TYPE, collect_building);
  check_parts(L);
  add_parts(L, &building->builder);
  if (building->is_finalized) {
    luaL_error(L, "the builder was finalized while it was in use");
  }
  enum build_error error = builder_finish(&building->builder, &handle->registry);
  builder_free(&building->builder);
  if (error != BUILD_OK) {
    luaL_error(L, "%s", build_message(error));
  }
  lua_pop(L, 1);
  handle_open(L, handle);
  return 1;
}
