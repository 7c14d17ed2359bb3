#include "buffer.h"

#include <stdint.h>
#include <stdlib.h>

bool buffer_grow(struct buffer *buffer, size_t more) {
  if (more > SIZE_MAX / 2 - buffer->length) {
    return false;
  }
  size_t capacity = buffer->capacity < 64 ? 64 : buffer->capacity;
  while (capacity < buffer->length + more) {
    capacity += capacity / 2;
  }
  unsigned char *bytes = realloc(buffer->bytes, capacity);
  if (bytes == NULL) {
    return false;
  }
  buffer->bytes = bytes;
  buffer->capacity = capacity;
  return true;
}

void *buffer_release(struct buffer *buffer) {
  void *bytes = buffer->bytes;
  if (buffer->length > 0) {
    void *cut = realloc(bytes, buffer->length);
    if (cut != NULL) {
      bytes = cut;
    }
  }
  *buffer = (struct buffer){ NULL, 0, 0 };
  return bytes;
}

void buffer_free(struct buffer *buffer) {
  free(buffer->bytes);
  *buffer = (struct buffer){ NULL, 0, 0 };
}
