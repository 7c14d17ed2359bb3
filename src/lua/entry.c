#include "lua/entry.h"

#include <string.h>

#pragma GCC visibility push(hidden)

const char entry_fields[FIELD_COUNT][26] = {
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
  [FIELD_PORT_NUMBER] = "port_number",
  [FIELD_PORT_LAST] = "port_last",
  [FIELD_TRANSPORT_PROTOCOL] = "transport_protocol",
  [FIELD_STATUS] = "status",
};

const char contact_fields[CONTACT_FIELD_COUNT][13] = {
  "id", "name", "organization", "uri", "last_updated",
};

const char lacks_fields[LACKS_FIELD_COUNT][15] = {
  "since", "ports", "columns", "contacts", "portless_names",
};

void entry_set_string(lua_State *L, const char *field, const char *string) {
  if (string[0] != '\0') {
    lua_pushlstring(L, string, strlen(string));
    lua_setfield(L, -2, field);
  }
}

/* This can only fail if memory runs out, but luaL_checkstack would report a stack overflow. */
static void reserve_stack(lua_State *L) {
  if (!lua_checkstack(L, AFTER_STRINGS + LUA_MINSTACK)) {
    luaL_error(L, "not enough memory");
  }
}

void entry_push_strings(lua_State *L) {
  reserve_stack(L);
  for (int field = 0; field < FIELD_COUNT; field++) {
    lua_pushstring(L, entry_fields[field]);
  }
  for (int protocol = 0; protocol < PROTOCOL_COUNT; protocol++) {
    lua_pushstring(L, protocol_names[protocol]);
  }
  for (int status = 0; status < STATUS_COUNT; status++) {
    lua_pushstring(L, status_names[status]);
  }
}

void entry_copy_strings(lua_State *L) {
  reserve_stack(L);
  for (int string = STRING_FIELDS; string < AFTER_STRINGS; string++) {
    lua_pushvalue(L, lua_upvalueindex(string));
  }
}

static void push_string(lua_State *L, int string) {
  lua_pushvalue(L, lua_upvalueindex(string));
}

static void set_integer(lua_State *L, int field, lua_Integer integer) {
  push_string(L, STRING_FIELDS + field);
  lua_pushinteger(L, integer);
  lua_rawset(L, -3);
}

static void set_string(lua_State *L, int field, int string) {
  push_string(L, STRING_FIELDS + field);
  push_string(L, string);
  lua_rawset(L, -3);
}

/* Sets the fields of the columns that are present. */
static void set_cells(lua_State *L, const char *pool, uint32_t present, const uint32_t *cells) {
  for (int column = 0; present != 0; column++, present >>= 1) {
    if ((present & 1) != 0) {
      const char *cell = pool + *cells++;
      push_string(L, STRING_FIELDS + column);
      lua_pushlstring(L, cell, strlen(cell));
      lua_rawset(L, -3);
    }
  }
}

void entry_push(lua_State *L, const struct registry *registry, uint32_t record) {
  const uint32_t *cells = record_cells(registry, record);
  const uint32_t present = cells[0] & ~CELLS_NAME_RFC;
  enum { OTHER_FIELDS = FIELD_COUNT - COLUMN_COUNT };
  lua_createtable(L, 0, (int)count_bits(present) + OTHER_FIELDS);
  set_cells(L, registry->pool, present, cells + 1);
  if (record_has(registry, record, TRAIT_PORT)) {
    set_integer(L, FIELD_PORT_NUMBER, registry->first_ports[record]);
  }
  if (record_has(registry, record, TRAIT_RANGE)) {
    set_integer(L, FIELD_PORT_LAST, registry->last_ports[record]);
  }
  enum protocol protocol = record_protocol(registry, record);
  if (protocol != PROTOCOL_NONE) {
    set_string(L, FIELD_TRANSPORT_PROTOCOL, STRING_PROTOCOLS + (int)protocol);
  }
  set_string(L, FIELD_STATUS, STRING_STATUSES + (int)record_status(registry, record));
}

/* Pushes the mail address in the first URI. IANA writes & in place of @. Returns false if the URI
   is not a mailto. */
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

void entry_push_contact(lua_State *L, const struct registry *registry, uint32_t contact) {
  lua_createtable(L, 0, CONTACT_FIELD_COUNT + 1);
  for (int field = 0; field < CONTACT_FIELD_COUNT; field++) {
    entry_set_string(L, contact_fields[field],
                     registry_contact(registry, contact, (enum contact_field)field));
  }
  if (push_email(L, registry_contact(registry, contact, CONTACT_URI))) {
    lua_setfield(L, -2, "email");
  }
}
