#include "flow/annotate.h"

#include <stdlib.h>
#include <string.h>

#include "base/printable.h"
#include "registry/lookup.h"

#pragma GCC visibility push(hidden)

/* Cells that are added ------------------------------------------------------------------------ */

static bool append_byte(struct buffer *out, char c) {
  return buffer_append(out, &c, 1);
}

static bool needs_quotes(struct text value, char delimiter) {
  if (value.length == 0) {
    return false;
  }
  for (size_t i = 0; i < value.length; i++) {
    char c = value.bytes[i];
    if (c == delimiter || c == '"' || c == '\r' || c == '\n') {
      return true;
    }
  }
  return ascii_is_space(value.bytes[0]) || ascii_is_space(value.bytes[value.length - 1]);
}

/* Appends a value as a cell. Some readers drop white space around a cell without quotes. */
static bool append_quoted(struct buffer *out, struct text value, char delimiter) {
  if (!needs_quotes(value, delimiter)) {
    return buffer_append(out, value.bytes, value.length);
  }
  bool is_appended = append_byte(out, '"');
  for (size_t i = 0; i < value.length && is_appended; i++) {
    is_appended =
      (value.bytes[i] != '"' || append_byte(out, '"')) && append_byte(out, value.bytes[i]);
  }
  return is_appended && append_byte(out, '"');
}

/* What the registry says of a port. */
struct facts {
  bool has_port;
  uint16_t port;
  int protocol;   /* as lookup_primary takes it */
  uint32_t named; /* the first record with a service, or NO_RECORD */
};

static const char *status_of(const struct registry *registry, const struct facts *facts) {
  uint32_t primary = lookup_primary(registry, facts->port, facts->protocol, false);
  if (primary != NO_RECORD) {
    return status_names[record_status(registry, primary)];
  }
  enum port_class class = field_port_class(facts->port);
  return class == CLASS_DYNAMIC ? class_names[class] : status_names[STATUS_UNASSIGNED];
}

/* Appends the cell of one field, for a port. Texts of the registry are made printable. */
static bool append_field(struct annotator *annotator, const struct registry *registry,
                         const struct facts *facts, enum annotate_field field) {
  char delimiter = annotator->reader.form.delimiter;
  if (field == ANNOTATE_STATUS || field == ANNOTATE_CLASS) {
    const char *word = field == ANNOTATE_STATUS ? status_of(registry, facts)
                                                : class_names[field_port_class(facts->port)];
    return buffer_append(&annotator->out, word, strlen(word));
  }
  if (facts->named == NO_RECORD) {
    return append_quoted(&annotator->out, annotator->plan.unknown, delimiter);
  }
  uint32_t offset = field == ANNOTATE_SERVICE ? registry_name(registry, facts->named)
                                              : registry_description(registry, facts->named);
  struct buffer *text = &annotator->values[0];
  text->length = 0;
  return printable_append(text, text_of(registry->pool + offset)) &&
         append_quoted(&annotator->out, (struct text){ (const char *)text->bytes, text->length },
                       delimiter);
}

/* Ports --------------------------------------------------------------------------------------- */

/* An answer is kept if its cells have at most this many bytes. */
enum { MOST_KEPT = 45 };

/* What is added for a port. A file has few different ports, so answers are kept. An answer has 64
   bytes: those after the cells may be copied with them. */
struct answer {
  uint64_t port;         /* the cells that ask, see short_cell; 0 if there is no answer */
  uint64_t key;          /* 0 if there is no such column */
  char cells[MOST_KEPT]; /* each after a delimiter */
  uint8_t length;
  uint8_t class; /* of the port; CLASS_COUNT if there is none */
  bool is_named;
};

enum { KNOWN_BITS = 11 };

/* Bytes are copied this many at a time. */
enum { COPY = 16 };

/* Copies a text, faster than memcpy does if the compiler does not know the length. Reads and writes
   up to COPY - 1 bytes more. */
static inline void copy_quickly(unsigned char *to, const char *from, size_t length) {
  size_t done = 0;
  do {
    memcpy(to + done, from + done, COPY);
    done += COPY;
  } while (done < length);
}

/* How much output is collected before it is written; the last record may exceed it. */
enum { MOST_OUTPUT = 1 << 20 };

/* Cells of at most this length can be compared as one number. */
enum { SHORT = 7 };

/* Returns a short cell as a number that no other cell has; it is not 0. Reads eight bytes. */
static inline uint64_t short_cell(struct text cell) {
  uint64_t word;
  memcpy(&word, cell.bytes, sizeof word);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = word >> 8 & ~(UINT64_MAX >> 8 >> cell.length * 8);
#else
  word &= (UINT64_C(1) << cell.length * 8) - 1;
#endif
  return word | (uint64_t)(cell.length + 1) << 56;
}

static inline struct answer *place_of(const struct annotator *annotator, uint64_t port,
                                      uint64_t key) {
  uint64_t hash = (port ^ key * UINT64_C(0x9e3779b97f4a7c15)) * UINT64_C(0xd6e8feb86659fd93);
  return &annotator->known[hash >> (64 - KNOWN_BITS)];
}

/* A row that is being annotated. */
struct row {
  const struct registry *registry;
  const struct record *record;
  bool is_named; /* a port has a service */
  bool is_wrong; /* a port is none */
  struct side {
    uint8_t class;
    bool is_named;
  } sides[2]; /* of the first two ports */
};

/* Rejects the row because of a port, unless another one was wrong before. */
static void reject(struct annotator *annotator, struct row *row, struct text cell) {
  struct error *error = row->is_wrong ? NULL : record_reject(&annotator->reader);
  row->is_wrong = true;
  if (error != NULL) {
    cell_complain(cell, error);
  }
}

/* Sets the facts about the port that the cells name. Returns false if memory runs out. */
static bool find_facts(struct annotator *annotator, struct row *row,
                       const struct annotate_port *column, struct text port, struct text key,
                       struct facts *facts) {
  if (!record_value(port, &annotator->values[0], &port) ||
      !record_value(key, &annotator->values[1], &key)) {
    return false;
  }
  struct endpoint endpoint = cell_read(&column->cells, port, key);
  if (endpoint.kind == ENDPOINT_NAME) {
    cell_resolve(row->registry, &endpoint);
  }
  if (endpoint.kind == ENDPOINT_WRONG) {
    bool is_of_key = column->cells.own != PROTOCOL_ANY && cell_value(key).length > 0;
    reject(annotator, row, is_of_key ? key : port);
  }
  *facts =
    (struct facts){ endpoint.kind == ENDPOINT_PORT, endpoint.port, endpoint.protocol, NO_RECORD };
  if (facts->has_port) {
    facts->named = lookup_primary(row->registry, endpoint.port, endpoint.protocol, true);
  }
  return true;
}

/* Appends what is added for a port, and sets all of the answer but its cells. */
static bool append_answer(struct annotator *annotator, struct row *row,
                          const struct annotate_port *column, struct text port, struct text key,
                          struct answer *answer) {
  struct facts facts;
  if (!find_facts(annotator, row, column, port, key, &facts)) {
    return false;
  }
  answer->is_named = facts.named != NO_RECORD;
  answer->class = facts.has_port ? (uint8_t)field_port_class(facts.port) : CLASS_COUNT;
  for (size_t i = 0; i < annotator->plan.field_count; i++) {
    if (!append_byte(&annotator->out, annotator->reader.form.delimiter) ||
        (facts.has_port &&
         !append_field(annotator, row->registry, &facts, annotator->plan.fields[i]))) {
      return false;
    }
  }
  return true;
}

/* Keeps the answer whose cells were just appended, unless it is too long, or the row is wrong: each
   wrong row must be counted. */
static void keep_answer(const struct row *row, struct text cells, struct answer *answer) {
  if (row->is_wrong || cells.length > MOST_KEPT) {
    answer->port = 0;
  } else {
    answer->length = (uint8_t)cells.length;
    memcpy(answer->cells, cells.bytes, cells.length);
  }
}

/* Appends what is added for one of the ports. Returns false if memory runs out. */
static inline bool append_port(struct annotator *annotator, struct row *row, size_t number) {
  const struct annotate_port *column = &annotator->plan.ports[number];
  const struct record_reader *reader = &annotator->reader;
  struct buffer *out = &annotator->out;
  struct answer other;
  struct answer *answer = &other;
  struct text port = record_cell(reader, row->record, column->port);
  struct text key = { "", 0 };
  uint64_t key_word = 0;
  if (column->cells.has_key) {
    key = record_cell(reader, row->record, column->key);
    key_word = key.length <= SHORT ? short_cell(key) : 0;
  }
  bool is_short = port.length <= SHORT && key.length <= SHORT;
  uint64_t port_word = is_short ? short_cell(port) : 0;
  if (is_short) {
    answer = place_of(annotator, port_word, key_word);
  }
  if (is_short && answer->port == port_word && answer->key == key_word) {
    if (!buffer_reserve(out, MOST_KEPT + COPY)) {
      return false;
    }
    copy_quickly(out->bytes + out->length, answer->cells, answer->length);
    out->length += answer->length;
  } else {
    size_t start = out->length;
    answer->port = port_word;
    answer->key = key_word;
    if (!append_answer(annotator, row, column, port, key, answer)) {
      return false;
    }
    keep_answer(row, (struct text){ (const char *)out->bytes + start, out->length - start },
                answer);
  }
  row->is_named = row->is_named || answer->is_named;
  if (number < 2) {
    row->sides[number] = (struct side){ answer->class, answer->is_named };
  }
  return true;
}

/* Appends the name of the server's port: it is of a lower class, or the one that has a service. */
static bool append_side(struct annotator *annotator, const struct row *row) {
  const struct annotate_port *ports = annotator->plan.ports;
  struct side one = row->sides[0];
  struct side other = row->sides[1];
  const struct annotate_port *server = NULL;
  bool are_ports = one.class != CLASS_COUNT && other.class != CLASS_COUNT;
  if (are_ports && one.class != other.class) {
    server = one.class < other.class ? &ports[0] : &ports[1];
  } else if (are_ports && one.is_named != other.is_named) {
    server = one.is_named ? &ports[0] : &ports[1];
  }
  return append_byte(&annotator->out, annotator->reader.form.delimiter) &&
         (server == NULL ||
          buffer_append(&annotator->out, server->name.bytes, server->name.length));
}

/* Records ------------------------------------------------------------------------------------- */

/* Appends a row, with what is added but without its line end. Returns false if memory runs out. */
static inline bool append_row(struct annotator *annotator, const struct registry *registry,
                              const struct record *record) {
  struct row row = { .registry = registry, .record = record };
  for (size_t i = 0; i < annotator->plan.port_count; i++) {
    if (!append_port(annotator, &row, i)) {
      return false;
    }
  }
  annotator->named += row.is_named;
  return !annotator->plan.adds_side || append_side(annotator, &row);
}

/* Appends a record and its line end. Returns false if memory runs out. */
static inline bool append_record(struct annotator *annotator, const struct registry *registry,
                                 enum record_kind kind, const struct record *record) {
  struct buffer *out = &annotator->out;
  if (!buffer_reserve(out, record->length + COPY)) {
    return false;
  }
  copy_quickly(out->bytes + out->length, record->bytes, record->length);
  out->length += record->length;
  bool is_appended = true;
  if (kind == RECORD_ROW) {
    is_appended = append_row(annotator, registry, record);
  } else if (kind == RECORD_HEADER) {
    is_appended = buffer_append(out, annotator->plan.names.bytes, annotator->plan.names.length);
  }
  return is_appended &&
         buffer_append(out, record->bytes + record->length, record->size - record->length);
}

enum annotate_result annotate_run(struct annotator *annotator, const struct registry *registry) {
  struct record record;
  while (annotator->out.length < MOST_OUTPUT) {
    enum record_kind kind = record_next(&annotator->reader, &record);
    if (kind == RECORD_NONE || kind == RECORD_ENDLESS) {
      return kind == RECORD_NONE ? ANNOTATE_DONE : ANNOTATE_ENDLESS;
    }
    if (!append_record(annotator, registry, kind, &record)) {
      return ANNOTATE_NO_MEMORY;
    }
  }
  return ANNOTATE_FULL;
}

bool annotate_open(struct annotator *annotator, struct record_form form, uint64_t line) {
  annotator->known = calloc((size_t)1 << KNOWN_BITS, sizeof *annotator->known);
  return record_open(&annotator->reader, form, line) && annotator->known != NULL;
}

void annotate_close(struct annotator *annotator) {
  record_close(&annotator->reader);
  buffer_free(&annotator->out);
  buffer_free(&annotator->values[0]);
  buffer_free(&annotator->values[1]);
  free(annotator->known);
  free(annotator->plan.ports);
  annotator->known = NULL;
  annotator->plan.ports = NULL;
}
