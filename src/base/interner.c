#include "base/interner.h"

#include <stdlib.h>

#pragma GCC visibility push(hidden)

/* Slots grow fourfold up to LARGE_CAPACITY, and twofold from there, which wastes less memory. */
enum { FIRST_CAPACITY = 64, LARGE_CAPACITY = 64 * 1024 };

void interner_lend(struct interner *interner, struct arena *arena, size_t capacity) {
  struct interned *slots = arena_take(arena, capacity * sizeof *slots);
  if (slots != NULL) {
    interner->slots = slots;
    interner->slots_are_lent = true;
    interner->capacity = capacity;
  }
}

static void free_slots(struct interner *interner) {
  if (!interner->slots_are_lent) {
    free(interner->slots);
  }
  interner->slots = NULL;
  interner->slots_are_lent = false;
}

static int compare_free(const void *slots, size_t slot) {
  return ((const struct interned *)slots)[slot].offset_plus_one == 0 ? HASH_END : HASH_STEP;
}

/* Moves every text to new slots. Hashes it anew, by `new_key`, unless that is NULL. If memory runs
   out, returns false and changes nothing. */
static bool move_slots(struct interner *interner, size_t capacity, const struct hash_key *new_key) {
  struct interned *slots = calloc(capacity, sizeof *slots);
  if (slots == NULL) {
    return false;
  }
  for (size_t i = 0; i < interner->capacity; i++) {
    struct interned interned = interner->slots[i];
    size_t slot;
    if (interned.offset_plus_one == 0) {
      continue;
    }
    if (new_key != NULL) {
      const char *text = (const char *)interner->bytes.bytes + interned.offset_plus_one - 1;
      interned.hash = hash_keyed(text_of(text), HASH_EXACT, new_key);
    }
    hash_probe(interned.hash, capacity, false, compare_free, slots, &slot);
    slots[slot] = interned;
  }
  free_slots(interner);
  interner->slots = slots;
  interner->capacity = capacity;
  return true;
}

static bool grow(struct interner *interner) {
  size_t capacity = FIRST_CAPACITY;
  if (interner->capacity > 0) {
    capacity = interner->capacity * (interner->capacity < LARGE_CAPACITY ? 4 : 2);
  }
  return move_slots(interner, capacity, NULL);
}

static bool change_to_key(struct interner *interner) {
  struct hash_key key;
  hash_key_draw(&key);
  if (!move_slots(interner, interner->capacity, &key)) {
    return false;
  }
  interner->key = key;
  return true;
}

struct search {
  const struct interner *interner;
  struct text text;
  uint32_t hash;
};

static int compare_text(const void *data, size_t slot) {
  const struct search *search = data;
  const struct buffer *kept = &search->interner->bytes;
  struct interned interned = search->interner->slots[slot];
  if (interned.offset_plus_one == 0) {
    return HASH_END;
  }
  if (interned.hash != search->hash) {
    return HASH_STEP;
  }
  size_t offset = interned.offset_plus_one - 1;
  size_t length = search->text.length;
  bool is_same = length < kept->length - offset &&
                 memcmp(kept->bytes + offset, search->text.bytes, length) == 0 &&
                 kept->bytes[offset + length] == '\0';
  return is_same ? HASH_END : HASH_CLASH;
}

static bool append(struct buffer *kept, struct text text) {
  if (text.length >= UINT32_MAX - 1 - kept->length || !buffer_reserve(kept, text.length + 1)) {
    return false;
  }
  buffer_put(kept, text.bytes, text.length);
  kept->bytes[kept->length++] = '\0';
  return true;
}

bool interner_add(struct interner *interner, struct text text, uint32_t *offset) {
  if (interner->count >= interner->capacity / 2 && !grow(interner)) {
    return false;
  }
  struct search search = { interner, text, hash_keyed(text, HASH_EXACT, &interner->key) };
  size_t slot;
  while (!hash_probe(search.hash, interner->capacity, !interner->key.is_set, compare_text, &search,
                     &slot)) {
    if (!change_to_key(interner)) {
      return false;
    }
    search.hash = hash_keyed(text, HASH_EXACT, &interner->key);
  }
  if (interner->slots[slot].offset_plus_one != 0) {
    *offset = interner->slots[slot].offset_plus_one - 1;
    return true;
  }
  *offset = (uint32_t)interner->bytes.length;
  if (!append(&interner->bytes, text)) {
    return false;
  }
  interner->slots[slot] = (struct interned){ search.hash, *offset + 1 };
  interner->count++;
  return true;
}

void interner_free(struct interner *interner) {
  buffer_free(&interner->bytes);
  free_slots(interner);
  *interner = (struct interner){ .capacity = 0 };
}
