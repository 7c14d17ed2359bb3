#include "registry/field.h"

#include <string.h>

#include "base/hash.h"
#include "base/text_find.h"

#pragma GCC visibility push(hidden)

const char protocol_names[PROTOCOL_COUNT][5] = { "tcp", "udp", "sctp", "dccp", "" };
const char status_names[STATUS_COUNT][13] = { "assigned", "reserved", "unassigned",
                                              "deregistered" };
const char class_names[CLASS_COUNT][8] = { "system", "user", "dynamic" };

static const uint8_t protocol_numbers[PROTOCOL_NONE] = { 6, 17, 132, 33 };

/* Takes a number off the front of `rest`. A number above PORT_MAX may be cut, but stays above. */
static bool take_number(struct text *rest, uint32_t *number) {
  size_t digits = 0;
  *number = 0;
  for (; digits < rest->length && ascii_is_digit(rest->bytes[digits]); digits++) {
    if (*number <= PORT_MAX) {
      *number = *number * 10 + (uint32_t)(rest->bytes[digits] - '0');
    }
  }
  *rest = text_drop(*rest, digits);
  return digits > 0;
}

enum port_error field_parse_ports(struct text cell, struct port_range *ports) {
  uint32_t first = 0;
  if (!take_number(&cell, &first)) {
    return PORT_NOT_A_NUMBER;
  }
  uint32_t last = first;
  bool is_range = cell.length > 0 && cell.bytes[0] == '-';
  if (is_range) {
    cell = text_drop(cell, 1);
    if (!take_number(&cell, &last)) {
      return PORT_NOT_A_NUMBER;
    }
  }
  if (cell.length > 0) {
    return PORT_NOT_A_NUMBER;
  }
  if (first > PORT_MAX || last > PORT_MAX) {
    return PORT_TOO_LARGE;
  }
  if (last < first) {
    return PORT_BACKWARDS;
  }
  *ports = (struct port_range){ (uint16_t)first, (uint16_t)last, is_range };
  return PORT_OK;
}

bool field_parse_protocol(struct text cell, enum protocol *protocol) {
  uint64_t folded = 0; /* the cell in lower case, as hash_load_4 reads a name */
  if (cell.length > 4) {
    return false;
  }
  for (size_t i = 0; i < cell.length; i++) {
    folded |= (uint64_t)((unsigned char)cell.bytes[i] | 0x20) << 8 * i;
  }
  for (int i = 0; i < PROTOCOL_NONE; i++) {
    if (folded == hash_load_4(protocol_names[i])) {
      *protocol = (enum protocol)i;
      return true;
    }
  }
  return false;
}

enum protocol field_protocol_from_number(uint8_t number) {
  for (int i = 0; i < PROTOCOL_NONE; i++) {
    if (protocol_numbers[i] == number) {
      return (enum protocol)i;
    }
  }
  return PROTOCOL_OTHER;
}

bool field_parse_date(struct text cell, uint32_t *date) {
  static const char form[] = "YYYY-MM-DD";
  uint32_t number = 0;
  if (cell.length != 4 && cell.length != 7 && cell.length != 10) {
    return false;
  }
  for (size_t i = 0; i < cell.length; i++) {
    if (form[i] == '-' ? cell.bytes[i] != '-' : !ascii_is_digit(cell.bytes[i])) {
      return false;
    }
    if (form[i] != '-') {
      number = number * 10 + (uint32_t)(cell.bytes[i] - '0');
    }
  }
  number = cell.length == 4 ? number * 100 + 1 : number;
  number = cell.length <= 7 ? number * 100 + 1 : number;
  uint32_t month = number / 100 % 100;
  uint32_t day = number % 100;
  *date = number;
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

enum status field_status(struct text description) {
  static const struct {
    char prefix[16];
    enum status status;
  } beginnings[] = {
    { "reserved", STATUS_RESERVED },          { "iana reserved", STATUS_RESERVED },
    { "de-registered", STATUS_DEREGISTERED }, { "removed", STATUS_DEREGISTERED },
    { "deprecated", STATUS_DEREGISTERED },    { "de-commissioned", STATUS_DEREGISTERED },
    { "decomissioned", STATUS_DEREGISTERED }, /* the registry spells it so */
  };
  if (text_find_nocase(description, TEXT_LITERAL("unassigned")) != NULL) {
    return STATUS_UNASSIGNED;
  }
  for (size_t i = 0; i < sizeof beginnings / sizeof beginnings[0]; i++) {
    if (text_starts_nocase(description, text_of(beginnings[i].prefix))) {
      return beginnings[i].status;
    }
  }
  return STATUS_ASSIGNED;
}

/* Takes `phrase` off the front of `rest`. A space in it stands for white space of any length. */
static bool take_phrase(struct text *rest, const char *phrase) {
  struct text text = *rest;
  for (; *phrase != '\0'; phrase++) {
    if (text.length == 0 ||
        (*phrase == ' ' ? !ascii_is_space(*text.bytes) : *text.bytes != *phrase)) {
      return false;
    }
    do {
      text = text_drop(text, 1);
    } while (*phrase == ' ' && text.length > 0 && ascii_is_space(*text.bytes));
  }
  *rest = text;
  return true;
}

/* Sets `name` to what stands between `before`, which ends with a quote, and `after`, which begins
   with one. */
static bool quoted_name(struct text text, const char *before, const char *after,
                        struct text *name) {
  if (!take_phrase(&text, before)) {
    return false;
  }
  const char *quote = text.length > 0 ? memchr(text.bytes, '"', text.length) : NULL;
  if (quote == NULL || quote == text.bytes) {
    return false;
  }
  *name = (struct text){ text.bytes, (size_t)(quote - text.bytes) };
  text = text_drop(text, name->length);
  return take_phrase(&text, after);
}

struct text field_alias_in(struct text cell) {
  struct text name = { "", 0 };
  const char *found;
  while (cell.length > 0 && (found = memchr(cell.bytes, 'T', cell.length)) != NULL) {
    cell = text_drop(cell, (size_t)(found - cell.bytes));
    if (quoted_name(cell, "This entry is an alias to \"", "\"", &name) ||
        quoted_name(cell, "This is a duplicate of the \"", "\" service", &name)) {
      return name;
    }
    cell = text_drop(cell, 1);
  }
  return TEXT_LITERAL("");
}

struct text field_contact_id(struct text id) {
  bool bracketed = id.length >= 2 && id.bytes[0] == '[' && id.bytes[id.length - 1] == ']';
  return bracketed ? (struct text){ id.bytes + 1, id.length - 2 } : id;
}

const char *field_check_service_name(struct text name) {
  bool has_letter = false;
  if (name.length == 0 || name.length > 15) {
    return "a service name has 1 to 15 characters";
  }
  for (size_t i = 0; i < name.length; i++) {
    char c = name.bytes[i];
    has_letter = has_letter || ascii_is_letter(c);
    if (!ascii_is_letter(c) && !ascii_is_digit(c) && c != '-') {
      return "a service name holds only letters A-Z and a-z, digits and hyphens";
    }
    if (c == '-' && i + 1 < name.length && name.bytes[i + 1] == '-') {
      return "a service name has no two hyphens in a row";
    }
  }
  if (!has_letter) {
    return "a service name holds at least one letter";
  }
  if (name.bytes[0] == '-' || name.bytes[name.length - 1] == '-') {
    return "a service name neither begins nor ends with a hyphen";
  }
  return NULL;
}
