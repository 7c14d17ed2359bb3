#include "interner.h"

#include <stdlib.h>
#include <string.h>

static uint64_t mix(uint64_t hash, uint64_t word) {
  hash = (hash ^ word) * 0x9e3779b97f4a7c15U;
  return hash ^ hash >> 32;
}

/* All of a text shorter than eight bytes. Loads overlap: a loop over its bytes has a length
   that no processor foresees. */
static uint64_t load_short(const char *bytes, size_t length) {
  uint32_t first = 0;
  uint32_t last = 0;
  if (length >= sizeof first) {
    memcpy(&first, bytes, sizeof first);
    memcpy(&last, bytes + length - sizeof last, sizeof last);
    return (uint64_t)first << 32 | last;
  }
  if (length == 0) {
    return 0;
  }
  const unsigned char *byte = (const unsigned char *)bytes;
  return (uint64_t)byte[0] << 16 | (uint64_t)byte[length / 2] << 8 | byte[length - 1];
}

/* Eight bytes at a time, since the loader hashes every cell; the last eight may overlap
   those before. */
static uint32_t hash_text(struct text text) {
  uint64_t hash = mix(0, text.length);
  uint64_t word = 0;
  if (text.length < sizeof word) {
    return (uint32_t)mix(hash, load_short(text.bytes, text.length));
  }
  size_t last = text.length - sizeof word;
  for (size_t at = 0; at < last; at += sizeof word) {
    memcpy(&word, text.bytes + at, sizeof word);
    hash = mix(hash, word);
  }
  memcpy(&word, text.bytes + last, sizeof word);
  return (uint32_t)mix(hash, word);
}

/* Large steps are quicker; from there on they would waste too much memory. */
enum { FIRST_CAPACITY = 64, LARGE_CAPACITY = 64 * 1024 };

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
  free(interner->slots);
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
  uint32_t hash = hash_text(text);
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
  free(interner->slots);
  interner->slots = NULL;
  interner->capacity = 0;
  interner->count = 0;
}
