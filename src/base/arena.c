/* Names what C and POSIX lack, mmap without a file. The C library calls it so. */
#define _DEFAULT_SOURCE /* NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

#include "base/arena.h"

#include <stdint.h>

#if defined(__linux__)

#include <sys/mman.h>

enum { HUGE_PAGE = 2 * 1024 * 1024 };

/* A huge page begins at a multiple of its size, hence one more to choose from. */
void arena_open(struct arena *arena, size_t size) {
  size = (size + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
  unsigned char *memory = mmap(NULL, size + HUGE_PAGE, PROT_READ | PROT_WRITE,
                               MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) {
    return;
  }
  size_t before = (HUGE_PAGE - (uintptr_t)memory % HUGE_PAGE) % HUGE_PAGE;
  munmap(memory, before); /* refused where it is 0 */
  munmap(memory + before + size, HUGE_PAGE - before);
  madvise(memory + before, size, MADV_HUGEPAGE); /* where it is refused, small ones do */
  *arena = (struct arena){ memory + before, size, 0 };
}

void arena_close(struct arena *arena) {
  if (arena->size > 0) {
    munmap(arena->memory, arena->size);
  }
  *arena = (struct arena){ NULL, 0, 0 };
}

#else

void arena_open(struct arena *arena, size_t size) {
  (void)arena;
  (void)size;
}

void arena_close(struct arena *arena) {
  (void)arena;
}

#endif

void *arena_take(struct arena *arena, size_t size) {
  enum { ALIGNMENT = 64 };
  size_t taken = size + (ALIGNMENT - size % ALIGNMENT) % ALIGNMENT;
  if (arena->memory == NULL || taken < size || taken > arena->size - arena->used) {
    return NULL;
  }
  void *memory = arena->memory + arena->used;
  arena->used += taken;
  return memory;
}

bool arena_owns(const struct arena *arena, const void *memory) {
  uintptr_t at = (uintptr_t)memory;
  uintptr_t start = (uintptr_t)arena->memory;
  return at >= start && at - start < arena->size;
}
