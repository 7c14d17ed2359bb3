#include "base/buffer.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void buffer_lend(struct buffer *buffer, void *bytes, size_t capacity) {
  if (bytes != NULL) {
    *buffer = (struct buffer){ bytes, 0, capacity, true };
  }
}

/* The buffer's bytes in memory of this size; NULL, and nothing changed, without memory. */
static unsigned char *move(const struct buffer *buffer, size_t capacity) {
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
  unsigned char *bytes = move(buffer, capacity);
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
