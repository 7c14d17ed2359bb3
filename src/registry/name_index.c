#include "registry/name_index.h"

#include "registry/preference.h"

#pragma GCC visibility push(hidden)

#define POSITION_MASK 0xffffffU

static uint32_t tag_of(uint32_t hash_or_slot) {
  return hash_or_slot & ~POSITION_MASK;
}

static uint32_t position_in(uint32_t slot) {
  return (slot & POSITION_MASK) - 1;
}

static uint32_t make_slot(uint32_t hash, uint32_t position) {
  return tag_of(hash) | (position + 1);
}

/* The search for a service name or for the id of a contact. */
struct search {
  bool is_name;
  const struct registry *registry;
  const struct hash_index *index;
  const uint32_t *records; /* for names: the record at each position; NAME_LAST is ignored */
  struct text text;
  uint32_t hash;
};

static inline struct search search_name(const struct registry *registry, const uint32_t *records,
                                        struct text name) {
  const struct hash_index *index = &registry->name_index;
  return (struct search){ true,    registry, index,
                          records, name,     hash_keyed(name, HASH_IGNORE_CASE, &index->key) };
}

static inline struct search search_contact(const struct registry *registry, struct text id) {
  const struct hash_index *index = &registry->contact_index;
  return (
    struct search){ false, registry, index, NULL, id, hash_keyed(id, HASH_EXACT, &index->key) };
}

static inline bool is_at(const struct search *search, uint32_t position) {
  const struct registry *registry = search->registry;
  if (!search->is_name) {
    return text_equal(text_of(registry_contact(registry, position, CONTACT_ID)), search->text);
  }
  uint32_t record = search->records[position] & ~NAME_LAST;
  struct text name = text_of(registry->pool + registry_name(registry, record));
  return text_equal(name, search->text) || text_equal_nocase(name, search->text);
}

static inline int compare(const void *data, size_t slot) {
  const struct search *search = data;
  uint32_t value = search->index->slots[slot];
  if (value == 0) {
    return HASH_END;
  }
  if (tag_of(value) != tag_of(search->hash)) {
    return HASH_STEP;
  }
  return is_at(search, position_in(value)) ? HASH_END : HASH_CLASH;
}

/* Finds the slot of the text, or a free one for it. Returns false if the index needs a key. */
static inline bool find_slot(const struct search *search, size_t *slot) {
  const struct hash_index *index = search->index;
  return hash_probe(search->hash, index->capacity, !index->key.is_set, compare, search, slot);
}

/* Finds the position of the text. Returns false if the index does not have it. */
static inline bool find(const struct search *search, uint32_t *position) {
  size_t slot;
  hash_probe(search->hash, search->index->capacity, false, compare, search, &slot);
  *position = position_in(search->index->slots[slot]);
  return search->index->slots[slot] != 0;
}

bool name_index_find(const struct registry *registry, struct text name, uint32_t *position) {
  struct search search = search_name(registry, registry->name_records, name);
  return find(&search, position);
}

bool contact_index_find(const struct registry *registry, struct text id, uint32_t *contact) {
  struct search search = search_contact(registry, id);
  return find(&search, contact);
}

/* Returns slots for `count` texts, or NULL. At most seven eighths of them are taken, so that a
   search always ends at a free one. */
static uint32_t *allocate_slots(struct registry *registry, struct hash_index *index,
                                uint32_t count) {
  index->capacity = 8;
  while (index->capacity - index->capacity / 8 < count) {
    index->capacity *= 2;
  }
  uint32_t *slots = registry_allocate(registry, index->capacity, sizeof *slots);
  index->slots = slots;
  return slots;
}

/* Frees all slots and draws a key, for the next attempt to fill the index. */
static void begin_anew(struct hash_index *index, uint32_t *slots) {
  memset(slots, 0, index->capacity * sizeof *slots);
  hash_key_draw(&index->key);
}

static uint32_t name_key(const struct registry *registry, uint32_t record) {
  return record_has(registry, record, TRAIT_NAMED) ? preference_key(registry, record) : KEY_NONE;
}

/* The records of each name are a group. Groups are numbered in the order in which their names are
   met. Until arrange_groups has run, slots hold the number of a group in place of a position. */
struct groups {
  uint32_t count;
  uint32_t *first_records; /* of each group */
  uint32_t *sizes;         /* of each group; later where in name_records its next record goes */
  uint32_t *of_records;    /* the group of each sorted record */
};

/* Adds each record to the group of its name. Returns false if the index needs a key. */
static bool group_names(const struct registry *registry, struct groups *groups, uint32_t *slots,
                        const uint32_t *sorted, uint32_t count) {
  groups->count = 0;
  for (uint32_t i = 0; i < count; i++) {
    struct text name = text_of(registry->pool + registry_name(registry, sorted[i]));
    struct search search = search_name(registry, groups->first_records, name);
    size_t slot;
    if (!find_slot(&search, &slot)) {
      return false;
    }
    if (slots[slot] == 0) {
      slots[slot] = make_slot(search.hash, groups->count);
      groups->first_records[groups->count] = sorted[i];
      groups->sizes[groups->count++] = 0;
    }
    groups->of_records[i] = position_in(slots[slot]);
    groups->sizes[groups->of_records[i]]++;
  }
  return true;
}

/* Puts the records of each group together, and sets the slot of each name to their position. */
static void arrange_groups(const struct groups *groups, uint32_t *slots, uint32_t capacity,
                           const uint32_t *sorted, uint32_t count, uint32_t *name_records) {
  uint32_t *starts = groups->sizes;
  uint32_t total = 0;
  for (uint32_t group = 0; group < groups->count; group++) {
    uint32_t size = groups->sizes[group];
    starts[group] = total;
    total += size;
  }
  for (uint32_t slot = 0; slot < capacity; slot++) {
    if (slots[slot] != 0) {
      slots[slot] = make_slot(slots[slot], starts[position_in(slots[slot])]);
    }
  }
  for (uint32_t i = 0; i < count; i++) {
    name_records[starts[groups->of_records[i]]++] = sorted[i];
  }
  for (uint32_t group = 0; group < groups->count; group++) {
    name_records[starts[group] - 1] |= NAME_LAST;
  }
}

enum build_error name_index_build(struct registry *registry, uint32_t *sorted) {
  struct hash_index *index = &registry->name_index;
  uint32_t ends[PREFERENCE_KEYS];
  registry_sort(registry, name_key, PREFERENCE_KEYS, sorted, ends);
  const uint32_t count = ends[PREFERENCE_KEYS - 1];
  uint32_t *slots = allocate_slots(registry, index, count);
  uint32_t *name_records = registry_allocate(registry, count, sizeof *name_records);
  uint32_t *scratch = scratch_take(&registry->arena, (size_t)3 * count * sizeof *scratch);
  if (slots == NULL || name_records == NULL || scratch == NULL) {
    scratch_free(&registry->arena, scratch);
    return BUILD_NO_MEMORY;
  }
  struct groups groups = { 0, scratch, scratch + count, scratch + (size_t)2 * count };
  while (!group_names(registry, &groups, slots, sorted, count)) {
    begin_anew(index, slots);
  }
  arrange_groups(&groups, slots, index->capacity, sorted, count, name_records);
  registry->name_records = name_records;
  registry->name_record_count = count;
  scratch_free(&registry->arena, scratch);
  return BUILD_OK;
}

/* Puts each contact into a slot. Returns false if the index needs a key. */
static bool put_contacts(const struct registry *registry, uint32_t *slots) {
  for (uint32_t contact = 0; contact < registry->contact_count; contact++) {
    struct text id = text_of(registry_contact(registry, contact, CONTACT_ID));
    struct search search = search_contact(registry, id);
    size_t slot;
    if (!find_slot(&search, &slot)) {
      return false;
    }
    if (slots[slot] == 0) {
      slots[slot] = make_slot(search.hash, contact);
    }
  }
  return true;
}

enum build_error contact_index_build(struct registry *registry) {
  struct hash_index *index = &registry->contact_index;
  uint32_t *slots = allocate_slots(registry, index, registry->contact_count);
  if (slots == NULL) {
    return BUILD_NO_MEMORY;
  }
  while (!put_contacts(registry, slots)) {
    begin_anew(index, slots);
  }
  return BUILD_OK;
}
