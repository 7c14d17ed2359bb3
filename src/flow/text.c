#include "flow/text.h"

#include <string.h>

#include "base/printable.h"
#include "flow/notation.h"
#include "registry/lookup.h"

enum {
  LONGEST_LINE = 65536, /* bytes; a longer line is read in pieces, each like a line */
  MARKED_AT_ONCE = 512, /* bytes */
  VECTOR = 16,          /* bytes */
  GROUP = 8             /* marks */
};

/* The lines of one piece of memory, while their services are appended to `out`. */
struct writer {
  const struct registry *registry;
  struct buffer *out;
  const char *end;    /* of the memory, which may hold further lines */
  const char *copied; /* all bytes before this one are in `out` */
  uint64_t named;
};

static bool copy_until(struct writer *writer, const char *end) {
  const char *first = writer->copied;
  writer->copied = end;
  return buffer_append(writer->out, first, (size_t)(end - first));
}

/* Writes the service of a port, unless it is there already. It is written first and then compared,
   because its name may need escapes. */
static bool write_service(struct writer *writer, const struct line *line,
                          const struct port_notation *port) {
  const struct registry *registry = writer->registry;
  uint32_t record = lookup_primary(registry, port->port, port->protocol, true);
  if (record == NO_RECORD) {
    return true;
  }
  struct text name = text_of(registry->pool + registry_name(registry, record));
  struct buffer *out = writer->out;
  if (!copy_until(writer, port->after)) {
    return false;
  }
  size_t before = out->length;
  if (!buffer_append(out, " (", 2) || !printable_append(out, name) || !buffer_append(out, ")", 1)) {
    return false;
  }
  size_t length = out->length - before;
  writer->named++;
  if ((size_t)(line->end - port->after) >= length &&
      memcmp(port->after, out->bytes + before, length) == 0) {
    out->length = before;
  }
  return true;
}

/* Returns eight marks as one number, in which bit 8 * i is mark i. Compilers make one load of it.
 */
static inline uint64_t group_of(const unsigned char *marks) {
  return (uint64_t)marks[0] | (uint64_t)marks[1] << 8 | (uint64_t)marks[2] << 16 |
         (uint64_t)marks[3] << 24 | (uint64_t)marks[4] << 32 | (uint64_t)marks[5] << 40 |
         (uint64_t)marks[6] << 48 | (uint64_t)marks[7] << 56;
}

/* Sets `indices` to those of the marks that are set. Returns their number. */
static size_t list_marks(const unsigned char *marks, size_t count, uint16_t *indices) {
  size_t listed = 0;
  for (size_t i = 0; i < count; i += 8) {
    for (uint64_t group = group_of(marks + i); group != 0; group &= group - 1) {
      indices[listed++] = (uint16_t)(i + count_bits((group & -group) - 1) / 8);
    }
  }
  return listed;
}

/* Returns a number of bytes that are read at once, made a multiple of VECTOR if there are so many,
   of whatever line. */
static size_t round_up(const struct writer *writer, const char *first, size_t count) {
  size_t rounded = (count + VECTOR - 1) / VECTOR * VECTOR;
  return rounded + 2 <= (size_t)(writer->end - first) ? rounded : count;
}

static bool write_services(struct writer *writer, struct line *line, const char *first,
                           const uint16_t *indices, size_t listed) {
  for (size_t i = 0; i < listed; i++) {
    struct port_notation port;
    if (notation_read(line, first + indices[i] + 1, &port) && !write_service(writer, line, &port)) {
      return false;
    }
  }
  return true;
}

static bool write_line(struct writer *writer, struct line *line) {
  unsigned char marks[MARKED_AT_ONCE + VECTOR + GROUP];
  uint16_t indices[MARKED_AT_ONCE];
  const char *first = line->first;
  size_t left = line->end - first > 2 ? (size_t)(line->end - first - 2) : 0;
  bool with_dots = notation_may_have_dots(first, round_up(writer, first, left));
  while (left > 0) {
    size_t count = left < MARKED_AT_ONCE ? left : MARKED_AT_ONCE;
    notation_mark(first, round_up(writer, first, count), with_dots, marks);
    memset(marks + count, 0, VECTOR + GROUP); /* what is not of this line */
    if (!write_services(writer, line, first, indices, list_marks(marks, count, indices))) {
      return false;
    }
    first += count;
    left -= count;
  }
  return true;
}

static const char *skip_word(const char *first, const char *end) {
  while (first < end && notation_has(*first)) {
    first++;
  }
  return first;
}

/* Returns the end of the first line, or NULL if that is still to come. A line that is longer than
   LONGEST_LINE ends after the last word that is complete; if there is none, inside the word. */
static const char *line_end(const char *first, const char *end, bool *in_word) {
  size_t length = (size_t)(end - first);
  const char *newline = memchr(first, '\n', length < LONGEST_LINE ? length : LONGEST_LINE);
  *in_word = false;
  if (newline != NULL) {
    return newline + 1;
  } else if (length <= LONGEST_LINE) {
    return NULL;
  }
  const char *stop = first + LONGEST_LINE;
  while (stop > first && notation_has(stop[-1])) {
    stop--;
  }
  *in_word = stop == first;
  return *in_word ? first + LONGEST_LINE : stop;
}

/* Writes the lines that are complete; if `is_last`, also what follows them. Sets `text` to the
   rest. */
static bool write_lines(struct text_stream *stream, const struct registry *registry,
                        struct text *text, bool is_last, struct buffer *out) {
  const char *first = text->bytes;
  const char *const end = first + text->length;
  struct writer writer = { registry, out, end, first, 0 };
  bool in_word = false;
  const char *stop;
  while ((stop = line_end(first, end, &in_word)) != NULL || (is_last && (stop = end) > first)) {
    struct line line = line_of(stream->in_word ? skip_word(first, stop) : first, stop);
    if (!write_line(&writer, &line)) {
      return false;
    }
    stream->in_word = in_word;
    first = stop;
  }
  stream->named += writer.named;
  *text = (struct text){ first, (size_t)(end - first) };
  return copy_until(&writer, first);
}

/* Appends the beginning of a block to what is held: to the end of the line, or until it is longer
   than LONGEST_LINE. Removes it from the block. */
static bool hold(struct text_stream *stream, struct text *block) {
  size_t most = LONGEST_LINE + 1 - stream->held.length;
  size_t length = block->length < most ? block->length : most;
  const char *newline = memchr(block->bytes, '\n', length);
  length = newline != NULL ? (size_t)(newline + 1 - block->bytes) : length;
  if (!buffer_append(&stream->held, block->bytes, length)) {
    return false;
  }
  *block = text_drop(*block, length);
  return true;
}

/* Writes the lines that are complete in what is held. */
static bool write_held(struct text_stream *stream, const struct registry *registry, bool is_last,
                       struct buffer *out) {
  struct text held = { (const char *)stream->held.bytes, stream->held.length };
  if (!write_lines(stream, registry, &held, is_last, out)) {
    return false;
  }
  memmove(stream->held.bytes, held.bytes, held.length);
  stream->held.length = held.length;
  return true;
}

bool text_stream_add(struct text_stream *stream, const struct registry *registry, struct text block,
                     struct buffer *out) {
  while (block.length > 0) {
    if (stream->held.length == 0 && !write_lines(stream, registry, &block, false, out)) {
      return false;
    }
    if (block.length > 0 && (!hold(stream, &block) || !write_held(stream, registry, false, out))) {
      return false;
    }
  }
  return true;
}

bool text_stream_finish(struct text_stream *stream, const struct registry *registry,
                        struct buffer *out) {
  return stream->held.length == 0 || write_held(stream, registry, true, out);
}

void text_stream_free(struct text_stream *stream) {
  buffer_free(&stream->held);
}
