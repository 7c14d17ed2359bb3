/* Which of the registry's strings contain a text: all of them in one go over the pool,
   which holds each once, rather than each record's cells. */
#ifndef IANAPORTS_POOL_SEARCH_H
#define IANAPORTS_POOL_SEARCH_H

#include "base/text_find.h"
#include "registry/registry.h"

/* A text to look for, case ignored. It belongs to the caller. */
struct needle {
  struct text text;      /* bytes NULL: none, which every string contains */
  const uint64_t *found; /* bit p: the string at place p of the pool contains it; NULL: not
                            looked for yet, each string is searched when it is asked about */
};

/* Size of `found` in bytes. */
static inline size_t pool_search_size(const struct registry *registry) {
  return ((size_t)registry->pool_size / 64 + 1) * sizeof(uint64_t);
}

/* Fills `found`, of that size and all zeros, and lets the needle point at it. False where no
   string contains the needle. */
bool pool_search(const struct registry *registry, struct needle *needle, uint64_t *found);

/* Whether the string at this place of the pool contains the needle. */
static inline bool pool_contains(const struct registry *registry, uint32_t place,
                                 const struct needle *needle) {
  if (needle->found != NULL) {
    return (needle->found[place / 64] >> place % 64 & 1) != 0;
  }
  return needle->text.bytes == NULL ||
         text_find_nocase(text_of(registry->pool + place), needle->text) != NULL;
}

#endif
