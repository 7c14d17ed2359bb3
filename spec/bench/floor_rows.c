/* The module's rows as flat arrays, in the order in which they will be returned: nothing is
   searched for and no length is measured. */
#include "floor_rows.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct field {
  uint8_t name; /* index in names */
  bool is_integer;
  uint16_t length;
  uint32_t value; /* an integer, or the offset of the string in bytes */
};

enum { NAME_LIMIT = 24, NAME_SIZE = 32 };

/* A userdata, with all that it points to in the same block. */
struct rows {
  uint32_t count;
  uint32_t next;
  uint32_t *starts; /* count + 1: the index in fields of each row's first */
  uint32_t *sizes;  /* of the arrays that find_all_each returns, in turn */
  uint32_t size_count;
  uint32_t next_size;
  struct field *fields;
  char *bytes;
  bool is_constant; /* each row is 443/tcp; there are no fields */
  char names[NAME_LIMIT][NAME_SIZE];
};

static void push_next_row(lua_State *L, struct rows *rows) {
  uint32_t row = rows->next++;
  if (rows->next == rows->count) {
    rows->next = 0;
  }
  if (rows->is_constant) {
    floor_push_https(L);
    return;
  }
  const struct field *field = rows->fields + rows->starts[row];
  const struct field *end = rows->fields + rows->starts[row + 1];
  lua_createtable(L, 0, (int)(end - field));
  for (; field < end; field++) {
    if (field->is_integer) {
      lua_pushinteger(L, (lua_Integer)field->value);
    } else {
      lua_pushlstring(L, rows->bytes + field->value, field->length);
    }
    lua_setfield(L, -2, rows->names[field->name]);
  }
}

/* find: each call returns the next row, whatever the port. */
static int find_each_next(lua_State *L) {
  floor_check_port(L, 1);
  floor_check_tcp(L, 2);
  push_next_row(L, lua_touserdata(L, lua_upvalueindex(1)));
  return 1;
}

/* find_all without a protocol: each call returns the next array of rows, whatever the port. */
static int find_all_each_next(lua_State *L) {
  struct rows *rows = lua_touserdata(L, lua_upvalueindex(1));
  floor_check_port(L, 1);
  uint32_t size = rows->sizes[rows->next_size++];
  if (rows->next_size == rows->size_count) {
    rows->next_size = 0;
  }
  lua_createtable(L, (int)size, 0);
  for (uint32_t i = 1; i <= size; i++) {
    push_next_row(L, rows);
    lua_rawseti(L, -2, (int)i);
  }
  return 1;
}

/* entries and range: each call returns the next row, and nil after the last. */
static int entries_next(lua_State *L) {
  struct rows *rows = lua_touserdata(L, lua_upvalueindex(1));
  lua_Integer given = lua_tointeger(L, lua_upvalueindex(2));
  if (given == (lua_Integer)rows->count) {
    lua_pushnil(L);
    return 1;
  }
  lua_pushinteger(L, given + 1);
  lua_replace(L, lua_upvalueindex(2));
  push_next_row(L, rows);
  return 1;
}

static int push_closure(lua_State *L, lua_CFunction function) {
  lua_settop(L, 1);
  luaL_checktype(L, 1, LUA_TUSERDATA);
  lua_pushinteger(L, 0);
  lua_pushcclosure(L, function, 2);
  return 1;
}

static int find_each(lua_State *L) {
  return push_closure(L, find_each_next);
}

static int find_all_each(lua_State *L) {
  return push_closure(L, find_all_each_next);
}

static int entries(lua_State *L) {
  return push_closure(L, entries_next);
}

/* Making rows. ----------------------------------------------------------------------- */

struct extent {
  size_t fields;
  size_t bytes;
};

/* The space that the entries in the array at index 1 need. */
static struct extent measure(lua_State *L, uint32_t count) {
  struct extent extent = { 0, 0 };
  for (uint32_t row = 1; row <= count; row++) {
    lua_rawgeti(L, 1, (int)row);
    for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) {
      extent.fields++;
      if (lua_type(L, -1) == LUA_TSTRING) {
        extent.bytes += lua_rawlen(L, -1);
      }
    }
    lua_pop(L, 1);
  }
  return extent;
}

static uint8_t name_index(lua_State *L, struct rows *rows, const char *name) {
  for (uint8_t i = 0; i < NAME_LIMIT; i++) {
    if (rows->names[i][0] == '\0' && strlen(name) < NAME_SIZE) {
      strcpy(rows->names[i], name);
    }
    if (strcmp(rows->names[i], name) == 0) {
      return i;
    }
  }
  return (uint8_t)luaL_error(L, "too many field names, or one too long: %s", name);
}

/* The offset in bytes of the string on top of the stack, which is stored once for all rows. The
   table at index `known` has the offsets of stored strings. */
static uint32_t copy_string(lua_State *L, struct rows *rows, int known, uint32_t *used) {
  lua_pushvalue(L, -1);
  lua_rawget(L, known);
  uint32_t offset = *used;
  if (lua_isnil(L, -1)) {
    size_t length = 0;
    const char *string = lua_tolstring(L, -2, &length);
    memcpy(rows->bytes + offset, string, length);
    *used += (uint32_t)length;
    lua_pushvalue(L, -2);
    lua_pushinteger(L, (lua_Integer)offset);
    lua_rawset(L, known);
  } else {
    offset = (uint32_t)lua_tointeger(L, -1);
  }
  lua_pop(L, 1);
  return offset;
}

/* Adds the field whose name and value are on top of the stack. */
static struct field copy_field(lua_State *L, struct rows *rows, int known, uint32_t *used) {
  struct field field = { .name = name_index(L, rows, lua_tostring(L, -2)) };
  if (lua_type(L, -1) == LUA_TSTRING) {
    size_t length = lua_rawlen(L, -1);
    luaL_argcheck(L, length <= UINT16_MAX, 1, "cell too long");
    field.length = (uint16_t)length;
    field.value = copy_string(L, rows, known, used);
  } else {
    field.is_integer = true;
    field.value = (uint32_t)lua_tointeger(L, -1);
  }
  return field;
}

static void copy_rows(lua_State *L, struct rows *rows) {
  uint32_t used_fields = 0;
  uint32_t used_bytes = 0;
  lua_newtable(L);
  int known = lua_gettop(L);
  for (uint32_t row = 0; row < rows->count; row++) {
    rows->starts[row] = used_fields;
    lua_rawgeti(L, 1, (int)row + 1);
    for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) {
      rows->fields[used_fields++] = copy_field(L, rows, known, &used_bytes);
    }
    lua_pop(L, 1);
  }
  rows->starts[rows->count] = used_fields;
  lua_pop(L, 1);
}

/* The sizes in the array at index 2, if there is one; together they are all rows. */
static void copy_sizes(lua_State *L, struct rows *rows) {
  uint32_t sum = 0;
  for (uint32_t i = 0; i < rows->size_count; i++) {
    lua_rawgeti(L, 2, (int)i + 1);
    rows->sizes[i] = (uint32_t)lua_tointeger(L, -1);
    sum += rows->sizes[i];
    lua_pop(L, 1);
  }
  luaL_argcheck(L, rows->size_count == 0 || sum == rows->count, 2, "not the sizes of these rows");
}

/* A new userdata with the space for `count` rows and for `extent`. */
static struct rows *new_rows(lua_State *L, uint32_t count, struct extent extent) {
  uint32_t size_count = lua_istable(L, 2) ? (uint32_t)lua_rawlen(L, 2) : 0;
  size_t words = (size_t)count + 1 + size_count;
  struct rows *rows = lua_newuserdata(L, sizeof *rows + words * sizeof rows->starts[0] +
                                           extent.fields * sizeof rows->fields[0] + extent.bytes);
  memset(rows, 0, sizeof *rows);
  rows->count = count;
  rows->size_count = size_count;
  rows->starts = (uint32_t *)(rows + 1);
  rows->sizes = rows->starts + count + 1;
  rows->fields = (struct field *)(rows->sizes + size_count);
  rows->bytes = (char *)(rows->fields + extent.fields);
  copy_sizes(L, rows);
  return rows;
}

/* rows(entries [, sizes]) */
static int rows_of_entries(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  uint32_t count = (uint32_t)lua_rawlen(L, 1);
  copy_rows(L, new_rows(L, count, measure(L, count)));
  return 1;
}

/* constant_rows(count [, sizes]): so many times the entry of 443/tcp */
static int constant_rows(lua_State *L) {
  uint32_t count = (uint32_t)luaL_checkinteger(L, 1);
  new_rows(L, count, (struct extent){ 0, 0 })->is_constant = true;
  return 1;
}

const luaL_Reg floor_rows_functions[] = {
  { "rows", rows_of_entries }, { "constant_rows", constant_rows },
  { "find_each", find_each },  { "find_all_each", find_all_each },
  { "entries", entries },      { NULL, NULL },
};
