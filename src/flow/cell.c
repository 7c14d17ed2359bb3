#include "flow/cell.h"

#include "registry/lookup.h"

#pragma GCC visibility push(hidden)

/* Matching -------------------------------------------------------------------------------------

   These functions take what they match off the front of a text. */

static size_t count_while(struct text text, bool (*is_one)(char c)) {
  size_t count = 0;
  while (count < text.length && is_one(text.bytes[count])) {
    count++;
  }
  return count;
}

static struct text take(struct text *rest, size_t count) {
  struct text taken = { rest->bytes, count };
  *rest = text_drop(*rest, count);
  return taken;
}

static bool take_byte(struct text *rest, char c) {
  bool is_there = rest->length > 0 && rest->bytes[0] == c;
  *rest = text_drop(*rest, is_there ? 1 : 0);
  return is_there;
}

static bool is_space(char c) {
  return c == ' ';
}

static bool is_inside_parentheses(char c) {
  return c != '(' && c != ')';
}

static void skip_spaces(struct text *rest) {
  take(rest, count_while(*rest, is_space));
}

/* Protocols ----------------------------------------------------------------------------------- */

/* Returns a text of digits, then a point and zeros, without the last two: "443.0", as programs
   write that take a column for floats, is "443". */
static struct text without_fraction(struct text word) {
  struct text rest = word;
  struct text digits = take(&rest, text_count_digits(rest));
  bool has_point = digits.length > 0 && take_byte(&rest, '.') && rest.length > 0;
  while (take_byte(&rest, '0')) {
  }
  return has_point && rest.length == 0 ? digits : word;
}

/* Reads the number of a protocol, without zeros before it. */
static bool is_protocol_number(struct text word, int *protocol) {
  struct port_range number;
  bool is_plain = word.length > 0 && word.bytes[0] != '0' && text_count_digits(word) == word.length;
  if (!is_plain || field_parse_ports(word, &number) != PORT_OK || number.first > UINT8_MAX) {
    return false;
  }
  enum protocol found = field_protocol_from_number((uint8_t)number.first);
  if (found == PROTOCOL_OTHER) {
    return false;
  }
  *protocol = (int)found;
  return true;
}

static bool known_protocol(struct text word, int *protocol) {
  enum protocol named;
  if (field_parse_protocol(word, &named)) {
    *protocol = (int)named;
    return true;
  }
  bool is_tcp = text_equal_nocase(word, TEXT_LITERAL("t")); /* Azure has the first letters */
  if (is_tcp || text_equal_nocase(word, TEXT_LITERAL("u"))) {
    *protocol = is_tcp ? PROTOCOL_TCP : PROTOCOL_UDP;
    return true;
  }
  return is_protocol_number(word, protocol);
}

/* Returns a word such as "tcp6" or "udp46" without the versions of IP. */
static struct text without_version(struct text word) {
  struct text rest = word;
  struct text letters = take(&rest, count_while(rest, ascii_is_letter));
  while (take_byte(&rest, '4') || take_byte(&rest, '6')) {
  }
  return letters.length > 1 && rest.length == 0 ? letters : word;
}

bool cell_protocol(struct text cell, int *protocol) {
  struct text rest = text_trim(cell);
  const struct text whole = rest;
  struct text first = take(&rest, count_while(rest, ascii_is_alphanumeric));
  skip_spaces(&rest);
  bool has_number = first.length > 0 && take_byte(&rest, '('); /* "TCP (6)" */
  struct text word = without_fraction(has_number ? first : whole);
  return known_protocol(word, protocol) || known_protocol(without_version(word), protocol);
}

/* Ports --------------------------------------------------------------------------------------- */

/* Takes a protocol of letters, which a digit may follow. */
static bool take_protocol(struct text *rest, int *protocol) {
  size_t letters = count_while(*rest, ascii_is_letter);
  bool has_digit = letters < rest->length && ascii_is_digit(rest->bytes[letters]);
  return letters > 0 && cell_protocol(take(rest, letters + (has_digit ? 1 : 0)), protocol);
}

/* Reads "443/tcp" and "443 (https) / tcp". */
static bool port_comes_first(struct text word, struct text *port, int *protocol) {
  *port = take(&word, text_count_digits(word));
  skip_spaces(&word);
  if (take_byte(&word, '(')) {
    take(&word, count_while(word, is_inside_parentheses));
    if (!take_byte(&word, ')')) {
      return false;
    }
    skip_spaces(&word);
  }
  bool has_slash = take_byte(&word, '/');
  skip_spaces(&word);
  return port->length > 0 && has_slash && take_protocol(&word, protocol) && word.length == 0;
}

/* Reads "tcp/443" and "tcp:443". */
static bool protocol_comes_first(struct text word, struct text *port, int *protocol) {
  if (!take_protocol(&word, protocol) || !(take_byte(&word, '/') || take_byte(&word, ':'))) {
    return false;
  }
  *port = word;
  return word.length > 0 && text_count_digits(word) == word.length;
}

/* Returns the port in a cell, and sets `protocol` if the cell has it, too. */
static struct text split_port(struct text cell, int *protocol) {
  struct text word = text_trim(cell);
  struct text port;
  int found;
  if (port_comes_first(word, &port, &found) || protocol_comes_first(word, &port, &found)) {
    *protocol = found;
    return port;
  }
  return without_fraction(word);
}

/* Lines of "-" are below the header of a table. */
static bool is_rule(struct text word) {
  take_byte(&word, ':');
  bool has_hyphen = take_byte(&word, '-');
  while (take_byte(&word, '-')) {
  }
  take_byte(&word, ':');
  return has_hyphen && word.length == 0;
}

/* Returns whether a word without blanks around it stands for nothing. */
static bool is_empty(struct text word) {
  static const char words[][10] = {
    "-",    "*",    "?",   ".",       "any",       "n/a",    "na",      "nan",
    "none", "null", "nil", "unknown", "undefined", "failed", "(empty)", "(null)",
  };
  if (word.length == 0 || is_rule(word)) {
    return true;
  } else if (ascii_is_digit(word.bytes[0])) {
    return false; /* quickly: most are ports and addresses */
  }
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
    if (text_equal_nocase(word, text_of(words[i]))) {
      return true;
    }
  }
  return false;
}

struct text cell_value(struct text cell) {
  struct text word = text_trim(cell);
  return is_empty(word) ? (struct text){ word.bytes, 0 } : word;
}

static bool is_zero(struct text word) {
  while (take_byte(&word, '0')) {
  }
  return word.length == 0;
}

static enum endpoint_kind kind_of(struct text word, uint16_t *port) {
  enum { MOST_DIGITS = 5 };
  struct port_range ports;
  bool is_number = word.length <= MOST_DIGITS && text_count_digits(word) == word.length;
  if (is_number && field_parse_ports(word, &ports) == PORT_OK) {
    *port = ports.first;
    return ENDPOINT_PORT;
  }
  for (size_t i = 0; i < word.length; i++) {
    if (ascii_is_letter(word.bytes[i])) {
      return ENDPOINT_NAME;
    }
  }
  return ENDPOINT_WRONG;
}

struct endpoint cell_read(const struct cell_columns *columns, struct text port, struct text key) {
  struct endpoint found = { ENDPOINT_NONE, 0, columns->own, port };
  bool needs_protocol = columns->has_key;
  if (columns->own != PROTOCOL_ANY) {
    struct text of_tcp = columns->has_key ? cell_value(key) : (struct text){ NULL, 0 };
    if (of_tcp.length > 0) {
      port = of_tcp;
      found.protocol = PROTOCOL_TCP;
    }
  } else if (needs_protocol && cell_protocol(key, &found.protocol)) {
    needs_protocol = false;
  }
  int other = PROTOCOL_ANY;
  found.word = split_port(port, &other);
  if (found.protocol == PROTOCOL_ANY) {
    found.protocol = other;
  }
  bool lacks_protocol = needs_protocol && found.protocol == PROTOCOL_ANY;
  if (!lacks_protocol && !is_empty(found.word) && !(columns->ignores_zero && is_zero(found.word))) {
    found.kind = kind_of(found.word, &found.port);
  }
  return found;
}

void cell_resolve(const struct registry *registry, struct endpoint *endpoint) {
  struct name_cursor cursor = lookup_name(registry, endpoint->word);
  uint32_t record;
  do {
    record = lookup_next(registry, &cursor, endpoint->protocol);
  } while (record != NO_RECORD && !record_has(registry, record, TRAIT_PORT));
  endpoint->kind = record != NO_RECORD ? ENDPOINT_PORT : ENDPOINT_WRONG;
  endpoint->port = record != NO_RECORD ? registry->first_ports[record] : 0;
}

void cell_complain(struct text cell, struct error *error) {
  char excerpt[ERROR_EXCERPT_SIZE];
  error_set(error,
            "port \"%s\" is neither a number from 0 to 65535 nor a service that the registry knows",
            error_excerpt(cell, excerpt));
}
