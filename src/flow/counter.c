#include "flow/counter.h"

#include <stdlib.h>

/* The number of a port and its protocol. */
static uint32_t slot_of(const struct endpoint *endpoint) {
  int protocol = endpoint->protocol == PROTOCOL_ANY ? PROTOCOL_NONE : endpoint->protocol;
  return (uint32_t)protocol << 16 | endpoint->port;
}

/* Short cells -------------------------------------------------------------------------------- */

/* Most rows of a file have the cells of an earlier row. So what short cells say is kept, by the
   cells as they are written. Service names have 15 bytes at most (RFC 6335, section 5.1), and so
   have addresses of IPv4. */
enum { SHORT = 16, KNOWN_BITS = 10, SEEN_BITS = 15 };

/* Sets two words to the bytes of a cell. More than a short cell may be read: the reader has zeros
   behind its bytes. */
static void set_words(uint64_t words[2], struct text cell) {
  static const uint64_t masks[4] = { UINT64_MAX, UINT64_MAX, 0, 0 };
  uint64_t mask[2];
  memcpy(mask, (const char *)masks + SHORT - cell.length, sizeof mask);
  memcpy(words, cell.bytes, SHORT);
  words[0] &= mask[0];
  words[1] &= mask[1];
}

static uint64_t hash_words(const uint64_t *words, size_t count, uint64_t hash) {
  for (size_t i = 0; i < count; i++) {
    hash = (hash ^ words[i]) * UINT64_C(0x9e3779b97f4a7c15);
  }
  return hash;
}

/* Hosts --------------------------------------------------------------------------------------- */

/* The interner keeps each pair of a host and a port once, as one text: the host, then the slot of
   the port in bytes of seven bits, none of which is NUL. */
enum { SLOT_BYTES = 3 };

static struct text text_of_pair(char *pair, struct text host, uint32_t slot) {
  memcpy(pair, host.bytes, host.length);
  for (size_t i = 0; i < SLOT_BYTES; i++) {
    pair[host.length + i] = (char)(0x80 | (slot >> 7 * i & 0x7f));
  }
  return (struct text){ pair, host.length + SLOT_BYTES };
}

struct text counter_host(const struct counter *counter, uint32_t host) {
  const char *pair = (const char *)counter->texts.bytes.bytes + counter->hosts[host].offset;
  struct text text = text_of(pair);
  return (struct text){ pair, text.length - SLOT_BYTES };
}

static bool has_room_for_host(struct counter *counter) {
  enum { FIRST_CAPACITY = 64 };
  if (counter->host_count < counter->host_capacity) {
    return true;
  }
  uint32_t capacity = counter->host_capacity > 0 ? counter->host_capacity * 2 : FIRST_CAPACITY;
  struct counted_host *hosts = realloc(counter->hosts, capacity * sizeof *hosts);
  if (hosts == NULL) {
    return false;
  }
  counter->hosts = hosts;
  counter->host_capacity = capacity;
  return true;
}

/* Links a host that is new to its port. */
static void link_host(struct counter *counter, struct counted_port *port, uint32_t offset) {
  uint32_t host = counter->host_count++;
  counter->hosts[host] = (struct counted_host){ offset, 0 };
  if (port->host_count++ == 0) {
    port->first_host = host;
  } else {
    counter->hosts[port->last_host].next = host;
  }
  port->last_host = host;
}

/* Keeps a host of a port, unless the port has it already. Returns false if memory runs out. */
static bool keep_host(struct counter *counter, struct counted_port *port, uint32_t slot,
                      struct text host) {
  char pair[COUNTER_LONGEST_HOST + SLOT_BYTES];
  uint32_t offset;
  if (host.length == 0 || host.length > counter->limits.host_length ||
      memchr(host.bytes, '\0', host.length) != NULL) {
    return true;
  }
  size_t known = counter->texts.count;
  if (!has_room_for_host(counter) ||
      !interner_add(&counter->texts, text_of_pair(pair, host, slot), &offset)) {
    return false;
  }
  if (counter->texts.count > known) {
    counter->is_full = counter->host_count == counter->limits.all_hosts;
    if (!counter->is_full) {
      link_host(counter, port, offset);
    }
  }
  return true;
}

/* Keeps the host in a cell. Returns false if memory runs out. */
static bool keep_host_of_cell(struct counter *counter, struct counted_port *port, uint32_t slot,
                              struct text cell) {
  struct seen_host seen = { .slot = slot, .length = (uint32_t)cell.length };
  struct seen_host *place = NULL;
  if (cell.length > 0 && cell.length <= SHORT) {
    set_words(seen.words, cell);
    place = &counter->seen[hash_words(seen.words, 2, slot) >> (64 - SEEN_BITS)];
    if (memcmp(place, &seen, sizeof seen) == 0) {
      return true;
    }
  }
  struct text host;
  if (!record_value(cell, &counter->scratch[0], &host) ||
      !keep_host(counter, port, slot, cell_value(host))) {
    return false;
  }
  if (place != NULL) {
    *place = seen;
  }
  return true;
}

/* Cells --------------------------------------------------------------------------------------- */

/* In place of the slot of a port: the row has no port of the registry's protocols. */
enum { NO_SLOT = PROTOCOL_COUNT << 16 };

/* Sets the cells of the row just read. Returns where they are kept; NULL if they are long. */
static struct known_cells *find_known(struct counter *counter, struct text port, struct text key) {
  struct known_cells *cells = &counter->cells;
  if (port.length > SHORT || key.length > SHORT) {
    return NULL;
  }
  set_words(cells->words, port);
  set_words(cells->words + 2, key);
  cells->port_length = (uint8_t)port.length;
  cells->key_length = (uint8_t)key.length;
  return &counter->known[hash_words(cells->words, 4, 0) >> (64 - KNOWN_BITS)];
}

static bool is_same(const struct known_cells *a, const struct known_cells *b) {
  return memcmp(a->words, b->words, sizeof a->words) == 0 && a->port_length == b->port_length &&
         a->key_length == b->key_length;
}

static struct text cell_of(const struct counter *counter, size_t number) {
  return number != COUNTER_NO_COLUMN ? record_cell(&counter->reader, &counter->record, number)
                                     : (struct text){ "                ", 0 };
}

/* Rows ---------------------------------------------------------------------------------------- */

/* Returns the place of a port's count; NULL if memory runs out. */
static struct counted_port *take_port(struct counter *counter, uint32_t slot) {
  struct counted_port **page = &counter->pages[slot / COUNTER_PAGE];
  if (*page == NULL) {
    *page = calloc(COUNTER_PAGE, sizeof **page);
  }
  return *page != NULL ? *page + slot % COUNTER_PAGE : NULL;
}

/* Counts the row just read by the slot of its port. */
static enum counter_state count_slot(struct counter *counter, uint32_t slot) {
  if (slot == NO_SLOT) {
    counter->skipped++;
    return COUNTER_DONE;
  }
  struct counted_port *port = take_port(counter, slot);
  if (port == NULL) {
    return COUNTER_NO_MEMORY;
  }
  port->count++;
  if (counter->form.host == COUNTER_NO_COLUMN || counter->is_full ||
      port->host_count == counter->limits.hosts) {
    return COUNTER_DONE;
  }
  bool is_kept = keep_host_of_cell(counter, port, slot, cell_of(counter, counter->form.host));
  return is_kept ? COUNTER_DONE : COUNTER_NO_MEMORY;
}

/* The same, and keeps what the row's cells say. */
static enum counter_state learn_slot(struct counter *counter, uint32_t slot) {
  if (counter->place != NULL) {
    *counter->place = counter->cells;
    counter->place->slot = slot;
    counter->place->is_set = true;
  }
  return count_slot(counter, slot);
}

static bool read_endpoint(struct counter *counter, struct text port, struct text key) {
  if (!record_value(port, &counter->scratch[0], &port) ||
      !record_value(key, &counter->scratch[1], &key)) {
    return false;
  }
  counter->endpoint = cell_read(&counter->form.cells, port, key);
  return true;
}

static enum counter_state count_row(struct counter *counter) {
  struct text port = cell_of(counter, counter->form.port);
  struct text key = cell_of(counter, counter->form.key);
  counter->place = find_known(counter, port, key);
  if (counter->place != NULL && counter->place->is_set &&
      is_same(counter->place, &counter->cells)) {
    return count_slot(counter, counter->place->slot);
  }
  if (!read_endpoint(counter, port, key)) {
    return COUNTER_NO_MEMORY;
  }
  switch (counter->endpoint.kind) {
  case ENDPOINT_PORT:
    return learn_slot(counter, slot_of(&counter->endpoint));
  case ENDPOINT_NAME:
    return COUNTER_NAME;
  case ENDPOINT_WRONG: {
    struct error *error = record_reject(&counter->reader);
    if (error != NULL) {
      cell_complain(counter->endpoint.word, error);
    }
    return COUNTER_DONE;
  }
  case ENDPOINT_NONE:
    break;
  }
  return learn_slot(counter, NO_SLOT);
}

enum counter_state counter_resolve(struct counter *counter, uint16_t port) {
  counter->endpoint.kind = ENDPOINT_PORT;
  counter->endpoint.port = port;
  return learn_slot(counter, slot_of(&counter->endpoint));
}

void counter_reject(struct counter *counter) {
  counter->endpoint.kind = ENDPOINT_WRONG;
  record_reject(&counter->reader);
}

enum counter_state counter_run(struct counter *counter) {
  for (;;) {
    enum counter_state state = COUNTER_DONE;
    switch (record_next(&counter->reader, &counter->record)) {
    case RECORD_ROW:
      state = count_row(counter);
      break;
    case RECORD_NONE:
      return COUNTER_DONE;
    case RECORD_ENDLESS:
      return COUNTER_ENDLESS;
    case RECORD_HEADER:
    case RECORD_OTHER:
    case RECORD_WRONG:
      break;
    }
    if (state != COUNTER_DONE) {
      return state;
    }
  }
}

/* The counter --------------------------------------------------------------------------------- */

bool counter_open(struct counter *counter, const struct counter_form *form,
                  struct counter_limits limits, uint64_t line) {
  counter->form = *form;
  counter->limits = limits;
  counter->known = calloc(1 << KNOWN_BITS, sizeof *counter->known);
  counter->seen = calloc(1 << SEEN_BITS, sizeof *counter->seen);
  return record_open(&counter->reader, form->records, line) && counter->known != NULL &&
         counter->seen != NULL;
}

bool counter_feed(struct counter *counter, struct text block, bool at_end) {
  counter->endpoint.kind = ENDPOINT_NONE;
  return record_feed(&counter->reader, block, at_end);
}

void counter_close(struct counter *counter) {
  record_close(&counter->reader);
  interner_free(&counter->texts);
  buffer_free(&counter->scratch[0]);
  buffer_free(&counter->scratch[1]);
  for (size_t i = 0; i < sizeof counter->pages / sizeof counter->pages[0]; i++) {
    free(counter->pages[i]);
  }
  free(counter->known);
  free(counter->seen);
  free(counter->hosts);
  *counter = (struct counter){ .known = NULL };
}
