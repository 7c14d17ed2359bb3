/* Declares mmap with MAP_ANONYMOUS, which C and POSIX lack. The name is the C library's. */
#define _DEFAULT_SOURCE /* NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>

#if defined(__linux__)
#include <sys/mman.h>
#endif

#pragma GCC visibility push(hidden)

#if defined(__linux__)

enum { HUGE_PAGE = 2 * 1024 * 1024 };

/* A huge page begins at a multiple of its size. So this maps one huge page more, and unmaps what
   lies before the first multiple and past the end. */
void arena_open(struct arena *arena, size_t size) {
  size = (size + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
  unsigned char *memory = mmap(NULL, size + HUGE_PAGE, PROT_READ | PROT_WRITE,
                               MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) {
    return;
  }
  size_t before = (HUGE_PAGE - (uintptr_t)memory % HUGE_PAGE) % HUGE_PAGE;
  munmap(memory, before); /* fails without harm if `before` is 0 */
  munmap(memory + before + size, HUGE_PAGE - before);
  madvise(memory + before, size, MADV_HUGEPAGE); /* if it fails, the pages are small */
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

void *scratch_take(struct arena *arena, size_t size) {
  void *scratch = arena_take(arena, size);
  return scratch != NULL ? scratch : malloc(size > 0 ? size : 1);
}

void scratch_free(const struct arena *arena, void *scratch) {
  uintptr_t start = (uintptr_t)arena->memory;
  if ((uintptr_t)scratch < start || (uintptr_t)scratch - start >= arena->size) {
    free(scratch);
  }
}

void buffer_lend(struct buffer *buffer, struct arena *arena, size_t capacity) {
  void *memory = arena_take(arena, capacity);
  if (memory != NULL) {
    *buffer = (struct buffer){ memory, 0, capacity, true };
  }
}

/* Returns the buffer's bytes in memory of this size, or NULL. */
static unsigned char *resize(const struct buffer *buffer, size_t capacity) {
  if (!buffer->is_lent) {
    return realloc(buffer->bytes, capacity);
  }
  unsigned char *bytes = malloc(capacity);
  if (bytes != NULL) {
    memcpy(bytes, buffer->bytes, buffer->length);
  }
  return bytes;
}

bool buffer_grow(struct buffer *buffer, size_t more) {
  if (more > SIZE_MAX / 2 - buffer->length) {
    return false;
  }
  size_t capacity = buffer->capacity < 64 ? 64 : buffer->capacity;
  while (capacity < buffer->length + more) {
    capacity += capacity / 2;
  }
  unsigned char *bytes = resize(buffer, capacity);
  if (bytes == NULL) {
    return false;
  }
  *buffer = (struct buffer){ bytes, buffer->length, capacity, false };
  return true;
}

void *buffer_release(struct buffer *buffer) {
  void *bytes = buffer->bytes;
  if (buffer->length > 0 && !buffer->is_lent) {
    void *cut = realloc(bytes, buffer->length);
    if (cut != NULL) {
      bytes = cut;
    }
  }
  *buffer = (struct buffer){ NULL, 0, 0, false };
  return bytes;
}

void buffer_free(struct buffer *buffer) {
  if (!buffer->is_lent) {
    free(buffer->bytes);
  }
  *buffer = (struct buffer){ NULL, 0, 0, false };
}
