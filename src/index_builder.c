#include "index_builder.h"

#include <stdlib.h>
#include <string.h>

void *index_builder_allocate(struct registry *registry, size_t count, size_t size) {
  void *memory = calloc(count > 0 ? count : 1, size);
  if (memory != NULL) {
    registry->memory[registry->memory_count++] = memory;
  }
  return memory;
}

void index_builder_sort(const struct registry *registry, sort_key *key, uint32_t key_count,
                        uint32_t *sorted, uint32_t *ends) {
  memset(ends, 0, key_count * sizeof *ends);
  for (uint32_t record = 0; record < registry->record_count; record++) {
    uint32_t k = key(registry, record);
    if (k < key_count - 1) {
      ends[k + 1]++;
    }
  }
  for (uint32_t k = 1; k < key_count; k++) {
    ends[k] += ends[k - 1];
  }
  for (uint32_t record = 0; record < registry->record_count; record++) {
    uint32_t k = key(registry, record);
    if (k != KEY_NONE) {
      sorted[ends[k]++] = record;
    }
  }
}

static uint32_t first_port_key(const struct registry *registry, uint32_t record) {
  return record_has(registry, record, TRAIT_PORT) ? registry->first_ports[record] : KEY_NONE;
}

static enum builder_fault build_port_order(struct registry *registry) {
  uint32_t *ends = malloc(PORT_COUNT * sizeof *ends);
  uint32_t *order = index_builder_allocate(registry, registry->record_count, sizeof *order);
  if (ends == NULL || order == NULL) {
    free(ends);
    return BUILDER_NO_MEMORY;
  }
  index_builder_sort(registry, first_port_key, PORT_COUNT, order, ends);
  registry->port_order = order;
  registry->port_order_count = ends[PORT_MAX];
  free(ends);
  return BUILDER_OK;
}

enum builder_fault index_builder_run(struct registry *registry) {
  uint32_t *sorted = malloc((registry->record_count + 1U) * sizeof *sorted);
  if (sorted == NULL) {
    return BUILDER_NO_MEMORY;
  }
  enum builder_fault fault = index_builder_ports(registry, sorted);
  if (fault == BUILDER_OK) {
    fault = index_builder_names(registry, sorted);
  }
  free(sorted);
  if (fault == BUILDER_OK) {
    fault = build_port_order(registry);
  }
  return fault == BUILDER_OK ? index_builder_contacts(registry) : fault;
}
