#include "registry/index_builder.h"

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

/* The segment of a range's last port, where that of its first is known. */
static uint32_t last_segment(const struct port_index *index, struct port_range ports,
                             uint32_t first) {
  return ports.last == ports.first ? first : port_index_segment(index, ports.last);
}

/* The words that lists of coverings may take. Ranges within ranges, each within the one before,
   would take the square of their number. */
static uint32_t words_allowed(uint32_t record_count) {
  enum { FREE = 1 << 20, OF_RECORD = 64, MOST = 1 << 26 };
  uint64_t words = FREE + (uint64_t)OF_RECORD * record_count;
  return words < MOST ? (uint32_t)words : MOST;
}

/* Sets depths[s] to the number of records that cover segment s, and gives the words that
   lists of them take, or UINT32_MAX past the limit. Counts by differences: a range adds
   one where it begins and takes one away past its end. */
static uint32_t count_coverings(const struct registry *registry, const struct port_index *index,
                                struct record_list list, uint32_t *depths) {
  for (uint32_t i = 0; i < list.count; i++) {
    struct port_range ports = record_ports(registry, list.records[i]);
    uint32_t first = port_index_segment(index, ports.first);
    uint32_t end = last_segment(index, ports, first) + 1;
    depths[first]++;
    if (end < index->segment_count) {
      depths[end]--;
    }
  }
  uint32_t allowed = words_allowed(list.count);
  uint32_t depth = 0;
  uint32_t words = 0;
  for (uint32_t segment = 0; segment < index->segment_count; segment++) {
    depth += depths[segment];
    depths[segment] = depth;
    if (depth >= allowed - words) {
      return UINT32_MAX;
    }
    words += depth > 1 ? depth + 1 : 0;
  }
  return words;
}

/* Turns depths into coverings with lists that are still empty. */
static void place_lists(uint32_t segment_count, uint32_t *coverings) {
  uint32_t words = 0;
  for (uint32_t segment = 0; segment < segment_count; segment++) {
    uint32_t depth = coverings[segment];
    coverings[segment] = depth > 1 ? COVERING_LIST | words : COVERING_PLACE;
    words += depth > 1 ? depth + 1 : 0;
  }
}

/* Lists each record, in the order given, in every segment that it covers. */
static void fill_coverings(const struct registry *registry, const struct port_index *index,
                           struct record_list list, uint32_t *coverings, uint32_t *lists) {
  for (uint32_t i = 0; i < list.count; i++) {
    uint32_t record = list.records[i];
    struct port_range ports = record_ports(registry, record);
    uint32_t named = record_has(registry, record, TRAIT_NAMED) ? COVERING_NAMED : 0;
    uint32_t taken = record_status(registry, record) != STATUS_UNASSIGNED ? COVERING_TAKEN : 0;
    uint32_t first = port_index_segment(index, ports.first);
    uint32_t last = last_segment(index, ports, first);
    for (uint32_t segment = first; segment <= last; segment++) {
      uint32_t *covering = &coverings[segment];
      if (*covering == COVERING_PLACE) {
        *covering = named | taken | record;
        continue;
      }
      uint32_t *of_segment = lists + (*covering & COVERING_PLACE);
      *covering |= taken | (of_segment[0] == 0 ? named : 0);
      of_segment[++of_segment[0]] = record;
    }
  }
}

static enum builder_error build_port_index(struct registry *registry, struct record_list list,
                                           struct port_index *index) {
  uint64_t *starts = index_builder_allocate(registry, PORT_WORDS, sizeof *starts);
  uint16_t *ranks = index_builder_allocate(registry, PORT_WORDS, sizeof *ranks);
  if (starts == NULL || ranks == NULL) {
    return BUILDER_NO_MEMORY;
  }
  index->starts = starts;
  index->ranks = ranks;
  index->segment_count = mark_segments(registry, list, starts, ranks);
  uint32_t *coverings = index_builder_allocate(registry, index->segment_count, sizeof *coverings);
  if (coverings == NULL) {
    return BUILDER_NO_MEMORY;
  }
  index->coverings = coverings;
  index->list_words = count_coverings(registry, index, list, coverings);
  if (index->list_words == UINT32_MAX) {
    return BUILDER_TOO_DEEP;
  }
  place_lists(index->segment_count, coverings);
  uint32_t *lists = index_builder_allocate(registry, index->list_words, sizeof *lists);
  if (lists == NULL) {
    return BUILDER_NO_MEMORY;
  }
  index->lists = lists;
  fill_coverings(registry, index, list, coverings, lists);
  return BUILDER_OK;
}

enum builder_error index_builder_ports(struct registry *registry, uint32_t *sorted) {
  uint32_t ends[PROTOCOL_COUNT * KEYS_OF_PROTOCOL];
  index_builder_sort(registry, covering_key, PROTOCOL_COUNT * KEYS_OF_PROTOCOL, sorted, ends);
  uint32_t start = 0;
  for (int protocol = 0; protocol < PROTOCOL_COUNT; protocol++) {
    uint32_t end = ends[(protocol + 1) * KEYS_OF_PROTOCOL - 1];
    struct record_list list = { sorted + start, end - start };
    enum builder_error error = build_port_index(registry, list, &registry->ports[protocol]);
    if (error != BUILDER_OK) {
      return error;
    }
    start = end;
  }
  return BUILDER_OK;
}
