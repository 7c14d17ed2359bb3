/* From a port to the records that cover it, for one protocol.

   The port space is cut into segments wherever the set of covering records
   changes. A bitmap marks where segments start and a running count of its bits
   gives a port's segment in constant time, so that single ports, ranges,
   overlaps and gaps are all one case. */
#ifndef IANAPORTS_PORT_INDEX_H
#define IANAPORTS_PORT_INDEX_H

#include <stdint.h>

#include "field.h"

enum { PORT_WORDS = PORT_COUNT / 64 };

struct port_index {
  const uint64_t *starts;  /* PORT_WORDS words; bit p: a segment starts at port p; bit 0 is set */
  const uint16_t *ranks;   /* for each word, the bits set in the words before it */
  const uint32_t *offsets; /* for each segment, and one past the last: into records */
  uint32_t segment_count;
  const uint32_t *records; /* covering records, named first, single before range, registry order */
};

/* Records of one segment. */
struct record_list {
  const uint32_t *records;
  uint32_t count;
};

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

static inline struct record_list port_index_find(const struct port_index *index, uint16_t port) {
  uint32_t segment = port_index_segment(index, port);
  uint32_t offset = index->offsets[segment];
  return (struct record_list){ index->records + offset, index->offsets[segment + 1] - offset };
}

/* The first port after `port` at which a segment starts, or PORT_COUNT. */
uint32_t port_index_next_start(const struct port_index *index, uint16_t port);

#endif
