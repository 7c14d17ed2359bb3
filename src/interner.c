#include "interner.h"

#include <stdlib.h>
#include <string.h>

#include "hash.h"

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

static bool grow(struct interner *interner) {
  size_t capacity = FIRST_CAPACITY;
  if (interner->capacity > 0) {
    capacity = interner->capacity * (interner->capacity < LARGE_CAPACITY ? 4 : 2);
  }
  struct interned *slots = calloc(capacity, sizeof *slots);
  if (slots == NULL) {
    return false;
  }
  for (size_t i = 0; i < interner->capacity; i++) {
    if (interner->slots[i].offset_plus_one != 0) {
      size_t slot = interner->slots[i].hash & (capacity - 1);
      while (slots[slot].offset_plus_one != 0) {
        slot = (slot + 1) & (capacity - 1);
      }
      slots[slot] = interner->slots[i];
    }
  }
  free_slots(interner);
  interner->slots = slots;
  interner->capacity = capacity;
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

bool interner_add(struct interner *interner, struct text text, uint32_t *offset) {
  if (interner->count >= interner->capacity / 2 && !grow(interner)) {
    return false;
  }
  uint32_t hash = hash_text(text, HASH_EXACT);
  size_t slot = hash & (interner->capacity - 1);
  for (; interner->slots[slot].offset_plus_one != 0; slot = (slot + 1) & (interner->capacity - 1)) {
    *offset = interner->slots[slot].offset_plus_one - 1;
    if (interner->slots[slot].hash == hash && holds_at(interner, *offset, text)) {
      return true;
    }
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
}
