#include "registry/lookup.h"

#include "registry/name_index.h"

#pragma GCC visibility push(hidden)

static bool is_of_overlay(const struct registry *registry, uint32_t record) {
  return record < registry->overlay_count;
}

static bool is_named(const struct registry *registry, uint32_t record) {
  return record_has(registry, record, TRAIT_NAMED);
}

/* Returns how many records at the front of a list pass a test. All records after them fail it. */
static uint32_t count_passing(const struct registry *registry, struct record_list list,
                              bool (*test)(const struct registry *registry, uint32_t record)) {
  uint32_t low = 0;
  uint32_t high = list.count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (test(registry, record_list_at(list, middle))) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

static struct record_list first_of(struct record_list list, uint32_t count) {
  return (struct record_list){ list.records, count };
}

static struct record_list rest_of(struct record_list list, uint32_t count) {
  return (struct record_list){ list.records + count, list.count - count };
}

/* The part of a registry that is asked. */
enum layer { WHOLE, OVERLAY, BASE };

/* Returns the records of a port and protocol that belong to a layer. */
static struct record_list find_in_layer(const struct registry *registry, int protocol,
                                        uint16_t port, enum layer layer) {
  struct record_list list = port_index_find(&registry->ports[protocol], port);
  if (layer == WHOLE) {
    return list;
  }
  uint32_t count = count_passing(registry, list, is_of_overlay);
  return layer == OVERLAY ? first_of(list, count) : rest_of(list, count);
}

static int find_spans(const struct registry *registry, uint16_t port, int protocol,
                      enum layer layer, struct record_list *spans) {
  if (protocol == PROTOCOL_OTHER) {
    return 0;
  }
  if (protocol != PROTOCOL_ANY) {
    spans[0] = find_in_layer(registry, protocol, port, layer);
    spans[1] = find_in_layer(registry, PROTOCOL_NONE, port, layer);
    return 2;
  }
  for (int p = 0; p < PROTOCOL_COUNT; p++) {
    struct record_list list = find_in_layer(registry, p, port, layer);
    uint32_t count = count_passing(registry, list, is_named);
    spans[p] = first_of(list, count);
    spans[PROTOCOL_COUNT + p] = rest_of(list, count);
  }
  return 2 * PROTOCOL_COUNT;
}

int lookup_port(const struct registry *registry, uint16_t port, int protocol,
                struct record_list spans[LOOKUP_MAX_SPANS]) {
  if (registry->overlay_count == 0) {
    return find_spans(registry, port, protocol, WHOLE, spans);
  }
  int count = find_spans(registry, port, protocol, OVERLAY, spans);
  return count + find_spans(registry, port, protocol, BASE, spans + count);
}

/* Returns the best record of a port among those of this protocol alone, or NO_RECORD. Most ports
   have no service name; one bit of the covering says so, which ends most look-ups of names. */
static inline uint32_t best_of(const struct registry *registry, uint16_t port, int protocol,
                               bool named) {
  const struct port_index *index = &registry->ports[protocol];
  uint32_t covering = *port_index_covering(index, port);
  uint32_t value = covering & COVERING_VALUE;
  if (named && (covering & COVERING_NAMED) == 0) {
    return NO_RECORD;
  }
  if ((covering & COVERING_LIST) != 0) {
    return index->lists[value + 1];
  }
  return value != COVERING_NONE ? value : NO_RECORD;
}

/* The same among the records of every protocol, those with a service name first. */
static uint32_t best_of_every(const struct registry *registry, uint16_t port, bool named) {
  for (int protocol = 0; protocol < PROTOCOL_COUNT; protocol++) {
    uint32_t record = best_of(registry, port, protocol, true);
    if (record != NO_RECORD) {
      return record;
    }
  }
  for (int protocol = 0; protocol < PROTOCOL_COUNT && !named; protocol++) {
    uint32_t record = best_of(registry, port, protocol, false);
    if (record != NO_RECORD) {
      return record;
    }
  }
  return NO_RECORD;
}

/* The same for a registry with an overlay. */
static uint32_t best_of_spans(const struct registry *registry, uint16_t port, int protocol,
                              bool named) {
  struct record_list spans[LOOKUP_MAX_SPANS];
  int count = lookup_port(registry, port, protocol, spans);
  for (int i = 0; i < count; i++) {
    if (spans[i].count > 0) {
      uint32_t record = record_list_at(spans[i], 0);
      if (!named || record_has(registry, record, TRAIT_NAMED)) {
        return record;
      }
    }
  }
  return NO_RECORD;
}

uint32_t lookup_primary(const struct registry *registry, uint16_t port, int protocol, bool named) {
  if (registry->overlay_count > 0) {
    return best_of_spans(registry, port, protocol, named);
  }
  if (protocol >= PROTOCOL_ANY) {
    return protocol == PROTOCOL_ANY ? best_of_every(registry, port, named) : NO_RECORD;
  }
  uint32_t record = best_of(registry, port, protocol, named);
  return record != NO_RECORD ? record : best_of(registry, port, PROTOCOL_NONE, named);
}

/* Returns whether records of one protocol, or PROTOCOL_NONE, match a question for another. */
static bool is_relevant(int of_record, int asked) {
  return asked == PROTOCOL_ANY || of_record == asked ||
         (of_record == PROTOCOL_NONE && asked != PROTOCOL_OTHER);
}

struct name_cursor lookup_name(const struct registry *registry, struct text name) {
  struct name_cursor cursor = { 0, false };
  cursor.at_end = !name_index_find(registry, name, &cursor.position);
  return cursor;
}

uint32_t lookup_next(const struct registry *registry, struct name_cursor *cursor, int protocol) {
  while (!cursor->at_end) {
    uint32_t value = registry->name_records[cursor->position++];
    uint32_t record = value & ~NAME_LAST;
    cursor->at_end = (value & NAME_LAST) != 0;
    if (is_relevant((int)record_protocol(registry, record), protocol)) {
      return record;
    }
  }
  return NO_RECORD;
}

static bool is_unassigned(const struct registry *registry, uint16_t port, int protocol) {
  for (int p = 0; p < PROTOCOL_COUNT; p++) {
    if (is_relevant(p, protocol) &&
        (*port_index_covering(&registry->ports[p], port) & COVERING_TAKEN) != 0) {
      return false;
    }
  }
  return true;
}

/* Returns the first port after `port` that other records may cover. */
static uint32_t next_change(const struct registry *registry, uint16_t port, int protocol) {
  uint32_t nearest = PORT_COUNT;
  for (int p = 0; p < PROTOCOL_COUNT; p++) {
    if (is_relevant(p, protocol)) {
      uint32_t next = port_index_next_start(&registry->ports[p], port);
      nearest = next < nearest ? next : nearest;
    }
  }
  return nearest;
}

bool lookup_unassigned(const struct registry *registry, uint32_t from, uint32_t last, int protocol,
                       struct port_range *range) {
  uint32_t first = protocol != PROTOCOL_OTHER ? from : PORT_COUNT;
  while (first <= last && !is_unassigned(registry, (uint16_t)first, protocol)) {
    first = next_change(registry, (uint16_t)first, protocol);
  }
  if (first > last) {
    return false;
  }
  uint32_t end = first;
  while (end <= last && is_unassigned(registry, (uint16_t)end, protocol)) {
    end = next_change(registry, (uint16_t)end, protocol);
  }
  end = end <= last ? end : last + 1;
  *range = (struct port_range){ (uint16_t)first, (uint16_t)(end - 1), end - 1 > first };
  return true;
}
