/* Records and contacts as Lua tables. */
#ifndef IANAPORTS_LUA_ENTRY_H
#define IANAPORTS_LUA_ENTRY_H

#include "lua_compat.h"
#include "registry.h"

/* The names of an entry's text fields, by column, and of a contact's and info's fields. */
extern const char lua_entry_fields[COLUMN_COUNT][26];
extern const char lua_contact_fields[CONTACT_FIELD_COUNT][13];
extern const char lua_info_fields[INFO_FIELD_COUNT][13];

/* Each pushes a new table. */
void lua_entry_push(lua_State *L, const struct registry *registry, uint32_t record);
void lua_entry_push_contact(lua_State *L, const struct registry *registry, uint32_t contact);

/* Sets a string field of the table on top, unless the string is empty. */
void lua_entry_set_string(lua_State *L, const char *field, const char *string);

#endif
