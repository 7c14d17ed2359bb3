#include "registry/registry.h"

#include <stdlib.h>

#pragma GCC visibility push(hidden)

size_t registry_size(const struct registry *registry) {
  size_t size = 0;
#define ADD(type, member, count) size += (count) * sizeof(type);
  REGISTRY_ARRAYS(ADD)
#undef ADD
  return size;
}

void registry_free(struct registry *registry) {
  for (uint32_t i = 0; i < registry->memory_count; i++) {
    free(registry->memory[i]);
  }
  registry->memory_count = 0;
  arena_close(&registry->arena);
}

const char *build_message(enum build_error result) {
  static const char messages[][128] = {
#define ERROR(name, message) message,
    BUILD_ERRORS(ERROR)
#undef ERROR
  };
  return messages[result];
}

bool build_succeeded(enum build_error result, struct error *error) {
  if (result != BUILD_OK) {
    error_set(error, "%s", build_message(result));
  }
  return result == BUILD_OK;
}

void *registry_allocate(struct registry *registry, size_t count, size_t size) {
  void *memory = arena_take(&registry->arena, count * size);
  if (memory == NULL) {
    memory = calloc(count > 0 ? count : 1, size);
    if (memory != NULL) {
      registry->memory[registry->memory_count++] = memory;
    }
  }
  return memory;
}

void registry_sort(const struct registry *registry, sort_key *key, uint32_t key_count,
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
