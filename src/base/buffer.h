/* Memory that grows at its end. */
#ifndef IANAPORTS_BUFFER_H
#define IANAPORTS_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Begins as all zeros. */
struct buffer {
  unsigned char *bytes;
  size_t length;
  size_t capacity;
  bool is_lent; /* the memory is another's */
};

/* Lets a buffer that is all zeros begin with memory of another's, which outlives it. NULL: none. */
void buffer_lend(struct buffer *buffer, void *bytes, size_t capacity);

/* What buffer_reserve does where there is no room yet. */
bool buffer_grow(struct buffer *buffer, size_t more);

/* Makes room for `more` bytes past the end; false, and nothing changed, without memory. */
static inline bool buffer_reserve(struct buffer *buffer, size_t more) {
  return more <= buffer->capacity - buffer->length || buffer_grow(buffer, more);
}

/* Appends a copy of the bytes, for which there is room. */
static inline void buffer_put(struct buffer *buffer, const void *bytes, size_t length) {
  memcpy(buffer->bytes + buffer->length, bytes, length);
  buffer->length += length;
}

/* Appends a copy of the bytes; false, and nothing changed, without memory. */
static inline bool buffer_append(struct buffer *buffer, const void *bytes, size_t length) {
  if (!buffer_reserve(buffer, length)) {
    return false;
  }
  if (length > 0) {
    buffer_put(buffer, bytes, length);
  }
  return true;
}

/* Hands the memory, cut to its length unless it was lent, to the caller and leaves the buffer
   empty. */
void *buffer_release(struct buffer *buffer);

void buffer_free(struct buffer *buffer);

#endif
