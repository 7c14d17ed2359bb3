/* Registries from Lua rows. */

/***
@module ianaports
*/

/***
Other registries.
@section build
*/

#include <string.h>

#include "lua/argument.h"
#include "lua/entry.h"
#include "lua/functions.h"
#include "lua/type.h"
#include "registry/builder.h"

#define LUA_BUILDER_TYPE "ianaports.builder"

/* The userdata. */
struct lua_builder {
  struct builder builder;
  bool is_finalized; /* what was added until then is lost */
};

/* Where in the argument something is wrong, as "rows[3].port_number". */
struct place {
  const char *list;  /* "rows", "contacts" or "info" */
  int index;         /* 0: none */
  const char *field; /* NULL: none */
};

/* Raises an argument error about the value on top of the stack. */
static int refuse(lua_State *L, const struct place *place, const char *expected) {
  const char *got = argument_describe(L, -1);
  const char *where = place->list;
  if (place->index > 0) {
    where = lua_pushfstring(L, "%s[%d]", place->list, place->index);
  }
  if (place->field != NULL) {
    where = lua_pushfstring(L, "%s.%s", where, place->field);
  }
  return luaL_argerror(L, 1, lua_pushfstring(L, "%s: %s expected, got %s", where, expected, got));
}

/* Raises an error for a error of the builder. */
static void check_added(lua_State *L, const struct place *place, enum build_error error) {
  if (error == BUILD_NO_MEMORY) {
    luaL_error(L, "%s", build_message(error));
  }
  if (error != BUILD_OK) {
    luaL_argerror(
      L, 1, lua_pushfstring(L, "%s[%d]: %s", place->list, place->index, build_message(error)));
  }
}

/* The string on top of the stack, which its table holds on to. */
static struct text read_text(lua_State *L, const struct place *place) {
  if (lua_type(L, -1) != LUA_TSTRING) {
    refuse(L, place, "string");
  }
  struct text text = argument_to_text(L, -1);
  if (memchr(text.bytes, '\0', text.length) != NULL) {
    refuse(L, place, "string without NUL bytes");
  }
  return text;
}

static uint16_t read_port(lua_State *L, const struct place *place) {
  uint16_t port = 0;
  if (!argument_to_port(L, -1, &port)) {
    refuse(L, place, "port number 0-65535");
  }
  return port;
}

static enum protocol read_protocol(lua_State *L, const struct place *place) {
  int protocol = argument_to_protocol(L, -1);
  if (protocol < 0) {
    refuse(L, place, ARGUMENT_PROTOCOLS);
  }
  return (enum protocol)protocol;
}

/* The number of a field in a table of names, or -1. */
static int field_number(const char *names, size_t size, int count, struct text field) {
  for (int i = 0; i < count; i++) {
    if (text_equal(text_of(names + (size_t)i * size), field)) {
      return i;
    }
  }
  return -1;
}

#define FIELD_NUMBER(names, count, field) field_number((names)[0], sizeof(names)[0], count, field)

/* Raises an error about the key below the top of the stack. */
static int refuse_field(lua_State *L, struct place place, const char *expected) {
  lua_pushvalue(L, -2);
  place.field = NULL;
  return refuse(L, &place, expected);
}

/* The key of the pair on top of the stack. */
static struct text read_key(lua_State *L, const struct place *place, const char *expected) {
  if (lua_type(L, -2) != LUA_TSTRING) {
    refuse_field(L, *place, expected);
  }
  return argument_to_text(L, -2);
}

#define ROW_EXPECTED "a field of an entry (service_name, port_number, port_last, ...)"

/* Ports as they come, in any order. */
struct row_ports {
  bool has_first;
  bool has_last;
  uint16_t first;
  uint16_t last;
};

/* Reads the pair on top of the stack. Derived fields are passed over: they are
   derived anew. */
static void read_row_pair(lua_State *L, struct builder *builder, struct place *place,
                          struct row *row, struct row_ports *ports) {
  struct text key = read_key(L, place, ROW_EXPECTED);
  int column = FIELD_NUMBER(lua_entry_fields, COLUMN_TEXT_COUNT, key);
  place->field = key.bytes;
  if (column >= 0) {
    check_added(
      L, place,
      builder_add_cell(builder, (enum column)column, read_text(L, place), &row->offsets[column]));
  } else if (text_equal(key, TEXT_LITERAL("port_number"))) {
    ports->first = read_port(L, place);
    ports->has_first = true;
  } else if (text_equal(key, TEXT_LITERAL("port_last"))) {
    ports->last = read_port(L, place);
    ports->has_last = true;
  } else if (text_equal(key, TEXT_LITERAL("transport_protocol"))) {
    row->protocol = read_protocol(L, place);
  } else if (!text_equal(key, TEXT_LITERAL("status")) &&
             !text_equal(key, TEXT_LITERAL("alias_of"))) {
    refuse_field(L, *place, ROW_EXPECTED);
  }
  place->field = NULL;
}

static void check_ports(lua_State *L, struct place place, struct row *row,
                        const struct row_ports *ports) {
  if (ports->has_last && (!ports->has_first || ports->last < ports->first)) {
    place.field = "port_last";
    lua_pushinteger(L, ports->last);
    refuse(L, &place, "port not below port_number");
  }
  row->has_port = ports->has_first;
  row->ports = (struct port_range){ ports->first, ports->has_last ? ports->last : ports->first,
                                    ports->has_last };
}

static void check_table(lua_State *L, const struct place *place) {
  if (!lua_istable(L, -1)) {
    refuse(L, place, "table");
  }
}

static void add_row(lua_State *L, struct builder *builder, struct place *place) {
  struct row row = { .protocol = PROTOCOL_NONE };
  struct row_ports ports = { .has_first = false };
  check_table(L, place);
  lua_pushnil(L);
  while (lua_next(L, -2) != 0) {
    read_row_pair(L, builder, place, &row, &ports);
    lua_pop(L, 1);
  }
  check_ports(L, *place, &row, &ports);
  check_added(L, place, builder_add_row(builder, &row));
}

#define CONTACT_EXPECTED "a field of a contact (id, name, organization, uri, last_updated)"

static void add_contact(lua_State *L, struct builder *builder, struct place *place) {
  struct text fields[CONTACT_FIELD_COUNT];
  check_table(L, place);
  for (int field = 0; field < CONTACT_FIELD_COUNT; field++) {
    fields[field] = TEXT_LITERAL("");
  }
  lua_pushnil(L);
  while (lua_next(L, -2) != 0) {
    struct text key = read_key(L, place, CONTACT_EXPECTED);
    int field = FIELD_NUMBER(lua_contact_fields, CONTACT_FIELD_COUNT, key);
    place->field = key.bytes;
    if (field >= 0) {
      fields[field] = read_text(L, place);
    } else if (!text_equal(key, TEXT_LITERAL("email"))) { /* derived from the URI */
      refuse_field(L, *place, CONTACT_EXPECTED);
    }
    place->field = NULL;
    lua_pop(L, 1);
  }
  fields[CONTACT_ID] = field_contact_id(fields[CONTACT_ID]);
  if (fields[CONTACT_ID].length == 0) {
    place->field = "id";
    lua_pushnil(L);
    refuse(L, place, "string");
  }
  uint32_t offsets[CONTACT_FIELD_COUNT] = { 0 };
  for (int field = 0; field < CONTACT_FIELD_COUNT; field++) {
    check_added(L, place, builder_add_text(builder, fields[field], &offsets[field]));
  }
  check_added(L, place, builder_add_contact(builder, offsets));
}

typedef void add_function(lua_State *L, struct builder *builder, struct place *place);

/* Adds each item that the function on top of the stack gives, until it gives nil; or false,
   for it has none for now, and then this is true. */
static bool add_given(lua_State *L, struct builder *builder, struct place *place,
                      add_function *add) {
  for (;; place->index++) {
    lua_pushvalue(L, -1);
    lua_call(L, 0, 1);
    if (!lua_toboolean(L, -1)) {
      bool more = !lua_isnil(L, -1);
      lua_pop(L, 1);
      return more;
    }
    add(L, builder, place);
    lua_pop(L, 1);
  }
}

/* Adds each item of the array on top of the stack, or of the function there, which has given
   `count` before. True where it is to be asked again. */
static bool add_each(lua_State *L, struct builder *builder, const char *list, uint32_t count,
                     const char *expected, add_function *add) {
  struct place place = { list, (int)count + 1, NULL };
  if (lua_isfunction(L, -1)) {
    return add_given(L, builder, &place, add);
  }
  place.index = 0;
  if (!lua_istable(L, -1)) {
    refuse(L, &place, expected);
  }
  int last = argument_count_values(L);
  for (place.index = 1; place.index <= last; place.index++) {
    lua_rawgeti(L, -1, place.index);
    add(L, builder, &place);
    lua_pop(L, 1);
  }
  return false;
}

static void add_source(lua_State *L, struct builder *builder, struct place *place) {
  check_added(L, place, builder_add_source(builder, read_text(L, place)));
}

#define INFO_EXPECTED "a field of info (title, last_updated, experts, reference, note, sources)"

/* Adds the table on top of the stack. Counts are passed over: they are counted anew. */
static void add_info(lua_State *L, struct builder *builder) {
  struct place place = { "info", 0, NULL };
  check_table(L, &place);
  lua_pushnil(L);
  while (lua_next(L, -2) != 0) {
    struct text key = read_key(L, &place, INFO_EXPECTED);
    int field = FIELD_NUMBER(lua_info_fields, INFO_FIELD_COUNT, key);
    place.field = key.bytes;
    if (field >= 0) {
      check_added(L, &place,
                  builder_set_info(builder, (enum info_field)field, read_text(L, &place)));
    } else if (text_equal(key, TEXT_LITERAL("sources"))) {
      add_each(L, builder, "info.sources", 0, "array of strings", add_source);
    } else if (!text_equal(key, TEXT_LITERAL("record_count")) &&
               !text_equal(key, TEXT_LITERAL("contact_count"))) {
      refuse_field(L, place, INFO_EXPECTED);
    }
    lua_pop(L, 1);
  }
}

static const char parts[][9] = { "overlay", "rows", "contacts", "info" };

#define PARTS_EXPECTED "overlay, rows, contacts or info"

static void check_parts(lua_State *L) {
  lua_pushnil(L);
  while (lua_next(L, 1) != 0) {
    struct text key = argument_to_text(L, -2);
    if (FIELD_NUMBER(parts, (int)(sizeof parts / sizeof parts[0]), key) < 0) {
      lua_pushvalue(L, -2);
      const char *got = argument_describe(L, -1);
      luaL_argerror(L, 1, lua_pushfstring(L, PARTS_EXPECTED " expected, got %s", got));
    }
    lua_pop(L, 1);
  }
}

/* Pushes the part; false where there is none. */
static bool push_part(lua_State *L, const char *part) {
  lua_pushstring(L, part);
  lua_rawget(L, 1);
  return !lua_isnil(L, -1);
}

/* Adds the tables of a part, of which there are `count`. True where it has more to come. */
static bool add_tables(lua_State *L, struct builder *builder, const char *part, uint32_t count,
                       add_function *add) {
  bool more = push_part(L, part) && add_each(L, builder, part, count, "array of tables", add);
  lua_pop(L, 1);
  return more;
}

/* Rows and contacts by turns, as far as they are there. */
static void add_rows_and_contacts(lua_State *L, struct builder *builder) {
  bool more_rows = true;
  bool more_contacts = true;
  while (more_rows || more_contacts) {
    more_rows = more_rows && add_tables(L, builder, "rows",
                                        builder->record_count - builder->overlay_count, add_row);
    more_contacts = more_contacts &&
                    add_tables(L, builder, "contacts", builder_contact_count(builder), add_contact);
  }
}

static void add_parts(lua_State *L, struct builder *builder) {
  while (add_tables(L, builder, "overlay", builder->record_count, add_row)) {
  }
  builder->overlay_count = builder->record_count;
  add_rows_and_contacts(L, builder);
  if (push_part(L, "info")) {
    add_info(L, builder);
  }
  lua_pop(L, 1);
}

/***
Builds a registry from Lua tables. A row needs a service name or a port. On the module only.

@function build
@static
@tparam Parts parts the rows, the contacts and the header
@treturn Registry the registry
@raise an argument error that names the row and the field that is wrong
@usage
local site = ianaports.build {
  rows = { { service_name = "billing", port_number = 9000, transport_protocol = "tcp" } },
}
site:service_name(9000) --> "billing"
*/
int api_build(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  struct lua_registry *handle = lua_registry_new(L);
  struct lua_builder *building = lua_newuserdata(L, sizeof *building);
  *building = (struct lua_builder){ .is_finalized = false };
  luaL_setmetatable(L, LUA_BUILDER_TYPE);
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
  lua_registry_open(L, handle);
  return 1;
}

/* A script may call it as well, by the debug library, between two items that are added. */
static int collect_builder(lua_State *L) {
  struct lua_builder *building = luaL_checkudata(L, 1, LUA_BUILDER_TYPE);
  builder_free(&building->builder);
  building->is_finalized = true;
  return 0;
}

void lua_build_register(lua_State *L) {
  static const luaL_Reg metamethods[] = { { "__gc", collect_builder }, { NULL, NULL } };
  lua_type_push(L, LUA_BUILDER_TYPE, metamethods);
  lua_pop(L, 1);
}
