/* Records and contacts as Lua tables. */
#ifndef IANAPORTS_LUA_ENTRY_H
#define IANAPORTS_LUA_ENTRY_H

#include "lua/compat.h"
#include "registry/registry.h"

/* The fields of an entry: the columns that hold text, and others. */
enum {
  FIELD_PORT_NUMBER = COLUMN_COUNT,
  FIELD_PORT_LAST,
  FIELD_TRANSPORT_PROTOCOL,
  FIELD_STATUS,
  FIELD_COUNT
};

extern const char entry_fields[FIELD_COUNT][26];
extern const char contact_fields[CONTACT_FIELD_COUNT][13];

/* The fields of `lacks` in info: texts, numbered as in enum info_field after the header; `columns`;
   and what is lacked beside columns. */
enum {
  LACKS_FIELD_COLUMNS = INFO_FIELD_COUNT - INFO_HEADER_COUNT,
  LACKS_FIELD_CONTACTS,
  LACKS_FIELD_PORTLESS_NAMES,
  LACKS_FIELD_COUNT
};

extern const char lacks_fields[LACKS_FIELD_COUNT][15];

/* The first upvalues of every function that makes entries: the names of fields and the values that
   recur. As upvalues they need not be made into Lua strings for each entry. */
enum {
  STRING_FIELDS = 1,
  STRING_PROTOCOLS = STRING_FIELDS + FIELD_COUNT,
  STRING_STATUSES = STRING_PROTOCOLS + PROTOCOL_COUNT,
  AFTER_STRINGS = STRING_STATUSES + STATUS_COUNT /* where a function's own upvalues begin */
};

/* Pushes these strings, as upvalues of a new closure, and makes room for LUA_MINSTACK more
   values. */
void entry_push_strings(lua_State *L);

/* Does the same with the upvalues of the running function. */
void entry_copy_strings(lua_State *L);

/* Pushes a new table for a record. The running function must have the strings as upvalues. */
void entry_push(lua_State *L, const struct registry *registry, uint32_t record);

/* Pushes a new table for a contact. */
void entry_push_contact(lua_State *L, const struct registry *registry, uint32_t contact);

/* Sets a string field of the table on top of the stack, unless the string is empty. */
void entry_set_string(lua_State *L, const char *field, const char *string);

#endif
