/* Records and contacts as Lua tables. */
#ifndef IANAPORTS_LUA_ENTRY_H
#define IANAPORTS_LUA_ENTRY_H

#include "lua/compat.h"
#include "registry/registry.h"

/* The names of an entry's text fields, by column, and of a contact's and info's fields. */
extern const char lua_entry_fields[COLUMN_COUNT][26];
extern const char lua_contact_fields[CONTACT_FIELD_COUNT][13];
extern const char lua_info_fields[INFO_FIELD_COUNT][13];

/* The first upvalues of every function that makes entries: strings that Lua would else look
   for anew each time, the names of fields and the values that recur. */
enum {
  STRING_FIELDS = 1, /* the names of the text fields, by column */
  STRING_PORT_NUMBER = STRING_FIELDS + COLUMN_COUNT,
  STRING_PORT_LAST,
  STRING_TRANSPORT_PROTOCOL,
  STRING_STATUS,
  STRING_PROTOCOLS, /* by protocol */
  STRING_STATUSES = STRING_PROTOCOLS + PROTOCOL_COUNT,
  AFTER_STRINGS = STRING_STATUSES + STATUS_COUNT /* a function's own upvalues */
};

/* Pushes these strings, for a closure to be made; there is room for LUA_MINSTACK values more. */
void lua_entry_push_strings(lua_State *L);

/* The same from those of the running function. */
void lua_entry_copy_strings(lua_State *L);

/* Pushes a new table. The running function has the strings. */
void lua_entry_push(lua_State *L, const struct registry *registry, uint32_t record);

/* Pushes a new table. */
void lua_entry_push_contact(lua_State *L, const struct registry *registry, uint32_t contact);

/* Sets a string field of the table on top, unless the string is empty. */
void lua_entry_set_string(lua_State *L, const char *field, const char *string);

#endif
