#include "index_builder.h"

#include <stdlib.h>
#include <string.h>

enum { KEYS_OF_PROTOCOL = 8 };

/* The order among rows of one port and protocol. */
static uint32_t covering_key(const struct registry *registry, uint32_t record) {
  if (!record_has(registry, record, TRAIT_PORT)) {
    return KEY_NONE;
  }
  uint32_t unnamed = !record_has(registry, record, TRAIT_NAMED);
  uint32_t range = record_has(registry, record, TRAIT_RANGE);
  uint32_t base = record >= registry->overlay_count;
  return record_protocol(registry, record) * (uint32_t)KEYS_OF_PROTOCOL + base * 4U + unnamed * 2U +
         range;
}

/* Marks where segments start and counts the marks; gives the number of segments. */
static uint32_t mark_segments(const struct registry *registry, struct record_list list,
                              uint64_t *starts, uint16_t *ranks) {
  starts[0] = 1;
  for (uint32_t i = 0; i < list.count; i++) {
    struct port_range ports = record_ports(registry, list.records[i]);
    uint32_t after = (uint32_t)ports.last + 1;
    starts[ports.first / 64] |= UINT64_C(1) << ports.first % 64;
    if (after < PORT_COUNT) {
      starts[after / 64] |= UINT64_C(1) << after % 64;
    }
  }
  uint32_t segments = 0;
  for (int word = 0; word < PORT_WORDS; word++) {
    ranks[word] = (uint16_t)segments;
    segments += count_bits(starts[word]);
  }
  return segments;
}

/* Sets offsets[s + 1] to the end of segment s's records, and gives their number,
   or UINT32_MAX past the limit. Counts by differences: a range adds one where it
   begins and takes one away past its end. */
static uint32_t count_coverings(const struct registry *registry, const struct port_index *index,
                                struct record_list list, uint32_t segments, uint32_t *offsets) {
  for (uint32_t i = 0; i < list.count; i++) {
    struct port_range ports = record_ports(registry, list.records[i]);
    uint32_t end = port_index_segment(index, ports.last) + 1;
    offsets[port_index_segment(index, ports.first)]++;
    if (end < segments) {
      offsets[end]--;
    }
  }
  uint32_t depth = 0;
  uint32_t total = 0;
  for (uint32_t segment = 0; segment < segments; segment++) {
    depth += offsets[segment];
    offsets[segment] = total;
    if (depth > BUILDER_MAX_COVERINGS - total) {
      return UINT32_MAX;
    }
    total += depth;
  }
  offsets[segments] = total;
  return total;
}

/* Lists each record, in the order given, in every segment that it covers. */
static void fill_coverings(const struct registry *registry, const struct port_index *index,
                           struct record_list list, uint32_t *next, uint32_t *records) {
  for (uint32_t i = 0; i < list.count; i++) {
    struct port_range ports = record_ports(registry, list.records[i]);
    uint32_t last = port_index_segment(index, ports.last);
    for (uint32_t segment = port_index_segment(index, ports.first); segment <= last; segment++) {
      records[next[segment]++] = list.records[i];
    }
  }
}

static enum builder_fault build_port_index(struct registry *registry, struct record_list list,
                                           struct port_index *index) {
  uint64_t *starts = index_builder_allocate(registry, PORT_WORDS, sizeof *starts);
  uint16_t *ranks = index_builder_allocate(registry, PORT_WORDS, sizeof *ranks);
  if (starts == NULL || ranks == NULL) {
    return BUILDER_NO_MEMORY;
  }
  index->starts = starts;
  index->ranks = ranks;
  uint32_t segments = mark_segments(registry, list, starts, ranks);
  uint32_t *offsets = index_builder_allocate(registry, segments + 1U, sizeof *offsets);
  if (offsets == NULL) {
    return BUILDER_NO_MEMORY;
  }
  uint32_t total = count_coverings(registry, index, list, segments, offsets);
  if (total == UINT32_MAX) {
    return BUILDER_TOO_DEEP;
  }
  uint32_t *records = index_builder_allocate(registry, total, sizeof *records);
  uint32_t *next = malloc((segments + 1U) * sizeof *next);
  if (records == NULL || next == NULL) {
    free(next);
    return BUILDER_NO_MEMORY;
  }
  memcpy(next, offsets, segments * sizeof *next);
  fill_coverings(registry, index, list, next, records);
  free(next);
  index->offsets = offsets;
  index->segment_count = segments;
  index->records = records;
  return BUILDER_OK;
}

enum builder_fault index_builder_ports(struct registry *registry, uint32_t *sorted) {
  uint32_t ends[PROTOCOL_COUNT * KEYS_OF_PROTOCOL];
  index_builder_sort(registry, covering_key, PROTOCOL_COUNT * KEYS_OF_PROTOCOL, sorted, ends);
  uint32_t start = 0;
  for (int protocol = 0; protocol < PROTOCOL_COUNT; protocol++) {
    uint32_t end = ends[(protocol + 1) * KEYS_OF_PROTOCOL - 1];
    struct record_list list = { sorted + start, end - start };
    enum builder_fault fault = build_port_index(registry, list, &registry->ports[protocol]);
    if (fault != BUILDER_OK) {
      return fault;
    }
    start = end;
  }
  return BUILDER_OK;
}
