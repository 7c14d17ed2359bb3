/* The port index: which records cover a port, or a port of a range.

   Each protocol has an index of its own. It cuts the ports into segments: a new one begins
   wherever the set of records that cover a port changes. Single ports, ranges, overlaps and gaps
   are all one case:

     port           0 ..... 79 | 80 | 81 ..... 5999 | 6000 ..... 6063 | 6064 ...
     segment        0          | 1  | 2             | 3               | 4
     starts (bits)  1 0 0 .... | 1  | 1 0 0 ....... | 1 0 0 ......... | 1 0 ...
     coverings      none       | record | none      | list of records | none

   The segment of a port is the number of bits in `starts` up to that port, less one; `ranks` counts
   them for whole words. A covering is 32 bits:

     bit 31   30      29      28 .. 0
     list  | named | taken | value */
#ifndef IANAPORTS_PORT_INDEX_H
#define IANAPORTS_PORT_INDEX_H

#include "registry/registry.h"

#define COVERING_LIST 0x80000000U  /* the value is the index of a list in `lists` */
#define COVERING_NAMED 0x40000000U /* the first of the records has a service name */
#define COVERING_TAKEN 0x20000000U /* one of the records has a status other than unassigned */
#define COVERING_VALUE 0x1fffffffU /* without a list: the only record; all ones: none */
#define COVERING_NONE COVERING_VALUE

/* The records of one segment, in the order of preference. */
struct record_list {
  const uint32_t *records; /* to be read by record_list_at */
  uint32_t count;
};

static inline uint32_t record_list_at(struct record_list list, uint32_t i) {
  return list.records[i] & COVERING_VALUE;
}

/* Returns the segment that a port lies in. */
static inline uint32_t port_index_segment(const struct port_index *index, uint16_t port) {
  unsigned word = port / 64;
  uint64_t up_to_port = index->starts[word] & (UINT64_MAX >> (63 - port % 64));
  return index->ranks[word] + count_bits(up_to_port) - 1;
}

/* Returns the covering of a port. */
static inline const uint32_t *port_index_covering(const struct port_index *index, uint16_t port) {
  return &index->coverings[port_index_segment(index, port)];
}

/* Returns the records that cover a port. A single record is its own list. */
static inline struct record_list port_index_find(const struct port_index *index, uint16_t port) {
  const uint32_t *covering = port_index_covering(index, port);
  if ((*covering & COVERING_LIST) != 0) {
    const uint32_t *list = index->lists + (*covering & COVERING_VALUE);
    return (struct record_list){ list + 1, list[0] };
  }
  return (struct record_list){ covering, *covering != COVERING_NONE };
}

/* Returns the first port after `port` at which a segment starts, or PORT_COUNT. */
uint32_t port_index_next_start(const struct port_index *index, uint16_t port);

/* Sets bit p of `ports`, which has PORT_WORDS words, for each port p of which the first record has
   a service name. */
void port_index_add_named(const struct port_index *index, uint64_t *ports);

/* Steps through the records with a port from `first` to `last`, each once: by first port, then
   registry order. Records that begin before `first` and reach into the range come before all
   others: they are the early records. */
struct range_cursor {
  uint16_t last;
  uint32_t next;       /* in port_order */
  uint32_t next_early; /* in `early` */
  uint32_t early_count;
  const uint64_t *early; /* each: its first port in the upper half, the record in the lower half */
};

/* Returns how many items `early` must have for range_begin. */
size_t range_early_limit(const struct registry *registry, uint16_t first);

/* `early` is memory for so many items, and must outlive the cursor. */
struct range_cursor range_begin(const struct registry *registry, uint16_t first, uint16_t last,
                                uint64_t *early);

/* Returns the next record, or NO_RECORD at the end. */
uint32_t range_next(const struct registry *registry, struct range_cursor *cursor);

/* Builds the index of each protocol. `sorted` is scratch memory for record_count items. If it
   fails, the registry owns what was built so far. */
enum build_error port_index_build(struct registry *registry, uint32_t *sorted);

/* Builds port_order, which range_begin needs. */
enum build_error port_order_build(struct registry *registry);

#endif
