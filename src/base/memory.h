/* Memory that grows, and memory that is taken in one piece beforehand. */
#ifndef IANAPORTS_MEMORY_H
#define IANAPORTS_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* One large piece of memory, handed out from its front, for a load whose size is known. On Linux
   it is mapped in huge pages, since page faults cost more than filling the memory. All zeros: an
   arena without memory, which is valid and always full. */
struct arena {
  unsigned char *memory;
  size_t size;
  size_t used;
};

/* Maps at least `size` bytes. If that fails, the arena stays empty. */
void arena_open(struct arena *arena, size_t size);

/* Returns zeroed memory that is aligned for any type, or NULL if the arena is full. */
void *arena_take(struct arena *arena, size_t size);

/* Unmaps the memory. May be called again. */
void arena_close(struct arena *arena);

/* Returns memory for temporary use, from the arena or else from malloc; NULL if there is none.
   Its contents are undefined. */
void *scratch_take(struct arena *arena, size_t size);
void scratch_free(const struct arena *arena, void *scratch);

/* An array of bytes that grows at its end. All zeros: an empty one. */
struct buffer {
  unsigned char *bytes;
  size_t length;
  size_t capacity;
  bool is_lent; /* the memory belongs to an arena */
};

/* Gives an empty buffer its first memory from an arena, if that has room. The arena must outlive
   the memory. */
void buffer_lend(struct buffer *buffer, struct arena *arena, size_t capacity);

/* The slow part of buffer_reserve. */
bool buffer_grow(struct buffer *buffer, size_t more);

/* Makes room for `more` bytes. If memory runs out, returns false; the buffer is then unchanged. */
static inline bool buffer_reserve(struct buffer *buffer, size_t more) {
  return more <= buffer->capacity - buffer->length || buffer_grow(buffer, more);
}

/* Appends a copy of the bytes. The caller has reserved the room. */
static inline void buffer_put(struct buffer *buffer, const void *bytes, size_t length) {
  memcpy(buffer->bytes + buffer->length, bytes, length);
  buffer->length += length;
}

/* Appends a copy of the bytes. If memory runs out, returns false; the buffer is then unchanged. */
static inline bool buffer_append(struct buffer *buffer, const void *bytes, size_t length) {
  if (!buffer_reserve(buffer, length)) {
    return false;
  }
  if (length > 0) {
    buffer_put(buffer, bytes, length);
  }
  return true;
}

/* Hands the memory to the caller, who must free it unless it was lent, and empties the buffer. */
void *buffer_release(struct buffer *buffer);

void buffer_free(struct buffer *buffer);

#endif
