#include "registry/index_builder.h"

#include <string.h>

/* The order among rows of one name. */
static uint32_t name_key(const struct registry *registry, uint32_t record) {
  if (!record_has(registry, record, TRAIT_NAMED)) {
    return KEY_NONE;
  }
  uint32_t portless = !record_has(registry, record, TRAIT_PORT);
  uint32_t range = record_has(registry, record, TRAIT_RANGE);
  uint32_t base = record >= registry->overlay_count;
  return ((base * 2U + portless) * PROTOCOL_COUNT + record_protocol(registry, record)) * 2U + range;
}

/* A table with room for `count` hashes, at most seven eighths full: a search ends at a free
   slot, so that there must be one. NULL without memory. */
static uint32_t *allocate_slots(struct registry *registry, struct hash_index *index,
                                uint32_t count) {
  index->capacity = 8;
  while (index->capacity - index->capacity / 8 < count) {
    index->capacity *= 2;
  }
  uint32_t *slots = index_builder_allocate(registry, index->capacity, sizeof *slots);
  index->slots = slots;
  return slots;
}

/* Frees all slots and draws a key for the next attempt: too many texts shared a hash. */
static void begin_anew(struct hash_index *index, uint32_t *slots) {
  memset(slots, 0, index->capacity * sizeof *slots);
  hash_key_draw(&index->key);
}

/* Whether a search has cost more than chance explains, so that the index needs a key. */
static bool is_too_long(const struct hash_index *index, int effort) {
  return effort > HASH_MAX_EFFORT && !index->key.is_set;
}

/* Of contacts with one id the first is found; the others would only be searched past. An id is
   in the pool once, so equal offsets mean equal ids. False if the search takes too long. */
static bool put_contact(const struct registry *registry, uint32_t *slots, uint32_t contact) {
  const struct hash_index *index = &registry->contact_index;
  const char *id = registry_contact(registry, contact, CONTACT_ID);
  uint32_t hash = hash_keyed(text_of(id), HASH_EXACT, &index->key);
  uint32_t slot = hash_slot(hash, index->capacity);
  int effort = 0;
  for (; slots[slot] != 0; slot = (slot + 1) & (index->capacity - 1)) {
    uint32_t other = (slots[slot] & HASH_POSITION_MASK) - 1;
    if (registry_contact(registry, other, CONTACT_ID) == id) {
      return true;
    }
    effort += hash_tag(slots[slot]) == hash_tag(hash) ? HASH_CLASH : HASH_STEP;
    if (is_too_long(index, effort)) {
      return false;
    }
  }
  slots[slot] = hash_tag(hash) | (contact + 1);
  return true;
}

static bool put_contacts(const struct registry *registry, uint32_t *slots) {
  for (uint32_t contact = 0; contact < registry->contact_count; contact++) {
    if (!put_contact(registry, slots, contact)) {
      return false;
    }
  }
  return true;
}

/* Names without regard to case, numbered as they are met. */
struct name_groups {
  uint32_t count;
  uint32_t *first_records; /* of each group */
  uint32_t *starts;        /* of each group in name_records; sizes at first */
  uint32_t *of_records;    /* the group of each sorted record */
};

static struct text service_name(const struct registry *registry, uint32_t record) {
  return text_of(registry_cell(registry, record, COLUMN_SERVICE_NAME));
}

#define NO_GROUP UINT32_MAX

/* The group of this name, a new one if the name is new; NO_GROUP if the search takes too long.
   The slots hold groups for now. */
static uint32_t group_of(const struct registry *registry, struct name_groups *groups,
                         uint32_t *slots, uint32_t record) {
  const struct hash_index *index = &registry->name_index;
  struct text name = service_name(registry, record);
  uint32_t hash = hash_keyed(name, HASH_IGNORE_CASE, &index->key);
  uint32_t slot = hash_slot(hash, index->capacity);
  int effort = 0;
  for (; slots[slot] != 0; slot = (slot + 1) & (index->capacity - 1)) {
    uint32_t group = (slots[slot] & HASH_POSITION_MASK) - 1;
    bool is_candidate = hash_tag(slots[slot]) == hash_tag(hash);
    if (is_candidate &&
        text_equal_nocase(service_name(registry, groups->first_records[group]), name)) {
      return group;
    }
    effort += is_candidate ? HASH_CLASH : HASH_STEP;
    if (is_too_long(index, effort)) {
      return NO_GROUP;
    }
  }
  uint32_t group = groups->count++;
  groups->first_records[group] = record;
  groups->starts[group] = 0;
  slots[slot] = hash_tag(hash) | (group + 1);
  return group;
}

static bool group_names(const struct registry *registry, struct name_groups *groups,
                        uint32_t *slots, struct record_list named) {
  groups->count = 0;
  for (uint32_t i = 0; i < named.count; i++) {
    uint32_t group = group_of(registry, groups, slots, named.records[i]);
    if (group == NO_GROUP) {
      return false;
    }
    groups->of_records[i] = group;
    groups->starts[group]++;
  }
  return true;
}

/* Puts the records of each group together and lets the slots point at them. */
static void arrange_groups(const struct registry *registry, struct name_groups *groups,
                           uint32_t *slots, struct record_list sorted, uint32_t *records) {
  uint32_t total = 0;
  for (uint32_t group = 0; group < groups->count; group++) {
    uint32_t size = groups->starts[group];
    groups->starts[group] = total;
    total += size;
  }
  for (uint32_t slot = 0; slot < registry->name_index.capacity; slot++) {
    if (slots[slot] != 0) {
      uint32_t group = (slots[slot] & HASH_POSITION_MASK) - 1;
      slots[slot] = hash_tag(slots[slot]) | (groups->starts[group] + 1);
    }
  }
  for (uint32_t i = 0; i < sorted.count; i++) {
    records[groups->starts[groups->of_records[i]]++] = sorted.records[i];
  }
  for (uint32_t group = 0; group < groups->count; group++) {
    records[groups->starts[group] - 1] |= NAME_LAST;
  }
}

enum builder_error index_builder_names(struct registry *registry, uint32_t *sorted) {
  uint32_t ends[2 * 2 * PROTOCOL_COUNT * 2];
  const uint32_t keys = sizeof ends / sizeof ends[0];
  index_builder_sort(registry, name_key, keys, sorted, ends);
  struct record_list named = { sorted, ends[keys - 1] };
  uint32_t *slots = allocate_slots(registry, &registry->name_index, named.count);
  uint32_t *records = index_builder_allocate(registry, named.count, sizeof *records);
  uint32_t *scratch = index_builder_scratch(registry, (size_t)3 * named.count, sizeof *scratch);
  if (slots == NULL || records == NULL || scratch == NULL) {
    index_builder_scratch_free(registry, scratch);
    return BUILDER_NO_MEMORY;
  }
  struct name_groups groups = { 0, scratch, scratch + named.count,
                                scratch + (size_t)2 * named.count };
  while (!group_names(registry, &groups, slots, named)) {
    begin_anew(&registry->name_index, slots);
  }
  arrange_groups(registry, &groups, slots, named, records);
  registry->name_records = records;
  registry->name_record_count = named.count;
  index_builder_scratch_free(registry, scratch);
  return BUILDER_OK;
}

enum builder_error index_builder_contacts(struct registry *registry) {
  uint32_t *slots = allocate_slots(registry, &registry->contact_index, registry->contact_count);
  if (slots == NULL) {
    return BUILDER_NO_MEMORY;
  }
  while (!put_contacts(registry, slots)) {
    begin_anew(&registry->contact_index, slots);
  }
  return BUILDER_OK;
}
