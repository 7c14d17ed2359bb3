/* A large piece of memory straight from the system, given out from its front. It comes in
   huge pages where the system has them: to be given a page takes longer than to fill it. */
#ifndef IANAPORTS_ARENA_H
#define IANAPORTS_ARENA_H

#include <stdbool.h>
#include <stddef.h>

/* All zeros: none, which has room for nothing. */
struct arena {
  unsigned char *memory;
  size_t size;
  size_t used;
};

/* Gets at least so many bytes. Without memory, or where there is no such thing, the arena
   stays as it was. */
void arena_open(struct arena *arena, size_t size);

/* Memory, all zeros and fit for any type; NULL where no room is left. */
void *arena_take(struct arena *arena, size_t size);

/* Whether memory was taken from the arena, which is not to be freed then. */
bool arena_owns(const struct arena *arena, const void *memory);

/* Gives all of it back. May be called again. */
void arena_close(struct arena *arena);

#endif
