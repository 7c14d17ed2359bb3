/* Keeps every distinct text once, all in one piece of memory. */
#ifndef IANAPORTS_INTERNER_H
#define IANAPORTS_INTERNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/hash.h"
#include "base/text.h"

struct interned {
  uint32_t hash;
  uint32_t offset_plus_one; /* 0: a free slot */
};

/* Begins as all zeros. */
struct interner {
  struct buffer bytes;
  struct interned *slots;
  bool slots_are_lent; /* their memory is another's */
  size_t capacity;     /* a power of two, or 0 */
  size_t count;
  struct hash_key key; /* set once too many texts share a hash */
};

/* Lets an interner that is all zeros begin with so many slots, a power of two and all zeros,
   in memory of another's. NULL: none. */
void interner_lend(struct interner *interner, struct interned *slots, size_t capacity);

/* Gives the offset of this text, adding it, with a NUL after it, if new; it holds no NUL
   itself. False without memory, or once the whole would pass 4 GiB; the interner is then as
   before. */
bool interner_add(struct interner *interner, struct text text, uint32_t *offset);

void interner_free(struct interner *interner);

#endif
