/* Counts the ports of a CSV of flows that arrives in blocks, and keeps the hosts that have them. */
#ifndef IANAPORTS_COUNTER_H
#define IANAPORTS_COUNTER_H

#include "base/interner.h"
#include "flow/cell.h"
#include "flow/record.h"

/* In place of the number of a column: there is none. */
#define COUNTER_NO_COLUMN SIZE_MAX

/* What the header says. */
struct counter_form {
  struct record_form records;
  struct cell_columns cells;
  size_t port; /* the numbers of these columns, from 0 */
  size_t key;
  size_t host;
};

/* How much is kept. */
struct counter_limits {
  uint32_t hosts;     /* of a port */
  uint32_t all_hosts; /* of all ports together */
  size_t host_length; /* in bytes, up to COUNTER_LONGEST_HOST; a longer host is left out */
};

enum { COUNTER_LONGEST_HOST = 255 };

struct counted_port {
  uint64_t count;
  uint32_t host_count;
  uint32_t first_host; /* in `hosts`; the next ones are linked to it */
  uint32_t last_host;
};

/* A cell with a host. */
struct seen_host {
  uint64_t words[2]; /* its bytes as they are written, then zeros */
  uint32_t length;   /* 0: a free place */
  uint32_t offset;   /* of the host's text */
};

struct counted_host {
  uint32_t offset; /* of its text */
  uint32_t next;   /* host of the same port */
};

/* Cells of a row, as they are written, and what they say. */
struct known_cells {
  uint64_t words[4]; /* the bytes of both cells, then zeros */
  uint8_t port_length;
  uint8_t key_length;
  bool is_set;
  uint32_t slot; /* of the port, or behind all of them if the cells have none */
};

enum counter_state {
  COUNTER_DONE,     /* all complete records are counted: more bytes are needed, or it is the end */
  COUNTER_NAME,     /* endpoint has a name: the caller resolves or rejects it, and goes on */
  COUNTER_ENDLESS,  /* reader.failure says what is wrong with the input */
  COUNTER_NO_MEMORY /* counting cannot go on */
};

/* Ports next to each other share a page of memory, in which each has its count. */
enum { COUNTER_PAGE = 256, COUNTER_PAGES = 65536 / COUNTER_PAGE };

struct counter {
  struct record_reader reader;
  uint64_t skipped;         /* rows without a port of the registry's protocols */
  bool is_full;             /* a host was left out, because all_hosts are kept */
  struct endpoint endpoint; /* of the row just read */

  /* The rest is counter.c's own. */
  struct counted_port *pages[PROTOCOL_COUNT * COUNTER_PAGES]; /* those with a port that counts */
  struct counter_form form;
  struct counter_limits limits;
  struct record record;
  struct buffer scratch[2]; /* for cells whose quotes were doubled */
  struct counted_host *hosts;
  uint32_t host_count;
  uint64_t *pairs; /* of a port and a host of it: a hash table of 1 << pair_bits slots */
  unsigned pair_bits;
  uint64_t pair_factor;
  struct interner texts;     /* of hosts */
  struct seen_host *seen;    /* those of earlier rows, by their hash */
  struct known_cells cells;  /* of the row just read */
  struct known_cells *known; /* those of earlier rows, by their hash */
  struct known_cells *place; /* where those of this row are kept, or NULL */
};

/* Sets up a counter of zeros. `line`: that of the first record below the header. Returns false if
   memory runs out. */
bool counter_open(struct counter *counter, const struct counter_form *form,
                  struct counter_limits limits, uint64_t line);

/* Adds a block of bytes, as record_feed does. */
bool counter_feed(struct counter *counter, struct text block, bool at_end);

/* Counts the records that are complete. */
enum counter_state counter_run(struct counter *counter);

/* Counts the row whose name was asked for, by the port of that name. */
enum counter_state counter_resolve(struct counter *counter, uint16_t port);

/* Counts that row as wrong. The caller keeps the message. */
void counter_reject(struct counter *counter);

/* Returns the count of a port, or NULL if there is none of it and COUNTER_PAGE ports around it. */
static inline const struct counted_port *counter_port(const struct counter *counter, int protocol,
                                                      uint16_t port) {
  const struct counted_port *page = counter->pages[protocol * COUNTER_PAGES + port / COUNTER_PAGE];
  return page != NULL ? page + port % COUNTER_PAGE : NULL;
}

/* Returns the text of a host. */
struct text counter_host(const struct counter *counter, uint32_t host);

/* Frees what the counter owns. May be called again. */
void counter_close(struct counter *counter);

#endif
