/* The registry's header, the people it names, and its references. */

/***
@module ianaports
*/

/***
Header, contacts and references.
@section info
*/

#include "info_fields.h"
#include "lua/argument.h"
#include "lua/call_error.h"
#include "lua/entry.h"
#include "lua/module.h"
#include "registry/name_index.h"
#include "registry/reference.h"

#pragma GCC visibility push(hidden)

/* Sets `lacks` in the table on top of the stack, unless the registry lacks nothing. */
static void set_lacks(lua_State *L, const struct registry *registry) {
  if (registry->lacks == 0) {
    return;
  }
  lua_newtable(L);
  for (int field = 0; field < LACKS_FIELD_COLUMNS; field++) {
    entry_set_string(L, lacks_fields[field],
                     registry->pool + registry->info[INFO_HEADER_COUNT + field]);
  }
  lua_newtable(L);
  for (int column = 0, count = 0; column < COLUMN_COUNT; column++) {
    if ((registry->lacks & 1U << column) != 0) {
      lua_pushstring(L, entry_fields[column]);
      lua_rawseti(L, -2, ++count);
    }
  }
  lua_setfield(L, -2, lacks_fields[LACKS_FIELD_COLUMNS]);
  for (int field = LACKS_FIELD_CONTACTS; field < LACKS_FIELD_COUNT; field++) {
    if ((registry->lacks & 1U << (LACKS_CONTACTS + field - LACKS_FIELD_CONTACTS)) != 0) {
      lua_pushboolean(L, true);
      lua_setfield(L, -2, lacks_fields[field]);
    }
  }
  lua_setfield(L, -2, "lacks");
}

/***
Returns the registry's header, its counts, where its entries come from, and what it lacks.

@function info
@treturn Info a fresh table
@usage
print(ianaports.info().last_updated)
print(ianaports.info().lacks.since)
*/
int api_info(lua_State *L, struct self self) {
  const struct registry *registry = handle_hold(L, self.handle);
  lua_newtable(L);
  for (int field = 0; field < INFO_HEADER_COUNT; field++) {
    entry_set_string(L, info_fields[field], registry->pool + registry->info[field]);
  }
  compat_push_count(L, registry->record_count);
  lua_setfield(L, -2, "record_count");
  compat_push_count(L, registry->contact_count);
  lua_setfield(L, -2, "contact_count");
  lua_createtable(L, (int)registry->source_count, 0);
  for (uint32_t i = 0; i < registry->source_count; i++) {
    lua_pushstring(L, registry->pool + registry->sources[i]);
    lua_rawseti(L, -2, (int)i + 1);
  }
  lua_setfield(L, -2, "sources");
  set_lacks(L, registry);
  return 1;
}

/***
Returns a person or an organization that the registry names.

@function contact
@tparam string id the id as in an entry's `assignee` or `contact`, with brackets or without
@treturn ?Contact a fresh table, or `nil` if the registry does not have this contact
@raise an argument error if the id is not a string
@usage
ianaports.contact("[Jim_Cleppe]").name --> "Jim Cleppe"
*/
int api_contact(lua_State *L, struct self self) {
  struct text id = field_contact_id(argument_string(L, self.arg, "contact id (string)"));
  const struct registry *registry = handle_hold(L, self.handle);
  uint32_t contact = 0;
  if (contact_index_find(registry, id, &contact)) {
    entry_push_contact(L, registry, contact);
  } else {
    lua_pushnil(L);
  }
  return 1;
}

static void push_reference(lua_State *L, const struct reference *reference) {
  lua_createtable(L, 0, 3);
  lua_pushlstring(L, reference->text.bytes, reference->text.length);
  lua_setfield(L, -2, "text");
  lua_pushstring(L, reference_type_names[reference->type]);
  lua_setfield(L, -2, "type");
  if (reference->path.length > 0) {
    lua_pushlstring(L, reference->base.bytes, reference->base.length);
    lua_pushlstring(L, reference->path.bytes, reference->path.length);
    lua_concat(L, 2);
    lua_setfield(L, -2, "url");
  }
}

/***
Splits the reference of an entry.

@function references
@tparam Row entry an entry, or another table with the field `reference`
@treturn {Reference,...} an array, which is empty if the entry has no reference
@raise an argument error if the entry is not a table
@usage
ianaports.references(ianaports.find(700))[1].url --> "https://www.rfc-editor.org/rfc/rfc5734"
*/
int api_references(lua_State *L, struct self self) {
  struct reference reference;
  int count = 0;
  if (!lua_istable(L, self.arg)) {
    argument_expected(L, self.arg, "entry (table)");
  }
  call_error_if_module(L, self.arg);
  lua_getfield(L, self.arg, "reference");
  struct text rest = argument_to_text(L, -1);
  if (lua_type(L, -1) != LUA_TSTRING && !lua_isnil(L, -1)) {
    call_error(
      L, self.arg,
      lua_pushfstring(L, "field 'reference': string expected, got %s", argument_describe(L, -1)));
  }
  lua_newtable(L);
  while (reference_next(&rest, &reference)) {
    push_reference(L, &reference);
    lua_rawseti(L, -2, ++count);
  }
  return 1;
}
