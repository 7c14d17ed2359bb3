#include "registry/index_builder.h"

#include <stdlib.h>
#include <string.h>

void *index_builder_allocate(struct registry *registry, size_t count, size_t size) {
  void *memory = arena_take(&registry->arena, count * size);
  if (memory == NULL) {
    memory = calloc(count > 0 ? count : 1, size);
    if (memory != NULL) {
      registry->memory[registry->memory_count++] = memory;
    }
  }
  return memory;
}

void *index_builder_scratch(struct registry *registry, size_t count, size_t size) {
  void *scratch = arena_take(&registry->arena, count * size);
  return scratch != NULL ? scratch : malloc((count + 1) * size);
}

void index_builder_scratch_free(const struct registry *registry, void *scratch) {
  if (!arena_owns(&registry->arena, scratch)) {
    free(scratch);
  }
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

/* Lists the records with a port as they stand; false where their ports are in disorder. */
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

static enum builder_error build_port_order(struct registry *registry) {
  uint32_t *order = index_builder_allocate(registry, registry->record_count, sizeof *order);
  if (order == NULL) {
    return BUILDER_NO_MEMORY;
  }
  registry->port_order = order;
  if (list_in_order(registry, order, &registry->port_order_count)) {
    return BUILDER_OK; /* as in IANA's file */
  }
  uint32_t *ends = malloc(PORT_COUNT * sizeof *ends);
  if (ends == NULL) {
    return BUILDER_NO_MEMORY;
  }
  index_builder_sort(registry, first_port_key, PORT_COUNT, order, ends);
  registry->port_order_count = ends[PORT_MAX];
  free(ends);
  return BUILDER_OK;
}

enum builder_error index_builder_run(struct registry *registry) {
  uint32_t *sorted = index_builder_scratch(registry, registry->record_count, sizeof *sorted);
  if (sorted == NULL) {
    return BUILDER_NO_MEMORY;
  }
  enum builder_error error = index_builder_ports(registry, sorted);
  if (error == BUILDER_OK) {
    error = index_builder_names(registry, sorted);
  }
  index_builder_scratch_free(registry, sorted);
  if (error == BUILDER_OK) {
    error = build_port_order(registry);
  }
  return error == BUILDER_OK ? index_builder_contacts(registry) : error;
}
