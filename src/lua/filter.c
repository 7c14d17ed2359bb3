/***
@module ianaports
*/

/***
Counting and searching.
@section filter
*/

#include "lua/filter.h"

#include <string.h>

#include "base/glob.h"
#include "lua/argument.h"
#include "lua/entry.h"
#include "lua/functions.h"

/* A filter being compiled. */
struct compiler {
  struct lua_filter *filter;
  int arg;
  bool is_check;   /* errors are tables */
  int anchor;      /* table: the function at 1, then strings; from -1 down what is found */
  int anchored;    /* strings in it */
  const char *key; /* being read; its value is on top of the stack */
};

enum { ANCHOR_WHERE = 1, ANCHOR_FOUND = -1 };

/* Raises an argument error. If the filter is only checked, raises a table with the fields
   `message` and `key`, which is absent if `key` is NULL. */
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
  return luaL_argerror(L, compiler->arg, message);
}

static int refuse(lua_State *L, const struct compiler *compiler, const char *expected) {
  const char *got = argument_describe(L, -1);
  return raise(L, compiler, compiler->key,
               lua_pushfstring(L, "%s expected, got %s", expected, got));
}

static struct text read_string(lua_State *L, struct compiler *compiler) {
  if (lua_type(L, -1) != LUA_TSTRING) {
    refuse(L, compiler, "string");
  }
  struct text string = argument_to_text(L, -1);
  lua_pushvalue(L, -1);
  lua_rawseti(L, compiler->anchor, ANCHOR_WHERE + ++compiler->anchored);
  return string;
}

/* A pattern in which each run of `*` is one: matching then takes time by the
   length of the name, whatever the pattern. */
static struct text read_pattern(lua_State *L, struct compiler *compiler) {
  luaL_Buffer pattern;
  struct text given = read_string(L, compiler);
  if (!glob_is_bounded(given)) {
    refuse(L, compiler, "pattern of at most 255 bytes if it has a '?'");
  }
  luaL_buffinit(L, &pattern);
  for (size_t i = 0; i < given.length; i++) {
    if (given.bytes[i] != '*' || i == 0 || given.bytes[i - 1] != '*') {
      luaL_addchar(&pattern, given.bytes[i]);
    }
  }
  luaL_pushresult(&pattern);
  struct text text = read_string(L, compiler);
  lua_pop(L, 1);
  return text;
}

static bool read_flag(lua_State *L, struct compiler *compiler) {
  if (!lua_isboolean(L, -1)) {
    refuse(L, compiler, "boolean");
  }
  return lua_toboolean(L, -1);
}

static uint32_t read_date(lua_State *L, struct compiler *compiler) {
  uint32_t date = 0;
  if (!field_parse_date(argument_to_text(L, -1), &date)) {
    refuse(L, compiler, "date YYYY, YYYY-MM or YYYY-MM-DD");
  }
  return date;
}

/* Gives the number of the value on top of the stack, or -1. */
typedef int member_function(lua_State *L, int index);

static int to_status(lua_State *L, int index) {
  struct text name = argument_to_text(L, index);
  for (int i = 0; i < STATUS_COUNT; i++) {
    if (text_equal(name, text_of(status_names[i]))) {
      return i;
    }
  }
  return -1;
}

static int to_class(lua_State *L, int index) {
  struct text name = argument_to_text(L, index);
  for (int i = 0; i < CLASS_COUNT; i++) {
    if (text_equal(name, text_of(class_names[i]))) {
      return i;
    }
  }
  return -1;
}

static unsigned read_member(lua_State *L, struct compiler *compiler, member_function *to_member,
                            const char *expected) {
  int member = to_member(L, -1);
  return member >= 0 ? 1U << member : (unsigned)refuse(L, compiler, expected);
}

/* One value or a non-empty array of them, as a mask of bits. */
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
    raise(L, compiler, compiler->key,
          lua_pushfstring(L, "%s expected, got an empty array", expected));
  }
  return set;
}

static void read_where(lua_State *L, struct compiler *compiler) {
  if (!lua_isfunction(L, -1)) {
    refuse(L, compiler, "function");
  }
  lua_pushvalue(L, -1);
  lua_rawseti(L, compiler->anchor, ANCHOR_WHERE);
  compiler->filter->has_where = true;
}

#define FILTER_KEYS(KEY)                                                                         \
  KEY(protocol,                                                                                  \
      filter_protocols(filter, read_set(L, compiler, argument_to_protocol, ARGUMENT_PROTOCOLS))) \
  KEY(class, filter_classes(filter, read_set(L, compiler, to_class, "system, user or dynamic"))) \
  KEY(status, filter_statuses(filter, read_set(L, compiler, to_status,                           \
                                               "assigned, reserved, unassigned or "              \
                                               "deregistered")))                                 \
  KEY(service_name, filter_service_name(filter, read_pattern(L, compiler)))                      \
  KEY(text, filter_text(filter, read_string(L, compiler)))                                       \
  KEY(assignee, filter_in(filter, COLUMN_ASSIGNEE, read_string(L, compiler)))                    \
  KEY(contact, filter_in(filter, COLUMN_CONTACT, read_string(L, compiler)))                      \
  KEY(reference, filter_in(filter, COLUMN_REFERENCE, read_string(L, compiler)))                  \
  KEY(assignment_notes, filter_in(filter, COLUMN_ASSIGNMENT_NOTES, read_string(L, compiler)))    \
  KEY(registered_since, filter_since(filter, COLUMN_REGISTRATION_DATE, read_date(L, compiler)))  \
  KEY(modified_since, filter_since(filter, COLUMN_MODIFICATION_DATE, read_date(L, compiler)))    \
  KEY(unauthorized_use_reported,                                                                 \
      filter_presence(filter, COLUMN_UNAUTHORIZED_USE_REPORTED, read_flag(L, compiler)))         \
  KEY(alias, filter_presence(filter, COLUMN_ALIAS_OF, read_flag(L, compiler)))                   \
  KEY(port, filter_port(filter, read_flag(L, compiler)))                                         \
  KEY(overlay, filter_overlay(filter, read_flag(L, compiler)))                                   \
  KEY(where, read_where(L, compiler))

static int refuse_key(lua_State *L, const struct compiler *compiler) {
  static const char known[] = "known:"
#define KEY(name, read) " " #name
    FILTER_KEYS(KEY)
#undef KEY
    ;
  const char *key = argument_describe(L, -2);
  return raise(L, compiler, NULL, lua_pushfstring(L, "unknown filter key %s (%s)", key, known));
}

/* Reads the pair on top of the stack. */
static int read_pair(lua_State *L, struct compiler *compiler) {
  struct filter *filter = &compiler->filter->filter;
  struct text key = argument_to_text(L, -2);
#define KEY(name, read)                       \
  if (text_equal(key, TEXT_LITERAL(#name))) { \
    compiler->key = #name;                    \
    read;                                     \
    return 0;                                 \
  }
  FILTER_KEYS(KEY)
#undef KEY
  return refuse_key(L, compiler);
}

static void compile_protocol(lua_State *L, const struct compiler *compiler) {
  static const char expected[] =
    "filter table or transport protocol (" ARGUMENT_PROTOCOLS ") expected";
  int protocol = argument_to_protocol(L, compiler->arg);
  if (protocol >= 0) {
    filter_protocols(&compiler->filter->filter, 1U << protocol);
  } else {
    const char *got = argument_describe(L, compiler->arg);
    raise(L, compiler, NULL, lua_pushfstring(L, "%s, got %s", expected, got));
  }
}

static void compile(lua_State *L, int arg, struct lua_filter *filter, bool is_check) {
  struct compiler compiler = { filter, arg, is_check, 0, 0, "" };
  filter_init(&filter->filter);
  filter->has_where = false;
  if (lua_isnoneornil(L, arg)) {
    lua_pushnil(L);
    return;
  }
  if (!lua_istable(L, arg)) {
    compile_protocol(L, &compiler);
    lua_pushnil(L);
    return;
  }
  lua_newtable(L);
  compiler.anchor = lua_gettop(L);
  lua_pushnil(L);
  while (lua_next(L, arg) != 0) {
    read_pair(L, &compiler);
    lua_pop(L, 1);
  }
}

void lua_filter_compile(lua_State *L, int arg, struct lua_filter *filter) {
  compile(L, arg, filter, false);
}

static int check(lua_State *L) {
  struct lua_filter filter;
  compile(L, 1, &filter, true);
  return 0;
}

/***
Checks a filter without using it. On the module only.

@function check_filter
@static
@tparam Filter|Protocol filter a filter, or a protocol
@treturn ?true `true`, or `nil` if it is not a filter
@treturn ?string what is wrong, without the key
@treturn ?string the key whose value is wrong; `nil` if it is not a single value
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

void lua_filter_prepare(lua_State *L, struct lua_filter *filter, int anchor,
                        const struct registry *registry) {
  for (int i = 0; i < NEEDLE_COUNT; i++) {
    if (filter->filter.needles[i].text.bytes == NULL) {
      continue;
    }
    size_t size = needle_found_size(registry);
    uint64_t *found = lua_newuserdata(L, size);
    lua_rawseti(L, anchor, ANCHOR_FOUND - i);
    memset(found, 0, size);
    filter_prepare(&filter->filter, registry, i, found);
  }
}

bool lua_filter_where(lua_State *L, const struct lua_filter *filter, int anchor,
                      struct lua_registry *handle) {
  if (!filter->has_where) {
    return true;
  }
  lua_rawgeti(L, anchor, ANCHOR_WHERE);
  lua_pushvalue(L, -2);
  lua_registry_release(handle); /* the function may raise an error, or close the registry */
  lua_call(L, 1, 1);
  lua_registry_check_open(L, handle);
  lua_registry_hold(handle);
  bool accepted = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return accepted;
}

bool lua_filter_push(lua_State *L, const struct lua_filter *filter, int anchor,
                     struct lua_registry *handle, uint32_t record) {
  if (!filter_accepts(&filter->filter, &handle->registry, record)) {
    return false;
  }
  lua_entry_push(L, &handle->registry, record);
  if (lua_filter_where(L, filter, anchor, handle)) {
    return true;
  }
  lua_pop(L, 1);
  return false;
}

bool lua_filter_push_next(lua_State *L, const struct lua_filter *filter, int anchor,
                          struct lua_registry *handle, uint32_t *next) {
  const struct registry *registry = &handle->registry;
  uint32_t record;
  while ((record = filter_next(&filter->filter, registry, *next)) < registry->record_count) {
    *next = record + 1;
    lua_entry_push(L, registry, record);
    if (lua_filter_where(L, filter, anchor, handle)) {
      return true;
    }
    lua_pop(L, 1);
  }
  return false;
}
