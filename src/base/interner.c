#include "base/interner.h"

#include <stdlib.h>
#include <string.h>

/* Large steps are quicker; from there on they would waste too much memory. */
enum { FIRST_CAPACITY = 64, LARGE_CAPACITY = 64 * 1024 };

void interner_lend(struct interner *interner, struct interned *slots, size_t capacity) {
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

static void put_in_free_slot(struct interned *slots, size_t capacity, struct interned interned) {
  size_t slot = interned.hash & (capacity - 1);
  while (slots[slot].offset_plus_one != 0) {
    slot = (slot + 1) & (capacity - 1);
  }
  slots[slot] = interned;
}

static struct text text_at(const struct interner *interner, size_t offset) {
  return text_of((const char *)interner->bytes.bytes + offset);
}

/* Moves every text to new slots; false, and nothing changed, without memory. With a new key,
   every text is hashed anew. */
static bool move_to(struct interner *interner, size_t capacity, const struct hash_key *new_key) {
  struct interned *slots = calloc(capacity, sizeof *slots);
  if (slots == NULL) {
    return false;
  }
  for (size_t i = 0; i < interner->capacity; i++) {
    struct interned interned = interner->slots[i];
    if (interned.offset_plus_one != 0) {
      if (new_key != NULL) {
        struct text text = text_at(interner, interned.offset_plus_one - 1);
        interned.hash = hash_keyed(text, HASH_EXACT, new_key);
      }
      put_in_free_slot(slots, capacity, interned);
    }
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
  return move_to(interner, capacity, NULL);
}

static bool change_to_key(struct interner *interner) {
  struct hash_key key;
  hash_key_draw(&key);
  if (!move_to(interner, interner->capacity, &key)) {
    return false;
  }
  interner->key = key;
  return true;
}

static bool holds_at(const struct interner *interner, size_t offset, struct text text) {
  const struct buffer *kept = &interner->bytes;
  return text.length < kept->length - offset &&
         memcmp(kept->bytes + offset, text.bytes, text.length) == 0 &&
         kept->bytes[offset + text.length] == '\0';
}

static bool append(struct interner *interner, struct text text) {
  struct buffer *kept = &interner->bytes;
  if (text.length >= UINT32_MAX - 1 - kept->length || !buffer_reserve(kept, text.length + 1)) {
    return false;
  }
  memcpy(kept->bytes + kept->length, text.bytes, text.length);
  kept->length += text.length;
  kept->bytes[kept->length++] = '\0';
  return true;
}

/* Finds the slot of this text, or the free slot for it. False if the search costs more than
   chance explains. */
static bool find_slot(const struct interner *interner, struct text text, uint32_t hash,
                      size_t *slot) {
  int effort = 0;
  *slot = hash & (interner->capacity - 1);
  for (; interner->slots[*slot].offset_plus_one != 0;
       *slot = (*slot + 1) & (interner->capacity - 1)) {
    const struct interned *interned = &interner->slots[*slot];
    bool is_candidate = interned->hash == hash;
    if (is_candidate && holds_at(interner, interned->offset_plus_one - 1, text)) {
      return true;
    }
    effort += is_candidate ? HASH_CLASH : HASH_STEP;
    if (effort > HASH_MAX_EFFORT && !interner->key.is_set) {
      return false;
    }
  }
  return true;
}

bool interner_add(struct interner *interner, struct text text, uint32_t *offset) {
  if (interner->count >= interner->capacity / 2 && !grow(interner)) {
    return false;
  }
  uint32_t hash = hash_keyed(text, HASH_EXACT, &interner->key);
  size_t slot;
  while (!find_slot(interner, text, hash, &slot)) {
    if (!change_to_key(interner)) {
      return false;
    }
    hash = hash_keyed(text, HASH_EXACT, &interner->key);
  }
  if (interner->slots[slot].offset_plus_one != 0) {
    *offset = interner->slots[slot].offset_plus_one - 1;
    return true;
  }
  *offset = (uint32_t)interner->bytes.length;
  if (!append(interner, text)) {
    return false;
  }
  interner->slots[slot] = (struct interned){ hash, *offset + 1 };
  interner->count++;
  return true;
}

void interner_free(struct interner *interner) {
  buffer_free(&interner->bytes);
  free_slots(interner);
  interner->capacity = 0;
  interner->count = 0;
  interner->key = (struct hash_key){ { 0 }, false };
}
