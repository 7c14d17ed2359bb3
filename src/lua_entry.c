#include "lua_entry.h"

#include <string.h>

const char lua_entry_fields[COLUMN_COUNT][26] = {
  [COLUMN_SERVICE_NAME] = "service_name",
  [COLUMN_DESCRIPTION] = "description",
  [COLUMN_ASSIGNEE] = "assignee",
  [COLUMN_CONTACT] = "contact",
  [COLUMN_REGISTRATION_DATE] = "registration_date",
  [COLUMN_MODIFICATION_DATE] = "modification_date",
  [COLUMN_REFERENCE] = "reference",
  [COLUMN_SERVICE_CODE] = "service_code",
  [COLUMN_UNAUTHORIZED_USE_REPORTED] = "unauthorized_use_reported",
  [COLUMN_ASSIGNMENT_NOTES] = "assignment_notes",
  [COLUMN_SOURCE] = "source",
  [COLUMN_ALIAS_OF] = "alias_of",
};

const char lua_contact_fields[CONTACT_FIELD_COUNT][13] = { "id", "name", "organization", "uri",
                                                           "last_updated" };

const char lua_info_fields[INFO_FIELD_COUNT][13] = { "title", "last_updated", "experts",
                                                     "reference", "note" };

void lua_entry_set_string(lua_State *L, const char *field, const char *string) {
  if (string[0] != '\0') {
    lua_pushlstring(L, string, strlen(string));
    lua_setfield(L, -2, field);
  }
}

static void set_integer(lua_State *L, const char *field, lua_Integer integer) {
  lua_pushinteger(L, integer);
  lua_setfield(L, -2, field);
}

void lua_entry_push(lua_State *L, const struct registry *registry, uint32_t record) {
  const uint32_t *run = registry->cells + registry->runs[record];
  uint32_t present = *run++;
  enum { NUMBERS_STATUS_AND_PROTOCOL = 4 };
  lua_createtable(L, 0, (int)count_bits(present) + NUMBERS_STATUS_AND_PROTOCOL);
  for (int column = 0; present != 0; column++, present >>= 1) {
    if ((present & 1) != 0) {
      lua_entry_set_string(L, lua_entry_fields[column], registry->pool + *run++);
    }
  }
  if (record_has(registry, record, TRAIT_PORT)) {
    set_integer(L, "port_number", registry->first_ports[record]);
  }
  if (record_has(registry, record, TRAIT_RANGE)) {
    set_integer(L, "port_last", registry->last_ports[record]);
  }
  lua_entry_set_string(L, "transport_protocol", protocol_names[record_protocol(registry, record)]);
  lua_entry_set_string(L, "status", status_names[record_status(registry, record)]);
}

/* Pushes the address of the first URI, a mailto; IANA writes & for its @. False where
   it is another one. */
static bool push_email(lua_State *L, const char *uris) {
  const struct text scheme = TEXT_LITERAL("mailto:");
  struct text rest = text_of(uris);
  struct text uri;
  if (!text_next_word(&rest, &uri) || !text_starts_nocase(uri, scheme)) {
    return false;
  }
  const char *address = uri.bytes + scheme.length;
  size_t length = uri.length - scheme.length;
  const char *at = memchr(address, '@', length) == NULL ? memchr(address, '&', length) : NULL;
  if (at == NULL) {
    lua_pushlstring(L, address, length);
  } else {
    lua_pushlstring(L, address, (size_t)(at - address));
    lua_pushliteral(L, "@");
    lua_pushlstring(L, at + 1, length - (size_t)(at + 1 - address));
    lua_concat(L, 3);
  }
  return true;
}

void lua_entry_push_contact(lua_State *L, const struct registry *registry, uint32_t contact) {
  lua_createtable(L, 0, CONTACT_FIELD_COUNT + 1);
  for (int field = 0; field < CONTACT_FIELD_COUNT; field++) {
    lua_entry_set_string(L, lua_contact_fields[field],
                         registry_contact(registry, contact, (enum contact_field)field));
  }
  if (push_email(L, registry_contact(registry, contact, CONTACT_URI))) {
    lua_setfield(L, -2, "email");
  }
}
