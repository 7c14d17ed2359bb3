/* ianaports.flow: what a registry knows of the ports of an input. These are an array of tables, see
   PortCount in report.lua. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lua/argument.h"
#include "lua/flow.h"

#pragma GCC visibility push(hidden)

/* The stack of both functions: their arguments, then texts that tables of ports have over and over,
   which are pushed once. */
enum {
  PORTS = 1,
  REGISTRY,
  USES,
  ASSIGNEES,
  YEARS,
  KEY_PORT,
  KEY_PROTOCOL,
  KEY_COUNT,
  KEY_HOSTS,
  KEY_SERVICES,
  KEY_CLASS,
  KEY_STATUS,
  KEY_SERVICE_NAME,
  KEY_DESCRIPTION,
  KEY_UNAUTHORIZED_USE,
  CLASSES
};

enum {
  STATUSES = CLASSES + CLASS_COUNT,
  DYNAMIC = STATUSES + STATUS_COUNT,
  PROTOCOLS = DYNAMIC + 1,
  AFTER_TEXTS = PROTOCOLS + PROTOCOL_NONE
};

static const char *const keys[] = {
  "port",  "protocol", "count",        "hosts",       "services",
  "class", "status",   "service_name", "description", "unauthorized_use_reported",
};

static void push_texts(lua_State *L) {
  luaL_checktype(L, PORTS, LUA_TTABLE);
  lua_settop(L, YEARS);
  luaL_checkstack(L, AFTER_TEXTS + LUA_MINSTACK, "too many texts");
  for (int i = KEY_PORT; i < CLASSES; i++) {
    lua_pushstring(L, keys[i - KEY_PORT]);
  }
  for (int i = 0; i < CLASS_COUNT; i++) {
    lua_pushstring(L, class_names[i]);
  }
  for (int i = 0; i < STATUS_COUNT; i++) {
    lua_pushstring(L, status_names[i]);
  }
  lua_pushstring(L, class_names[CLASS_DYNAMIC]);
  for (int i = 0; i < PROTOCOL_NONE; i++) {
    lua_pushstring(L, protocol_names[i]);
  }
}

/* Pushes port number `i` of the input, or nil at the end. Returns whether it is there. */
static bool push_port(lua_State *L, size_t i) {
  lua_pushinteger(L, (lua_Integer)i);
  lua_gettable(L, PORTS);
  return !lua_isnil(L, -1);
}

/* Pushes a field of the table on top of the stack. */
static void push_field(lua_State *L, int key) {
  lua_pushvalue(L, key);
  lua_gettable(L, -2);
}

/* Checks -------------------------------------------------------------------------------------- */

/* Each of these looks at the value on top of the stack. */

/* A number of 2^53 or more has no fraction, unless it is infinite. */
static bool is_whole(lua_State *L) {
  const lua_Number fractions_end = (lua_Number)(INT64_C(1) << 53);
  lua_Number number = lua_tonumber(L, -1);
  if (lua_type(L, -1) != LUA_TNUMBER || !(number >= 0)) {
    return false;
  }
  return number < fractions_end ? number == (lua_Number)(int64_t)number
                                : number < (lua_Number)HUGE_VAL;
}

static bool is_port(lua_State *L) {
  return is_whole(L) && lua_tonumber(L, -1) <= (lua_Number)PORT_MAX;
}

static bool is_protocol(lua_State *L) {
  return lua_isnil(L, -1) ||
         (lua_type(L, -1) == LUA_TSTRING &&
          NAME_INDEX(protocol_names, PROTOCOL_NONE, argument_to_text(L, -1)) >= 0);
}

static bool is_count(lua_State *L) {
  return lua_isnil(L, -1) || is_whole(L);
}

/* The sum of millions of such counts is still exact in every Lua. */
#define MOST_COUNT ((lua_Number)(INT64_C(1) << 40))

static bool is_small_count(lua_State *L) {
  return lua_isnil(L, -1) || lua_tonumber(L, -1) <= MOST_COUNT;
}

static bool is_array_of_strings(lua_State *L) {
  if (!lua_istable(L, -1)) {
    return lua_isnil(L, -1);
  }
  int type = LUA_TSTRING;
  for (int i = 1; type == LUA_TSTRING; i++) {
    lua_rawgeti(L, -1, i);
    type = lua_type(L, -1);
    lua_pop(L, 1);
  }
  return type == LUA_TNIL;
}

static const struct check {
  int key;
  bool (*is_right)(lua_State *L);
  const char *expected;
} checks[] = {
  { KEY_PORT, is_port, "0 to 65535" },
  { KEY_PROTOCOL, is_protocol, "tcp, udp, sctp or dccp" },
  { KEY_COUNT, is_count, "integer" },
  { KEY_COUNT, is_small_count, "up to 1099511627776" },
  { KEY_HOSTS, is_array_of_strings, "array of strings" },
  { KEY_SERVICES, is_array_of_strings, "array of strings" },
};

/* Checks the table on top of the stack. Returns the check that fails, and pushes the wrong field;
   or returns NULL. */
static const struct check *failed_check(lua_State *L) {
  for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
    push_field(L, checks[i].key);
    if (!checks[i].is_right(L)) {
      return &checks[i];
    }
    lua_pop(L, 1);
  }
  return NULL;
}

/* bad_port(PORTS) finds the first item that does not describe a port. Returns the item or its wrong
   field, and what is expected in its place; or nothing if all items are right. */
static int bad_port(lua_State *L) {
  push_texts(L);
  for (size_t i = 1; push_port(L, i); i++) {
    if (!lua_istable(L, -1)) {
      lua_pushfstring(L, "ports[%d] (table)", (int)i);
      return 2;
    }
    const struct check *failed = failed_check(L);
    if (failed != NULL) {
      lua_pushfstring(L, "ports[%d].%s (%s)", (int)i, keys[failed->key - KEY_PORT],
                      failed->expected);
      return 2;
    }
    lua_pop(L, 1);
  }
  return 0;
}

/* The order of ports -------------------------------------------------------------------------- */

/* An item of the input. */
struct counted_item {
  uint64_t count;
  uint32_t index;
  uint16_t port;
  int8_t protocol; /* PROTOCOL_ANY: none */
};

/* By name; none comes first. */
static int rank_of(const struct counted_item *item) {
  static const int ranks[] = { [PROTOCOL_ANY] = 0,
                               [PROTOCOL_DCCP] = 1,
                               [PROTOCOL_SCTP] = 2,
                               [PROTOCOL_TCP] = 3,
                               [PROTOCOL_UDP] = 4 };
  return ranks[item->protocol];
}

/* The most frequent first, then by port, protocol and place in the input. */
static int compare_items(const void *one, const void *other) {
  const struct counted_item *a = one;
  const struct counted_item *b = other;
  if (a->count != b->count) {
    return a->count < b->count ? 1 : -1;
  }
  if (a->port != b->port) {
    return a->port < b->port ? -1 : 1;
  }
  if (a->protocol != b->protocol) {
    return rank_of(a) - rank_of(b);
  }
  return a->index < b->index ? -1 : 1;
}

static struct counted_item take_item(lua_State *L, size_t index) {
  struct counted_item item = { .index = (uint32_t)index };
  push_port(L, index);
  push_field(L, KEY_PROTOCOL);
  int protocol = argument_to_protocol(L, -1);
  item.protocol = (int8_t)(protocol >= 0 && protocol < PROTOCOL_NONE ? protocol : PROTOCOL_ANY);
  lua_pop(L, 1);
  push_field(L, KEY_PORT);
  item.port = (uint16_t)lua_tointeger(L, -1);
  lua_pop(L, 1);
  push_field(L, KEY_COUNT);
  lua_Number count = lua_tonumber(L, -1);
  item.count = count >= 1 && count <= MOST_COUNT ? (uint64_t)count : lua_isnil(L, -1);
  lua_pop(L, 2);
  return item;
}

/* Pushes memory with the items in order. */
static struct counted_item *push_items(lua_State *L, size_t *count) {
  *count = 0;
  while (push_port(L, *count + 1)) {
    lua_pop(L, 1);
    ++*count;
  }
  lua_pop(L, 1);
  struct counted_item *items = lua_newuserdata(L, (*count + 1) * sizeof *items);
  for (size_t i = 0; i < *count; i++) {
    items[i] = take_item(L, i + 1);
  }
  qsort(items, *count, sizeof *items, compare_items);
  return items;
}

/* Descriptions -------------------------------------------------------------------------------- */

/* Sets a field of the table on top of the stack to one of the texts. */
static void set_text(lua_State *L, int key, int text) {
  lua_pushvalue(L, key);
  lua_pushvalue(L, text);
  lua_rawset(L, -3);
}

/* Does the same with a cell, unless that is empty. */
static void set_cell(lua_State *L, int key, const struct registry *registry, uint32_t record,
                     enum column column) {
  const char *cell = record != NO_RECORD ? registry_cell(registry, record, column) : "";
  if (cell[0] != '\0') {
    lua_pushvalue(L, key);
    lua_pushstring(L, cell);
    lua_rawset(L, -3);
  }
}

/* Does the same with a field of the table below, unless that is nil. */
static void copy_field(lua_State *L, int key) {
  lua_pushvalue(L, key);
  lua_gettable(L, -3);
  if (lua_isnil(L, -1)) {
    lua_pop(L, 1);
  } else {
    lua_pushvalue(L, key);
    lua_insert(L, -2);
    lua_rawset(L, -3);
  }
}

/* Pushes a new table of an item, with what the input says of it. */
static void push_item(lua_State *L, const struct counted_item *item, int field_count) {
  push_port(L, item->index);
  lua_createtable(L, 0, field_count);
  lua_pushvalue(L, KEY_PORT);
  lua_pushinteger(L, item->port);
  lua_rawset(L, -3);
  lua_pushvalue(L, KEY_COUNT);
  compat_push_count(L, item->count);
  lua_rawset(L, -3);
  if (item->protocol != PROTOCOL_ANY) {
    set_text(L, KEY_PROTOCOL, PROTOCOLS + item->protocol);
  }
  copy_field(L, KEY_HOSTS);
  copy_field(L, KEY_SERVICES);
  lua_remove(L, -2);
}

/* Adds to the count of a name. */
static void add(lua_State *L, int table, struct text name, int count) {
  if (count == 0) {
    return;
  }
  lua_pushlstring(L, name.bytes, name.length);
  lua_pushvalue(L, -1);
  lua_rawget(L, table);
  lua_Integer counted = lua_tointeger(L, -1);
  lua_pop(L, 1);
  lua_pushinteger(L, counted + count);
  lua_rawset(L, table);
}

/* How many items have an entry without an assignee or a year, or no entry. */
struct without {
  int assignee;
  int year;
};

/* Counts an entry by assignee and year. Returns false, and counts nothing, if it lacks one that a
   snapshot may not know; of ranges, a snapshot knows all. */
static bool count_entry(lua_State *L, const struct registry *registry, uint32_t record,
                        struct without *without) {
  enum { YEAR_LENGTH = 4 };
  struct text assignee = text_of(registry_cell(registry, record, COLUMN_ASSIGNEE));
  struct text date = text_of(registry_cell(registry, record, COLUMN_REGISTRATION_DATE));
  uint32_t parsed;
  bool has_assignee = assignee.length > 0;
  bool has_date = field_parse_date(date, &parsed);
  if (!record_has(registry, record, TRAIT_RANGE) && !(has_assignee && has_date)) {
    return false;
  }
  without->assignee += !has_assignee;
  without->year += !has_date;
  if (has_assignee) {
    add(L, ASSIGNEES, assignee, 1);
  }
  if (has_date) {
    add(L, YEARS, (struct text){ date.bytes, YEAR_LENGTH }, 1);
  }
  return true;
}

/* Pushes an item with what the registry knows of it. `record` is its primary record, if any. */
static void push_description(lua_State *L, const struct registry *registry,
                             const struct registry *uses, uint32_t record,
                             const struct counted_item *item) {
  enum { FIELDS = 6, FIELDS_OF_ENTRY = 9 };
  bool has_entry = record != NO_RECORD;
  enum port_class class = field_port_class(item->port);
  int status = class == CLASS_DYNAMIC ? DYNAMIC : STATUSES + STATUS_UNASSIGNED;
  push_item(L, item, has_entry ? FIELDS_OF_ENTRY : FIELDS);
  set_text(L, KEY_CLASS, CLASSES + (int)class);
  set_text(L, KEY_STATUS, has_entry ? STATUSES + (int)record_status(registry, record) : status);
  if (has_entry) {
    uint32_t named = lookup_primary(registry, item->port, item->protocol, true);
    uint32_t use = lookup_primary(uses, item->port, item->protocol, false);
    set_cell(L, KEY_SERVICE_NAME, registry, named, COLUMN_SERVICE_NAME);
    set_cell(L, KEY_DESCRIPTION, registry, record, COLUMN_DESCRIPTION);
    set_cell(L, KEY_UNAUTHORIZED_USE, uses, use, COLUMN_UNAUTHORIZED_USE_REPORTED);
  }
}

/* Pushes the items with their descriptions, and those whose entry is not counted. */
static void push_list(lua_State *L, const struct registry *registry, const struct registry *uses) {
  const struct text none = TEXT_LITERAL("none");
  size_t count;
  int in_part_count = 0;
  struct without without = { 0, 0 };
  const struct counted_item *items = push_items(L, &count);
  lua_createtable(L, (int)count, 0);
  lua_newtable(L);
  for (size_t i = 0; i < count; i++) {
    uint32_t record = lookup_primary(registry, items[i].port, items[i].protocol, false);
    push_description(L, registry, uses, record, &items[i]);
    if (record == NO_RECORD) {
      without.assignee++;
      without.year++;
    } else if (!count_entry(L, registry, record, &without)) {
      lua_pushvalue(L, -1);
      lua_rawseti(L, -3, ++in_part_count);
    }
    lua_rawseti(L, -3, (int)i + 1);
  }
  add(L, ASSIGNEES, none, without.assignee);
  add(L, YEARS, none, without.year);
}

/* describe(PORTS, REGISTRY, USES, ASSIGNEES, YEARS) returns an array of new tables, the most
   frequent port first: what the items of the input say, and their `class`, `status`,
   `service_name`, `description` and `unauthorized_use_reported`, which the registry USES has.
   bad_port must have found nothing. Adds to the counts of assignees and years; then returns an
   array of the items that are not counted there, because a snapshot may not know them: see
   base/lacks.lua. */
static int describe(lua_State *L) {
  struct handle *handle = handle_check(L, REGISTRY);
  struct handle *uses = handle_check(L, USES);
  luaL_checktype(L, ASSIGNEES, LUA_TTABLE);
  luaL_checktype(L, YEARS, LUA_TTABLE);
  push_texts(L);
  unsigned holds = handle->holds;
  unsigned holds_of_uses = uses->holds;
  const struct registry *registry = handle_hold(L, handle);
  push_list(L, registry, handle_hold(L, uses));
  handle_release_to(uses, holds_of_uses);
  handle_release_to(handle, holds);
  return 2;
}

const luaL_Reg flow_port_functions[] = {
  { "bad_port", bad_port },
  { "describe", describe },
  { NULL, NULL },
};
