/* Keeps each distinct text once, in one piece of memory. */
#ifndef IANAPORTS_INTERNER_H
#define IANAPORTS_INTERNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"

struct interned {
  uint32_t hash;
  uint32_t offset_plus_one; /* 0: a free slot */
};

/* All zeros: an empty one. */
struct interner {
  struct buffer bytes; /* the texts, each ended by NUL */
  struct interned *slots;
  bool slots_are_lent; /* they belong to an arena */
  size_t capacity;     /* a power of two, or 0 */
  size_t count;
  struct hash_key key; /* set once too many texts share a hash */
};

/* Gives an empty interner its first slots from an arena, if that has room. `capacity` is a power
   of two. */
void interner_lend(struct interner *interner, struct arena *arena, size_t capacity);

/* Sets the offset of this text, which holds no NUL, and adds the text if it is new. Returns false
   if memory runs out, or if all texts together would exceed 4 GiB; the texts are then unchanged. */
bool interner_add(struct interner *interner, struct text text, uint32_t *offset);

void interner_free(struct interner *interner);

#endif
