#include "flow/notation.h"

#include <string.h>

#include "registry/field.h"

#pragma GCC visibility push(hidden)

enum {
  LONGEST_PORT = 5, /* digits */
  LONGEST_HOST = 64 /* bytes before a port that are looked at */
};

/* No byte: a line begins here. */
enum { NOTHING = -1 };

/* Names with one dot that end like this are files: "main.rs:443" is a line of a file. */
static const char extensions[][6] = {
  "cc",   "cfg", "conf",  "cpp",  "cs", "css", "csv", "cxx", "go",  "hpp",  "htm", "html", "ini",
  "java", "js",  "json",  "jsx",  "kt", "log", "lua", "md",  "mjs", "php",  "py",  "rb",   "rs",
  "sh",   "sql", "swift", "toml", "ts", "tsx", "txt", "vue", "xml", "yaml", "yml",
};

/* Sets of bytes ------------------------------------------------------------------------------ */

typedef bool byte_set(char c);

static inline bool is_of_identifier(char c) {
  return ascii_is_alphanumeric(c) || c == '_';
}

static inline bool is_of_word(char c) {
  return is_of_identifier(c) || c == '-';
}

static inline bool is_of_label(char c) {
  return ascii_is_alphanumeric(c) || c == '.';
}

static inline bool is_of_host(char c) {
  return is_of_label(c) || c == '-';
}

static inline bool is_of_ipv6(char c) {
  char lower = ascii_lower(c);
  return ascii_is_digit(c) || (lower >= 'a' && lower <= 'f') || c == ':';
}

static inline bool is_of_address(char c) {
  return is_of_ipv6(c) || c == '.';
}

static inline bool is_of_zone(char c) {
  return is_of_label(c) || c == ':' || c == '%';
}

bool notation_has(char c) {
  return is_of_word(c) || c == '/' || c == '.' || c == ':' || c == ',' || c == '=';
}

/* Texts -------------------------------------------------------------------------------------- */

/* A part of a line, and the byte before it, which may be NOTHING. */
struct part {
  struct text text;
  int before;
};

/* Returns the longest part that ends at `end` and has bytes of this set only. At most LONGEST_HOST
   bytes are looked at. */
static inline struct part part_before(const struct line *line, const char *end, byte_set *is_in) {
  const char *least = end - line->first > LONGEST_HOST ? end - LONGEST_HOST : line->first;
  const char *first = end;
  while (first > least && is_in(first[-1])) {
    first--;
  }
  int before = first > least ? (unsigned char)first[-1] : NOTHING;
  return (struct part){ { first, (size_t)(end - first) }, before };
}

static inline bool is_at(const struct line *line, const char *at, byte_set *is_in) {
  return at < line->end && is_in(*at);
}

/* Returns the longest text of letters that begins at `first`. */
static struct text letters_from(const struct line *line, const char *first) {
  const char *end = first;
  while (end < line->end && ascii_is_letter(*end)) {
    end++;
  }
  return (struct text){ first, (size_t)(end - first) };
}

static bool is_ipv4(struct text text) {
  for (int i = 0; i < 4; i++) {
    size_t digits = text_count_digits(text);
    text = text_drop(text, digits);
    bool ends = i == 3 ? text.length == 0 : text.length > 0 && text.bytes[0] == '.';
    if (digits == 0 || !ends) {
      return false;
    }
    text = text_drop(text, i < 3);
  }
  return true;
}

/* Returns whether the text has at least two colons. */
static bool has_colons(struct text text) {
  const char *colon = memchr(text.bytes, ':', text.length);
  if (colon == NULL) {
    return false;
  }
  size_t rest = text.length - (size_t)(colon + 1 - text.bytes);
  return memchr(colon + 1, ':', rest) != NULL;
}

static bool is_extension(struct text label) {
  for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++) {
    if (text_equal_nocase(label, text_of(extensions[i]))) {
      return true;
    }
  }
  return false;
}

/* Returns whether the text is an address, or a name with a dot that is not that of a file. */
static bool is_host(struct text text) {
  if (text_equal(text, TEXT_LITERAL("localhost")) || is_ipv4(text)) {
    return true;
  }
  const char *end = text.bytes + text.length;
  const char *label = end;
  while (label > text.bytes && ascii_is_letter(label[-1])) {
    label--;
  }
  if (label == text.bytes || label[-1] != '.' || end - label < 2) {
    return false;
  }
  bool has_one_dot = memchr(text.bytes, '.', (size_t)(label - 1 - text.bytes)) == NULL;
  return !(has_one_dot && is_extension((struct text){ label, (size_t)(end - label) }));
}

/* Facts of a line ---------------------------------------------------------------------------- */

/* Returns the protocol that a word names, or PROTOCOL_NONE. */
static int protocol_of(struct text word) {
  enum protocol protocol;
  return field_parse_protocol(word, &protocol) ? (int)protocol : PROTOCOL_NONE;
}

/* Returns the first byte `c` from `first` on that has `after` bytes behind it in the line, or
   NULL. */
static const char *find_byte(const struct line *line, const char *first, char c, int after) {
  return line->end - first > after ? memchr(first, c, (size_t)(line->end - first - after)) : NULL;
}

enum { SEVERAL = -1 }; /* protocols, of which none is the only one */

/* Returns the only protocol that words with this last letter name, beside `found`. */
static int find_protocol_by(const struct line *line, char last_letter, int found) {
  const char *last = find_byte(line, line->first, last_letter, 0);
  for (; last != NULL; last = find_byte(line, last + 1, last_letter, 0)) {
    if (is_at(line, last + 1, ascii_is_alphanumeric)) {
      continue;
    }
    int protocol = protocol_of(part_before(line, last + 1, ascii_is_alphanumeric).text);
    if (protocol != PROTOCOL_NONE && found != PROTOCOL_NONE && protocol != found) {
      return SEVERAL;
    }
    found = protocol != PROTOCOL_NONE ? protocol : found;
  }
  return found;
}

/* The names of all protocols end in p. */
static int find_protocol(const struct line *line) {
  int lower = find_protocol_by(line, 'p', PROTOCOL_NONE);
  int found = lower == SEVERAL ? SEVERAL : find_protocol_by(line, 'P', lower);
  return found == SEVERAL ? PROTOCOL_NONE : found;
}

static bool line_has(const struct line *line, struct text text) {
  int after = (int)text.length - 1;
  const char *found = find_byte(line, line->first, text.bytes[0], after);
  while (found != NULL && memcmp(found, text.bytes, text.length) != 0) {
    found = find_byte(line, found + 1, text.bytes[0], after);
  }
  return found != NULL;
}

static int find_flags(const struct line *line) {
  return line_has(line, TEXT_LITERAL("Flags ["));
}

static int find_tcpdump(const struct line *line) {
  return line_has(line, TEXT_LITERAL(" > ")) || find_flags(line);
}

static bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

static int find_cisco(const struct line *line) {
  const char *found = find_byte(line, line->first, '%', 4);
  while (found != NULL &&
         !(is_upper(found[1]) && is_upper(found[2]) && is_upper(found[3]) && found[4] == '-')) {
    found = find_byte(line, found + 1, '%', 4);
  }
  return found != NULL;
}

static int fact_of(struct line *line, enum fact fact) {
  static int (*const find[FACT_COUNT])(const struct line *line) = {
    [FACT_PROTOCOL] = find_protocol,
    [FACT_HAS_FLAGS] = find_flags,
    [FACT_IS_OF_TCPDUMP] = find_tcpdump,
    [FACT_IS_OF_CISCO] = find_cisco,
  };
  if (line->facts[fact] < 0) {
    line->facts[fact] = (signed char)find[fact](line);
  }
  return line->facts[fact];
}

int notation_protocol(struct line *line, const struct port_notation *notation) {
  int protocol = fact_of(line, FACT_PROTOCOL);
  return protocol != PROTOCOL_NONE ? protocol : notation->protocol - NOTATION_OF_LINE;
}

/* Notations by the byte before the port ------------------------------------------------------ */

/* Each is called with the byte before the port. It returns what the protocol of a notation is, or
   PROTOCOL_NONE if that is no notation. */
static int read_slash(struct line *line, const char *separator) {
  struct part word = part_before(line, separator, is_of_label);
  if (word.before == '/' || word.before == '_' || word.before == '-') {
    return PROTOCOL_NONE;
  } else if (is_ipv4(word.text)) {
    return fact_of(line, FACT_IS_OF_CISCO) ? NOTATION_OF_LINE + PROTOCOL_NONE : PROTOCOL_NONE;
  }
  return protocol_of(word.text);
}

static int read_colon(const struct line *line, const char *separator) {
  if (separator[-1] == ']') {
    struct part address = part_before(line, separator - 1, is_of_zone);
    bool is_ipv6 = address.before == '[' && has_colons(address.text);
    return is_ipv6 ? NOTATION_OF_LINE + PROTOCOL_ANY : PROTOCOL_NONE;
  }
  struct part host = part_before(line, separator, is_of_host);
  if (host.before == '/') {
    const char *slash = host.text.bytes - 1;
    if (slash == line->first || slash[-1] != '/') {
      return PROTOCOL_NONE; /* a path */
    }
  }
  return is_host(host.text) ? NOTATION_OF_LINE + PROTOCOL_ANY : PROTOCOL_NONE;
}

static int read_dot(struct line *line, const char *separator) {
  struct part address = part_before(line, separator, is_of_address);
  bool is_ipv6 =
    memchr(address.text.bytes, '.', address.text.length) == NULL && has_colons(address.text);
  if ((address.before != ' ' && address.before != NOTHING) || !(is_ipv6 || is_ipv4(address.text)) ||
      !fact_of(line, FACT_IS_OF_TCPDUMP)) {
    return PROTOCOL_NONE;
  }
  return NOTATION_OF_LINE + (fact_of(line, FACT_HAS_FLAGS) ? PROTOCOL_TCP : PROTOCOL_ANY);
}

static int read_equals(const struct line *line, const char *separator) {
  struct text word = part_before(line, separator, is_of_identifier).text;
  bool is_port = text_equal(word, TEXT_LITERAL("DPT"));
  return is_port ? NOTATION_OF_LINE + PROTOCOL_NONE : PROTOCOL_NONE;
}

static int read_space(const struct line *line, const char *separator) {
  struct text word = part_before(line, separator, is_of_word).text;
  bool is_port =
    text_equal_nocase(word, TEXT_LITERAL("eq")) || text_equal_nocase(word, TEXT_LITERAL("port"));
  return is_port ? NOTATION_OF_LINE + PROTOCOL_NONE : PROTOCOL_NONE;
}

static int read_prefix(struct line *line, const char *separator) {
  switch (*separator) {
  case '/':
    return read_slash(line, separator);
  case ':':
    return read_colon(line, separator);
  case '.':
    return read_dot(line, separator);
  case '=':
    return read_equals(line, separator);
  default:
    return read_space(line, separator);
  }
}

/* Ports -------------------------------------------------------------------------------------- */

static bool is_of_list(char c) {
  return c == '.' || c == ',' || c == ':';
}

/* Sets the port that digits write; returns false if it is too large. */
static bool read_port(struct text digits, uint16_t *port) {
  uint32_t number = 0;
  for (size_t i = 0; i < digits.length && i <= LONGEST_PORT; i++) {
    number = number * 10 + (uint32_t)(digits.bytes[i] - '0');
  }
  *port = (uint16_t)number;
  return digits.length <= LONGEST_PORT && number <= PORT_MAX;
}

/* Returns whether a number is the end of a list or a pair, such as "80,443" or "8080:30080". */
static bool is_part(const struct line *line, const char *first) {
  if (first - line->first < 2 || (first[-1] != ',' && first[-1] != ':') ||
      !ascii_is_digit(first[-2])) {
    return false;
  }
  int before = part_before(line, first - 1, ascii_is_digit).before;
  return before == NOTHING || !is_of_label((char)before);
}

/* Reads PORT/PROTOCOL or PORT/open/PROTOCOL. Parts of a list or a pair are left alone. */
static bool read_suffix(const struct line *line, const char *slash,
                        struct port_notation *notation) {
  struct text digits = part_before(line, slash, ascii_is_digit).text;
  struct text word = letters_from(line, slash + 1);
  const char *after = word.bytes + word.length;
  bool goes_on = after < line->end && *after == '/';
  if (goes_on && text_equal(word, TEXT_LITERAL("open"))) {
    word = letters_from(line, after + 1);
    after = word.bytes + word.length;
  } else if (goes_on) {
    return false;
  }
  const char *first = digits.bytes;
  *notation = (struct port_notation){ 0, protocol_of(word), after };
  return notation->protocol != PROTOCOL_NONE && read_port(digits, &notation->port) &&
         !is_at(line, after, is_of_word) &&
         !(first > line->first && (is_of_word(first[-1]) || first[-1] == '/')) &&
         !is_part(line, first);
}

bool notation_read(struct line *line, const char *separator, struct port_notation *notation) {
  if (!ascii_is_digit(separator[1])) {
    return read_suffix(line, separator, notation);
  }
  const char *first = separator + 1;
  const char *after = first + 1;
  while (is_at(line, after, ascii_is_digit)) {
    after++;
  }
  struct text digits = { first, (size_t)(after - first) };
  bool is_in_list = is_at(line, after, is_of_list) && is_at(line, after + 1, ascii_is_digit);
  if (is_in_list || is_at(line, after, is_of_word) || (after < line->end && *after == '/') ||
      !read_port(digits, &notation->port)) {
    return false;
  }
  notation->after = after;
  notation->protocol = read_prefix(line, separator);
  return notation->protocol != PROTOCOL_NONE;
}

/* Separators --------------------------------------------------------------------------------- */

/* No number in this loop is wider than a byte, and it has neither branches nor calls, so that
   compilers make vectors of it. */
typedef unsigned char byte;

static inline byte is_digit(byte c) {
  return (byte)(c - '0') <= 9;
}

static inline byte mark_of(byte before, byte c, byte after) {
  byte lower = before | 0x20;
  byte suffix = (byte)((c == '/') & is_digit(before));
  byte of_slash = (byte)((c == '/') & (lower == 'p'));
  byte of_space = (byte)((c == ' ') & ((lower == 'q') | (lower == 't')));
  byte of_equals = (byte)((c == '=') & (before == 'T'));
  byte prefix = (byte)(is_digit(after) & (of_slash | of_space | of_equals | (c == ':')));
  byte dot = (byte)(is_digit(after) & (c == '.'));
  return (byte)(((prefix | suffix) * NOTATION_MARK) | (dot * NOTATION_DOT));
}

bool notation_mark(const char *bytes, size_t count, unsigned char *marks) {
  byte found = 0;
  for (size_t i = 0; i < count; i++) {
    byte before = (byte)bytes[i];
    byte c = (byte)bytes[i + 1];
    byte after = (byte)bytes[i + 2];
    marks[i] = mark_of(before, c, after);
    found |= (byte)((c == '>') & (after == ' ')) | (byte)((before == 's') & (after == '['));
  }
  return found != 0;
}
