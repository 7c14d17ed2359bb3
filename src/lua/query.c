/***
@module ianaports
*/

/***
Counting and searching.
@section search
*/

#include "lua/query.h"

#include <string.h>

#include "base/glob.h"
#include "lua/argument.h"
#include "lua/call_error.h"
#include "lua/entry.h"
#include "lua/module.h"

#pragma GCC visibility push(hidden)

/* A filter table that is being compiled. */
struct compiler {
  struct query *query;
  int arg;
  bool is_check;                /* errors are tables */
  int string_count;             /* in the anchor */
  const struct filter_key *key; /* being read; its value is on top of the stack */
};

/* The anchor is a table: `where` at 1, then strings; results of query_prepare from -1 down. */
enum { ANCHOR_WHERE = 1, ANCHOR_FOUND = -1 };

/* A filter key, and the function that reads its value. */
struct filter_key {
  char name[28];
  enum column column; /* if the function serves several columns; else COLUMN_COUNT */
  void (*read)(lua_State *L, struct compiler *compiler);
};

/* Raises an argument error. If the filter is only checked, raises a table with the fields
   `message` and `key`, which is absent if no single value is wrong. */
static int raise(lua_State *L, const struct compiler *compiler, const char *key,
                 const char *message) {
  if (compiler->is_check) {
    lua_newtable(L);
    lua_pushstring(L, message);
    lua_setfield(L, -2, "message");
    lua_pushstring(L, key);
    lua_setfield(L, -2, "key");
    return lua_error(L);
  }
  if (key != NULL) {
    message = lua_pushfstring(L, "filter key '%s': %s", key, message);
  }
  return call_error(L, compiler->arg, message);
}

static int refuse(lua_State *L, const struct compiler *compiler, const char *expected) {
  const char *got = argument_describe(L, -1);
  return raise(L, compiler, compiler->key->name,
               lua_pushfstring(L, "%s expected, got %s", expected, got));
}

static struct text read_string(lua_State *L, struct compiler *compiler) {
  if (lua_type(L, -1) != LUA_TSTRING) {
    refuse(L, compiler, "string");
  }
  lua_pushvalue(L, -1);
  lua_rawseti(L, compiler->query->anchor, ANCHOR_WHERE + ++compiler->string_count);
  return argument_to_text(L, -1);
}

static bool read_flag(lua_State *L, struct compiler *compiler) {
  if (!lua_isboolean(L, -1)) {
    refuse(L, compiler, "boolean");
  }
  return lua_toboolean(L, -1);
}

/* Returns the number of the value at this index, or -1. */
typedef int member_function(lua_State *L, int index);

static unsigned read_member(lua_State *L, struct compiler *compiler, member_function *to_member,
                            const char *expected) {
  int member = to_member(L, -1);
  return member >= 0 ? 1U << member : (unsigned)refuse(L, compiler, expected);
}

/* Reads one value, or an array of at least one, as bits 1 << number. */
static unsigned read_set(lua_State *L, struct compiler *compiler, member_function *to_member,
                         const char *expected) {
  if (!lua_istable(L, -1)) {
    return read_member(L, compiler, to_member, expected);
  }
  unsigned set = 0;
  int count = argument_count_values(L);
  for (int i = 1; i <= count; i++) {
    lua_rawgeti(L, -1, i);
    set |= read_member(L, compiler, to_member, expected);
    lua_pop(L, 1);
  }
  if (set == 0) {
    raise(L, compiler, compiler->key->name,
          lua_pushfstring(L, "%s expected, got an empty array", expected));
  }
  return set;
}

static int to_status(lua_State *L, int index) {
  return NAME_INDEX(status_names, STATUS_COUNT, argument_to_text(L, index));
}

static int to_class(lua_State *L, int index) {
  return NAME_INDEX(class_names, CLASS_COUNT, argument_to_text(L, index));
}

static void read_protocol(lua_State *L, struct compiler *compiler) {
  filter_protocols(&compiler->query->filter,
                   read_set(L, compiler, argument_to_protocol, ARGUMENT_PROTOCOLS));
}

static void read_class(lua_State *L, struct compiler *compiler) {
  filter_classes(&compiler->query->filter,
                 read_set(L, compiler, to_class, "system, user or dynamic"));
}

static void read_status(lua_State *L, struct compiler *compiler) {
  filter_statuses(
    &compiler->query->filter,
    read_set(L, compiler, to_status, "assigned, reserved, unassigned or deregistered"));
}

/* Replaces several `*` in a row by one. Without that, a long pattern of `*` alone would slow down
   the match of every name. */
static void read_pattern(lua_State *L, struct compiler *compiler) {
  luaL_Buffer pattern;
  struct text given = read_string(L, compiler);
  if (!glob_is_bounded(given)) {
    lua_pushfstring(L, "pattern of at most %d bytes if it has a '?'", GLOB_MAX_LENGTH);
    lua_insert(L, -2);
    refuse(L, compiler, lua_tostring(L, -2));
  }
  luaL_buffinit(L, &pattern);
  for (size_t i = 0; i < given.length; i++) {
    if (given.bytes[i] != '*' || i == 0 || given.bytes[i - 1] != '*') {
      luaL_addchar(&pattern, given.bytes[i]);
    }
  }
  luaL_pushresult(&pattern);
  filter_service_name(&compiler->query->filter, read_string(L, compiler));
  lua_pop(L, 1);
}

static void read_text(lua_State *L, struct compiler *compiler) {
  filter_text(&compiler->query->filter, read_string(L, compiler));
}

static void read_part(lua_State *L, struct compiler *compiler) {
  filter_in(&compiler->query->filter, compiler->key->column, read_string(L, compiler));
}

static void read_since(lua_State *L, struct compiler *compiler) {
  uint32_t date = 0;
  if (!field_parse_date(argument_to_text(L, -1), &date)) {
    refuse(L, compiler, "date YYYY, YYYY-MM or YYYY-MM-DD");
  }
  filter_since(&compiler->query->filter, compiler->key->column, date);
}

static void read_presence(lua_State *L, struct compiler *compiler) {
  filter_presence(&compiler->query->filter, compiler->key->column, read_flag(L, compiler));
}

static void read_port(lua_State *L, struct compiler *compiler) {
  filter_port(&compiler->query->filter, read_flag(L, compiler));
}

static void read_overlay(lua_State *L, struct compiler *compiler) {
  filter_overlay(&compiler->query->filter, read_flag(L, compiler));
}

static void read_where(lua_State *L, struct compiler *compiler) {
  if (!lua_isfunction(L, -1)) {
    refuse(L, compiler, "function");
  }
  lua_pushvalue(L, -1);
  lua_rawseti(L, compiler->query->anchor, ANCHOR_WHERE);
  compiler->query->has_where = true;
}

static const struct filter_key keys[] = {
  { "protocol", COLUMN_COUNT, read_protocol },
  { "class", COLUMN_COUNT, read_class },
  { "status", COLUMN_COUNT, read_status },
  { "service_name", COLUMN_COUNT, read_pattern },
  { "text", COLUMN_COUNT, read_text },
  { "assignee", COLUMN_ASSIGNEE, read_part },
  { "contact", COLUMN_CONTACT, read_part },
  { "reference", COLUMN_REFERENCE, read_part },
  { "assignment_notes", COLUMN_ASSIGNMENT_NOTES, read_part },
  { "registered_since", COLUMN_REGISTRATION_DATE, read_since },
  { "modified_since", COLUMN_MODIFICATION_DATE, read_since },
  { "unauthorized_use_reported", COLUMN_UNAUTHORIZED_USE_REPORTED, read_presence },
  { "alias", COLUMN_ALIAS_OF, read_presence },
  { "port", COLUMN_COUNT, read_port },
  { "overlay", COLUMN_COUNT, read_overlay },
  { "where", COLUMN_COUNT, read_where },
};

enum { KEY_COUNT = sizeof keys / sizeof keys[0] };

static int refuse_key(lua_State *L, const struct compiler *compiler) {
  luaL_Buffer known;
  const char *key = argument_describe(L, -2);
  luaL_buffinit(L, &known);
  for (int i = 0; i < KEY_COUNT; i++) {
    luaL_addchar(&known, ' ');
    luaL_addstring(&known, keys[i].name);
  }
  luaL_pushresult(&known);
  const char *message =
    lua_pushfstring(L, "unknown filter key %s (known:%s)", key, lua_tostring(L, -1));
  return raise(L, compiler, NULL, message);
}

/* Reads the key and the value on top of the stack. */
static void read_pair(lua_State *L, struct compiler *compiler) {
  struct text name = argument_to_text(L, -2);
  for (int i = 0; i < KEY_COUNT; i++) {
    if (text_equal(name, text_of(keys[i].name))) {
      compiler->key = &keys[i];
      keys[i].read(L, compiler);
      return;
    }
  }
  refuse_key(L, compiler);
}

static void compile_table(lua_State *L, struct compiler *compiler) {
  lua_newtable(L);
  compiler->query->anchor = lua_gettop(L);
  lua_pushnil(L);
  while (lua_next(L, compiler->arg) != 0) {
    read_pair(L, compiler);
    lua_pop(L, 1);
  }
}

static void compile_protocol(lua_State *L, const struct compiler *compiler) {
  int protocol = argument_to_protocol(L, compiler->arg);
  if (protocol >= 0) {
    filter_protocols(&compiler->query->filter, 1U << protocol);
    return;
  }
  const char *got = argument_describe(L, compiler->arg);
  raise(L, compiler, NULL,
        lua_pushfstring(L, "filter table or transport protocol (%s) expected, got %s",
                        ARGUMENT_PROTOCOLS, got));
}

static void compile(lua_State *L, struct compiler *compiler) {
  filter_init(&compiler->query->filter);
  compiler->query->has_where = false;
  if (lua_istable(L, compiler->arg)) {
    compile_table(L, compiler);
    return;
  }
  if (!lua_isnoneornil(L, compiler->arg)) {
    compile_protocol(L, compiler);
  }
  lua_pushnil(L); /* there is nothing to anchor */
}

void query_compile(lua_State *L, int arg, struct query *query) {
  struct compiler compiler = { .query = query, .arg = arg };
  compile(L, &compiler);
}

static int check(lua_State *L) {
  struct query query;
  struct compiler compiler = { .query = &query, .arg = 1, .is_check = true };
  compile(L, &compiler);
  return 0;
}

/***
Checks a filter without using it. On the module only.

@function check_filter
@static
@tparam Filter|Protocol filter a filter, or a protocol
@treturn ?true `true`, or `nil` if it is not a filter
@treturn ?string what is wrong, without the key
@treturn ?string the key whose value is wrong; `nil` if no single value is wrong
@usage
ianaports.check_filter { alias = 1 } --> nil, "boolean expected, got 1", "alias"
*/
int api_check_filter(lua_State *L) {
  lua_settop(L, 1);
  lua_pushcfunction(L, check);
  lua_insert(L, 1);
  if (lua_pcall(L, 1, 0, 0) == 0) {
    lua_pushboolean(L, true);
    return 1;
  }
  if (!lua_istable(L, 1)) {
    return lua_error(L); /* no memory */
  }
  lua_pushnil(L);
  lua_getfield(L, 1, "message");
  lua_getfield(L, 1, "key");
  return 3;
}

void query_prepare(lua_State *L, struct query *query, const struct registry *registry) {
  for (int i = 0; i < NEEDLE_COUNT; i++) {
    if (query->filter.needles[i].text.bytes == NULL) {
      continue;
    }
    size_t size = needle_found_words(registry) * sizeof(uint64_t);
    uint64_t *found = lua_newuserdata(L, size);
    lua_rawseti(L, query->anchor, ANCHOR_FOUND - i);
    memset(found, 0, size);
    filter_prepare(&query->filter, registry, i, found);
  }
}

/* Returns whether `where` accepts the entry on top of the stack. */
static bool call_where(lua_State *L, const struct query *query, struct handle *handle) {
  lua_rawgeti(L, query->anchor, ANCHOR_WHERE);
  lua_pushvalue(L, -2);
  handle_release_to(handle, handle->holds - 1);
  lua_call(L, 1, 1);
  handle_hold(L, handle);
  bool accepted = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return accepted;
}

bool query_push_accepted(lua_State *L, const struct query *query, struct handle *handle,
                         uint32_t record) {
  entry_push(L, &handle->registry, record);
  if (!query->has_where || call_where(L, query, handle)) {
    return true;
  }
  lua_pop(L, 1);
  return false;
}

bool query_push(lua_State *L, const struct query *query, struct handle *handle, uint32_t record) {
  return filter_accepts(&query->filter, &handle->registry, record) &&
         query_push_accepted(L, query, handle, record);
}

bool query_push_next(lua_State *L, const struct query *query, struct handle *handle,
                     uint32_t *next) {
  const struct registry *registry = &handle->registry;
  uint32_t record;
  while ((record = filter_next(&query->filter, registry, *next)) < registry->record_count) {
    *next = record + 1;
    if (query_push_accepted(L, query, handle, record)) {
      return true;
    }
  }
  return false;
}
