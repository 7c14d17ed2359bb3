#include "registry/port_index.h"

#include <stdlib.h>

#include "registry/preference.h"

#pragma GCC visibility push(hidden)

uint32_t port_index_next_start(const struct port_index *index, uint16_t port) {
  uint32_t next = (uint32_t)port + 1;
  if (next == PORT_COUNT) {
    return PORT_COUNT;
  }
  uint32_t word = next / 64;
  uint64_t bits = index->starts[word] & (UINT64_MAX << (next % 64));
  while (bits == 0) {
    if (++word == PORT_WORDS) {
      return PORT_COUNT;
    }
    bits = index->starts[word];
  }
  uint64_t below_lowest = (bits & (0 - bits)) - 1;
  return word * 64 + count_bits(below_lowest);
}

void port_index_add_named(const struct port_index *index, uint64_t *ports) {
  uint32_t port = 0;
  while (port < PORT_COUNT) {
    uint64_t is_named = (*port_index_covering(index, (uint16_t)port) & COVERING_NAMED) != 0;
    uint32_t next = port_index_next_start(index, (uint16_t)port);
    for (; port < next; port++) {
      ports[port / 64] |= is_named << port % 64;
    }
  }
}

size_t range_early_limit(const struct registry *registry, uint16_t first) {
  size_t limit = 0;
  for (int protocol = 0; protocol < PROTOCOL_COUNT; protocol++) {
    limit += port_index_find(&registry->ports[protocol], first).count;
  }
  return limit;
}

static int compare_early(const void *a, const void *b) {
  const uint64_t *left = a;
  const uint64_t *right = b;
  return (*left > *right) - (*left < *right);
}

/* Lists the records that cover `first` and begin before it. */
static uint32_t list_early(const struct registry *registry, uint16_t first, uint64_t *early) {
  uint32_t count = 0;
  for (int protocol = 0; protocol < PROTOCOL_COUNT; protocol++) {
    struct record_list list = port_index_find(&registry->ports[protocol], first);
    for (uint32_t i = 0; i < list.count; i++) {
      uint32_t record = record_list_at(list, i);
      if (registry->first_ports[record] < first) {
        early[count++] = (uint64_t)registry->first_ports[record] << 32 | record;
      }
    }
  }
  qsort(early, count, sizeof early[0], compare_early);
  return count;
}

/* Returns the position in port_order of the first record whose first port is not below `port`. */
static uint32_t port_order_from(const struct registry *registry, uint16_t port) {
  uint32_t low = 0;
  uint32_t high = registry->port_order_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (registry->first_ports[registry->port_order[middle]] < port) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

struct range_cursor range_begin(const struct registry *registry, uint16_t first, uint16_t last,
                                uint64_t *early) {
  return (struct range_cursor){ .last = last,
                                .next = port_order_from(registry, first),
                                .early_count = list_early(registry, first, early),
                                .early = early };
}

uint32_t range_next(const struct registry *registry, struct range_cursor *cursor) {
  if (cursor->next_early < cursor->early_count) {
    return (uint32_t)cursor->early[cursor->next_early++];
  }
  if (cursor->next < registry->port_order_count) {
    uint32_t record = registry->port_order[cursor->next++];
    if (registry->first_ports[record] <= cursor->last) {
      return record;
    }
    cursor->next = registry->port_order_count;
  }
  return NO_RECORD;
}

/* Sorts by protocol, then by preference. */
static uint32_t covering_key(const struct registry *registry, uint32_t record) {
  if (!record_has(registry, record, TRAIT_PORT)) {
    return KEY_NONE;
  }
  return record_protocol(registry, record) * (uint32_t)PREFERENCE_KEYS +
         preference_key(registry, record);
}

/* Marks where segments start, counts the marks before each word, and returns the number of
   segments. */
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

struct segments {
  uint32_t first;
  uint32_t last;
};

static struct segments segments_of(const struct port_index *index, struct port_range ports) {
  uint32_t first = port_index_segment(index, ports.first);
  bool is_single = ports.last == ports.first;
  return (struct segments){ first, is_single ? first : port_index_segment(index, ports.last) };
}

/* The most words that the lists of a protocol may take. N ranges, each inside the one before,
   would need N * N words. */
static uint32_t words_allowed(uint32_t record_count) {
  enum { FREE = 1 << 20, OF_RECORD = 64, MOST = 1 << 26 };
  uint64_t words = FREE + (uint64_t)OF_RECORD * record_count;
  return words < MOST ? (uint32_t)words : MOST;
}

/* Reserves an empty list for each segment that several records cover. Returns how many words the
   lists need, or UINT32_MAX if that is more than allowed. `coverings`, all zeros at the start,
   first hold differences: each record adds one at its first segment and subtracts one after its
   last. Their sum up to a segment is the number of records that cover it. */
static uint32_t place_lists(const struct registry *registry, const struct port_index *index,
                            struct record_list list, uint32_t *coverings) {
  for (uint32_t i = 0; i < list.count; i++) {
    struct segments segments = segments_of(index, record_ports(registry, list.records[i]));
    coverings[segments.first]++;
    if (segments.last + 1 < index->segment_count) {
      coverings[segments.last + 1]--;
    }
  }
  uint32_t allowed = words_allowed(list.count);
  uint32_t depth = 0; /* the number of records that cover the segment */
  uint32_t words = 0;
  for (uint32_t segment = 0; segment < index->segment_count; segment++) {
    depth += coverings[segment];
    if (depth >= allowed - words) {
      return UINT32_MAX;
    }
    coverings[segment] = depth > 1 ? COVERING_LIST | words : COVERING_NONE;
    words += depth > 1 ? depth + 1 : 0;
  }
  return words;
}

/* Adds each record, in the order given, to every segment that it covers. */
static void fill_coverings(const struct registry *registry, const struct port_index *index,
                           struct record_list list, uint32_t *coverings, uint32_t *lists) {
  for (uint32_t i = 0; i < list.count; i++) {
    uint32_t record = list.records[i];
    struct segments segments = segments_of(index, record_ports(registry, record));
    uint32_t named = record_has(registry, record, TRAIT_NAMED) ? COVERING_NAMED : 0;
    uint32_t taken = record_status(registry, record) != STATUS_UNASSIGNED ? COVERING_TAKEN : 0;
    for (uint32_t segment = segments.first; segment <= segments.last; segment++) {
      uint32_t *covering = &coverings[segment];
      if (*covering == COVERING_NONE) {
        *covering = named | taken | record;
        continue;
      }
      uint32_t *of_segment = lists + (*covering & COVERING_VALUE);
      *covering |= taken | (of_segment[0] == 0 ? named : 0);
      of_segment[++of_segment[0]] = record;
    }
  }
}

static enum build_error build_index(struct registry *registry, struct record_list list,
                                    struct port_index *index) {
  uint64_t *starts = registry_allocate(registry, PORT_WORDS, sizeof *starts);
  uint16_t *ranks = registry_allocate(registry, PORT_WORDS, sizeof *ranks);
  if (starts == NULL || ranks == NULL) {
    return BUILD_NO_MEMORY;
  }
  index->starts = starts;
  index->ranks = ranks;
  index->segment_count = mark_segments(registry, list, starts, ranks);
  uint32_t *coverings = registry_allocate(registry, index->segment_count, sizeof *coverings);
  if (coverings == NULL) {
    return BUILD_NO_MEMORY;
  }
  index->coverings = coverings;
  index->list_words = place_lists(registry, index, list, coverings);
  if (index->list_words == UINT32_MAX) {
    return BUILD_TOO_DEEP;
  }
  uint32_t *lists = registry_allocate(registry, index->list_words, sizeof *lists);
  if (lists == NULL) {
    return BUILD_NO_MEMORY;
  }
  index->lists = lists;
  fill_coverings(registry, index, list, coverings, lists);
  return BUILD_OK;
}

enum build_error port_index_build(struct registry *registry, uint32_t *sorted) {
  uint32_t ends[PROTOCOL_COUNT * PREFERENCE_KEYS];
  registry_sort(registry, covering_key, PROTOCOL_COUNT * PREFERENCE_KEYS, sorted, ends);
  uint32_t start = 0;
  for (int protocol = 0; protocol < PROTOCOL_COUNT; protocol++) {
    uint32_t end = ends[(protocol + 1) * PREFERENCE_KEYS - 1];
    struct record_list list = { sorted + start, end - start };
    enum build_error error = build_index(registry, list, &registry->ports[protocol]);
    if (error != BUILD_OK) {
      return error;
    }
    start = end;
  }
  return BUILD_OK;
}

static uint32_t first_port_key(const struct registry *registry, uint32_t record) {
  return record_has(registry, record, TRAIT_PORT) ? registry->first_ports[record] : KEY_NONE;
}

/* Lists the records with a port in the order of the registry. Returns false if that is not the
   order of their ports. */
static bool list_in_order(const struct registry *registry, uint32_t *order, uint32_t *count) {
  uint16_t previous = 0;
  *count = 0;
  for (uint32_t record = 0; record < registry->record_count; record++) {
    if (record_has(registry, record, TRAIT_PORT)) {
      if (registry->first_ports[record] < previous) {
        return false;
      }
      previous = registry->first_ports[record];
      order[(*count)++] = record;
    }
  }
  return true;
}

enum build_error port_order_build(struct registry *registry) {
  uint32_t *order = registry_allocate(registry, registry->record_count, sizeof *order);
  if (order == NULL) {
    return BUILD_NO_MEMORY;
  }
  registry->port_order = order;
  if (list_in_order(registry, order, &registry->port_order_count)) {
    return BUILD_OK; /* as in IANA's file */
  }
  uint32_t *ends = malloc(PORT_COUNT * sizeof *ends);
  if (ends == NULL) {
    return BUILD_NO_MEMORY;
  }
  registry_sort(registry, first_port_key, PORT_COUNT, order, ends);
  registry->port_order_count = ends[PORT_MAX];
  free(ends);
  return BUILD_OK;
}
