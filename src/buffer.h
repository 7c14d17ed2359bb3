/* Memory that grows at its end. */
#ifndef IANAPORTS_BUFFER_H
#define IANAPORTS_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

/* Begins as all zeros. */
struct buffer {
  unsigned char *bytes;
  size_t length;
  size_t capacity;
};

/* Makes room for `more` bytes past the end; false, and nothing changed, without memory. */
bool buffer_reserve(struct buffer *buffer, size_t more);

/* Appends a copy of the bytes; false, and nothing changed, without memory. */
bool buffer_append(struct buffer *buffer, const void *bytes, size_t length);

/* Hands the memory, cut to its length, to the caller and leaves the buffer empty. */
void *buffer_release(struct buffer *buffer);

void buffer_free(struct buffer *buffer);

#endif
