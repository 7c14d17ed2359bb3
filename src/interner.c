#include "interner.h"

#include <stdlib.h>
#include <string.h>

/* Eight bytes at a time, since the loader hashes every cell. */
static uint32_t hash_bytes(const unsigned char *bytes, size_t length) {
  const uint64_t multiplier = 0x9e3779b97f4a7c15U;
  uint64_t hash = length * multiplier;
  uint64_t word = 0;
  for (; length >= sizeof word; bytes += sizeof word, length -= sizeof word) {
    memcpy(&word, bytes, sizeof word);
    hash = (hash ^ word) * multiplier;
    hash ^= hash >> 32;
  }
  for (word = 0; length > 0; length--) {
    word = word << 8 | bytes[length - 1];
  }
  hash = (hash ^ word) * multiplier;
  return (uint32_t)(hash ^ hash >> 32);
}

static bool grow(struct interner *interner) {
  size_t capacity = interner->capacity == 0 ? 64 : interner->capacity * 4;
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

static bool holds_at(const struct interner *interner, size_t offset, const void *bytes,
                     size_t length, bool terminate) {
  const struct buffer *kept = &interner->bytes;
  return length + terminate <= kept->length - offset &&
         memcmp(kept->bytes + offset, bytes, length) == 0 &&
         (!terminate || kept->bytes[offset + length] == '\0');
}

static bool append(struct interner *interner, const void *bytes, size_t length, bool terminate) {
  struct buffer *kept = &interner->bytes;
  if (length >= UINT32_MAX - 1 - kept->length || !buffer_reserve(kept, length + 1)) {
    return false;
  }
  memcpy(kept->bytes + kept->length, bytes, length);
  kept->length += length;
  if (terminate) {
    kept->bytes[kept->length++] = '\0';
  }
  return true;
}

bool interner_add(struct interner *interner, const void *bytes, size_t length, bool terminate,
                  uint32_t *offset) {
  if (interner->count >= interner->capacity / 2 && !grow(interner)) {
    return false;
  }
  uint32_t hash = hash_bytes(bytes, length);
  size_t slot = hash & (interner->capacity - 1);
  for (; interner->slots[slot].offset_plus_one != 0; slot = (slot + 1) & (interner->capacity - 1)) {
    *offset = interner->slots[slot].offset_plus_one - 1;
    if (interner->slots[slot].hash == hash &&
        holds_at(interner, *offset, bytes, length, terminate)) {
      return true;
    }
  }
  *offset = (uint32_t)interner->bytes.length;
  if (!append(interner, bytes, length, terminate)) {
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
