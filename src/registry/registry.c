#include "registry/registry.h"

#include <stdlib.h>

/* Steps to the next position whose slot bears the tag of `hash`; false at a free slot. */
static bool next_candidate(const struct hash_index *index, uint32_t hash, uint32_t *slot,
                           uint32_t *position) {
  uint32_t value;
  while ((value = index->slots[*slot]) != 0) {
    *slot = (*slot + 1) & (index->capacity - 1);
    if (hash_tag(value) == hash_tag(hash)) {
      *position = (value & HASH_POSITION_MASK) - 1;
      return true;
    }
  }
  return false;
}

bool registry_find_name(const struct registry *registry, struct text name, uint32_t *position) {
  uint32_t hash = hash_keyed(name, HASH_IGNORE_CASE, &registry->name_index.key);
  uint32_t slot = hash_slot(hash, registry->name_index.capacity);
  while (next_candidate(&registry->name_index, hash, &slot, position)) {
    uint32_t record = registry->name_records[*position] & ~NAME_LAST;
    struct text found = text_of(registry->pool + registry_name(registry, record));
    if (text_equal(found, name) || text_equal_nocase(found, name)) {
      return true;
    }
  }
  return false;
}

bool registry_find_contact(const struct registry *registry, struct text id, uint32_t *contact) {
  uint32_t hash = hash_keyed(id, HASH_EXACT, &registry->contact_index.key);
  uint32_t slot = hash_slot(hash, registry->contact_index.capacity);
  while (next_candidate(&registry->contact_index, hash, &slot, contact)) {
    if (text_equal(text_of(registry_contact(registry, *contact, CONTACT_ID)), id)) {
      return true;
    }
  }
  return false;
}

static size_t port_index_size(const struct port_index *index) {
  return PORT_WORDS * (sizeof *index->starts + sizeof *index->ranks) +
         index->segment_count * sizeof *index->coverings + index->list_words * sizeof *index->lists;
}

size_t registry_size(const struct registry *registry) {
  const size_t of_record = sizeof *registry->traits + sizeof *registry->first_ports +
                           sizeof *registry->last_ports + sizeof *registry->runs;
  const size_t words = (size_t)registry->cell_words + registry->port_order_count +
                       registry->name_record_count + registry->name_index.capacity +
                       registry->contact_index.capacity + registry->source_count +
                       (size_t)registry->contact_count * CONTACT_FIELD_COUNT;
  size_t size = registry->record_count * of_record + words * sizeof(uint32_t) + registry->pool_size;
  for (int protocol = 0; protocol < PROTOCOL_COUNT; protocol++) {
    size += port_index_size(&registry->ports[protocol]);
  }
  return size;
}

void registry_free(struct registry *registry) {
  for (uint32_t i = 0; i < registry->memory_count; i++) {
    free(registry->memory[i]);
  }
  registry->memory_count = 0;
  arena_close(&registry->arena);
}
