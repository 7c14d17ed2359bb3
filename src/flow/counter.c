#include "flow/counter.h"

#include <stdlib.h>

#pragma GCC visibility push(hidden)

/* The number of a port and its protocol. */
static uint32_t slot_of(const struct endpoint *endpoint) {
  int protocol = endpoint->protocol == PROTOCOL_ANY ? PROTOCOL_NONE : endpoint->protocol;
  return (uint32_t)protocol << 16 | endpoint->port;
}

/* Short cells -------------------------------------------------------------------------------- */

/* Most rows of a file have the cells of an earlier row. So what short cells say is kept, by the
   cells as they are written. Service names have 15 bytes at most (RFC 6335, section 5.1), and so
   have addresses of IPv4. */
enum { SHORT = 16, KNOWN_BITS = 10, SEEN_BITS = 12 };

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

struct text counter_host(const struct counter *counter, uint32_t host) {
  return text_of((const char *)counter->texts.bytes.bytes + counter->hosts[host].offset);
}

/* Half of the pairs are free, so there is room for half as many hosts. */
enum { FIRST_PAIR_BITS = 7 };

/* A port and a host of it as one number, which is not 0. */
static uint64_t pair_of(uint32_t slot, uint32_t offset) {
  return (uint64_t)(slot + 1) << 32 | offset;
}

/* Multiply-shift hashing by M. Dietzfelbinger and others, "A reliable randomized algorithm for the
   closest-pair problem", 1997: nobody who does not know the factor can choose pairs that clash. */
static uint32_t hash_pair(const struct counter *counter, uint64_t pair) {
  return (uint32_t)(pair * counter->pair_factor >> (64 - counter->pair_bits));
}

struct pair_search {
  const uint64_t *pairs;
  uint64_t pair;
};

static int compare_pair(const void *data, size_t slot) {
  const struct pair_search *search = data;
  uint64_t found = search->pairs[slot];
  return found == 0 || found == search->pair ? HASH_END : HASH_STEP;
}

/* Returns the place of a pair, or the free one in which to put it. */
static uint64_t *find_pair(const struct counter *counter, uint64_t pair) {
  struct pair_search search = { counter->pairs, pair };
  size_t slot;
  hash_probe(hash_pair(counter, pair), (size_t)1 << counter->pair_bits, false, compare_pair,
             &search, &slot);
  return &counter->pairs[slot];
}

/* Doubles the room for hosts and for pairs. Returns false if memory runs out. */
static bool grow_hosts(struct counter *counter) {
  size_t old_count = (size_t)1 << counter->pair_bits;
  uint64_t *old_pairs = counter->pairs;
  uint64_t *pairs = calloc(2 * old_count, sizeof *pairs);
  struct counted_host *hosts = realloc(counter->hosts, old_count * sizeof *hosts);
  counter->hosts = hosts != NULL ? hosts : counter->hosts;
  if (hosts == NULL || pairs == NULL) {
    free(pairs);
    return false;
  }
  counter->pairs = pairs;
  counter->pair_bits++;
  for (size_t i = 0; i < old_count; i++) {
    if (old_pairs[i] != 0) {
      *find_pair(counter, old_pairs[i]) = old_pairs[i];
    }
  }
  free(old_pairs);
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
                      uint32_t offset) {
  uint64_t pair = pair_of(slot, offset);
  uint64_t *place = find_pair(counter, pair);
  if (*place == pair) {
    return true;
  }
  counter->is_full = counter->host_count == counter->limits.all_hosts;
  if (counter->is_full) {
    return true;
  }
  *place = pair;
  link_host(counter, port, offset);
  bool has_room = counter->host_count < (size_t)1 << (counter->pair_bits - 1);
  return has_room || grow_hosts(counter);
}

/* In place of the offset of a host that is not kept. */
#define NO_HOST UINT32_MAX

/* Adds the text of a host. Returns false if memory runs out. */
static bool add_host(struct counter *counter, struct text cell, uint32_t *offset) {
  struct text host;
  if (!record_value(cell, &counter->scratch[0], &host)) {
    return false;
  }
  host = cell_value(host);
  if (host.length == 0 || host.length > counter->limits.host_length ||
      memchr(host.bytes, '\0', host.length) != NULL) {
    *offset = NO_HOST;
    return true;
  }
  return interner_add(&counter->texts, host, offset);
}

/* Finds the text of the host in a cell. Returns false if memory runs out. */
static bool find_host(struct counter *counter, struct text cell, uint32_t *offset) {
  if (cell.length == 0 || cell.length > SHORT) {
    return add_host(counter, cell, offset);
  }
  struct seen_host seen = { .length = (uint32_t)cell.length };
  set_words(seen.words, cell);
  struct seen_host *place = &counter->seen[hash_words(seen.words, 2, 0) >> (64 - SEEN_BITS)];
  if (memcmp(place->words, seen.words, sizeof seen.words) != 0 || place->length != seen.length) {
    if (!add_host(counter, cell, &seen.offset)) {
      return false;
    }
    *place = seen;
  }
  *offset = place->offset;
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
  uint32_t offset;
  bool is_kept = find_host(counter, cell_of(counter, counter->form.host), &offset) &&
                 (offset == NO_HOST || keep_host(counter, port, slot, offset));
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
  struct hash_key key;
  hash_key_draw(&key);
  counter->pair_factor = key.words[0] | 1;
  counter->pair_bits = FIRST_PAIR_BITS;
  counter->pairs = calloc((size_t)1 << FIRST_PAIR_BITS, sizeof *counter->pairs);
  counter->hosts = calloc((size_t)1 << (FIRST_PAIR_BITS - 1), sizeof *counter->hosts);
  counter->known = calloc(1 << KNOWN_BITS, sizeof *counter->known);
  counter->seen = calloc(1 << SEEN_BITS, sizeof *counter->seen);
  return record_open(&counter->reader, form->records, line) && counter->pairs != NULL &&
         counter->hosts != NULL && counter->known != NULL && counter->seen != NULL;
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
  free(counter->pairs);
  *counter = (struct counter){ .known = NULL };
}
