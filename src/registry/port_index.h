/* From a port to the records that cover it, for one protocol.

   The port space is cut into segments wherever the set of covering records
   changes. A bitmap marks where segments start and a running count of its bits
   gives a port's segment in constant time, so that single ports, ranges,
   overlaps and gaps are all one case. Nearly every segment has one record or
   none, which then stands in the place of a list. */
#ifndef IANAPORTS_PORT_INDEX_H
#define IANAPORTS_PORT_INDEX_H

#include <stdint.h>

#include "registry/field.h"

enum { PORT_WORDS = PORT_COUNT / 64 };

struct port_index {
  const uint64_t *starts;    /* PORT_WORDS words; bit p: a segment starts at port p; bit 0 is set */
  const uint16_t *ranks;     /* for each word, the bits set in the words before it */
  const uint32_t *coverings; /* for each segment: its record, or where in lists its list is */
  uint32_t segment_count;
  const uint32_t *lists; /* each: a count, then so many records in the order of look-ups */
  uint32_t list_words;   /* of all lists together */
};

/* In coverings. */
#define COVERING_LIST 0x80000000U  /* several records, in a list; else one */
#define COVERING_NAMED 0x40000000U /* the first of them has a service name */
#define COVERING_TAKEN 0x20000000U /* one of them has a status other than unassigned */
/* The place of the list in lists, or the record itself; all ones: none. */
#define COVERING_PLACE 0x1fffffffU

/* Records of one segment: named first, single ports before ranges, registry order. */
struct record_list {
  const uint32_t *records; /* to be read by record_list_at */
  uint32_t count;
};

static inline uint32_t record_list_at(struct record_list list, uint32_t i) {
  return list.records[i] & COVERING_PLACE;
}

static inline unsigned count_bits(uint64_t word) {
  word -= (word >> 1) & 0x5555555555555555U;
  word = (word & 0x3333333333333333U) + ((word >> 2) & 0x3333333333333333U);
  word = (word + (word >> 4)) & 0x0f0f0f0f0f0f0f0fU;
  return (unsigned)((word * 0x0101010101010101U) >> 56);
}

/* The number of the segment that holds `port`. */
static inline uint32_t port_index_segment(const struct port_index *index, uint16_t port) {
  unsigned word = port / 64;
  uint64_t up_to_port = index->starts[word] & (UINT64_MAX >> (63 - port % 64));
  return index->ranks[word] + count_bits(up_to_port) - 1;
}

/* What covers `port`; see COVERING_LIST and the next. */
static inline const uint32_t *port_index_covering(const struct port_index *index, uint16_t port) {
  return &index->coverings[port_index_segment(index, port)];
}

static inline struct record_list port_index_find(const struct port_index *index, uint16_t port) {
  const uint32_t *covering = port_index_covering(index, port);
  if ((*covering & COVERING_LIST) != 0) {
    const uint32_t *list = index->lists + (*covering & COVERING_PLACE);
    return (struct record_list){ list + 1, list[0] };
  }
  return (struct record_list){ covering, *covering != COVERING_PLACE };
}

/* The first port after `port` at which a segment starts, or PORT_COUNT. */
uint32_t port_index_next_start(const struct port_index *index, uint16_t port);

#endif
