/* The registry's header, the people it names, and its references. */

/***
@module ianaports
*/

/***
Header, contacts and references.
@section info
*/

#include "lua/argument.h"
#include "lua/entry.h"
#include "lua/functions.h"
#include "registry/name_index.h"
#include "registry/reference.h"

/***
Returns the registry's header, its counts, and where its entries come from.

@function info
@treturn Info a fresh table
@usage
print(ianaports.info().last_updated)
*/
int api_info(lua_State *L, struct self self) {
  const struct registry *registry = &self.handle->registry;
  lua_registry_hold(self.handle);
  lua_newtable(L);
  for (int field = 0; field < INFO_FIELD_COUNT; field++) {
    lua_entry_set_string(L, lua_info_fields[field], registry->pool + registry->info[field]);
  }
  lua_pushinteger(L, registry->record_count);
  lua_setfield(L, -2, "record_count");
  lua_pushinteger(L, registry->contact_count);
  lua_setfield(L, -2, "contact_count");
  lua_createtable(L, (int)registry->source_count, 0);
  for (uint32_t i = 0; i < registry->source_count; i++) {
    lua_pushstring(L, registry->pool + registry->sources[i]);
    lua_rawseti(L, -2, (int)i + 1);
  }
  lua_setfield(L, -2, "sources");
  lua_registry_release(self.handle);
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
  uint32_t contact = 0;
  lua_registry_hold(self.handle);
  if (contact_index_find(&self.handle->registry, id, &contact)) {
    lua_entry_push_contact(L, &self.handle->registry, contact);
  } else {
    lua_pushnil(L);
  }
  lua_registry_release(self.handle);
  return 1;
}

/* Upvalues: the registry, the next contact. */
static int contacts_next(lua_State *L) {
  struct lua_registry *handle = lua_touserdata(L, lua_upvalueindex(1));
  uint32_t contact = (uint32_t)lua_tointeger(L, lua_upvalueindex(2));
  lua_registry_check_open(L, handle);
  if (contact >= handle->registry.contact_count) {
    lua_pushnil(L);
    return 1;
  }
  lua_pushinteger(L, contact + 1);
  lua_replace(L, lua_upvalueindex(2));
  lua_registry_hold(handle);
  lua_entry_push_contact(L, &handle->registry, contact);
  lua_registry_release(handle);
  return 1;
}

/***
Iterates over all contacts in the registry's order.

@function contacts
@treturn function():Contact an iterator that returns the next contact each time
@usage
for contact in ianaports.contacts() do
  print(contact.id, contact.email)
end
*/
int api_contacts(lua_State *L, struct self self) {
  lua_pushvalue(L, self.index);
  lua_pushinteger(L, 0);
  lua_pushcclosure(L, contacts_next, 2);
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
  struct text rest = { "", 0 };
  int count = 0;
  if (!lua_istable(L, self.arg)) {
    argument_expected(L, self.arg, "entry (table)");
  }
  lua_getfield(L, self.arg, "reference");
  if (lua_type(L, -1) == LUA_TSTRING) {
    rest.bytes = lua_tolstring(L, -1, &rest.length);
  } else if (!lua_isnil(L, -1)) {
    luaL_argerror(
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
