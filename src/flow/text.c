#include "flow/text.h"

#include <string.h>

#include "base/printable.h"
#include "flow/notation.h"
#include "registry/lookup.h"

#pragma GCC visibility push(hidden)

enum { VECTOR = 16 }; /* bytes that notation_mark reads at once */

/* The lines of one piece of memory, while their services are appended to `out`. */
struct writer {
  struct text_stream *stream;
  struct buffer *out;
  const char *end;    /* of the memory, which may hold further lines */
  const char *copied; /* all bytes before this one are in `out` */
};

static bool copy_until(struct writer *writer, const char *end) {
  const char *first = writer->copied;
  writer->copied = end;
  return buffer_append(writer->out, first, (size_t)(end - first));
}

/* Services ----------------------------------------------------------------------------------- */

/* Sets the answer for a port: " (SERVICE)" or nothing. Returns false if memory runs out. */
static bool make_answer(struct text_stream *stream, uint16_t port, int protocol,
                        struct text *answer) {
  const struct registry *registry = stream->registry;
  uint32_t record = lookup_primary(registry, port, protocol, true);
  if (record == NO_RECORD) {
    *answer = (struct text){ "", 0 };
    return true;
  }
  struct buffer *made = &stream->answer;
  made->length = 0;
  struct text name = text_of(registry->pool + registry_name(registry, record));
  bool succeeded =
    buffer_append(made, " (", 2) && printable_append(made, name) && buffer_append(made, ")", 1);
  *answer = (struct text){ (const char *)made->bytes, made->length };
  return succeeded;
}

/* Does the same, and keeps the answer unless it is long. */
static bool find_answer(struct text_stream *stream, uint16_t port, int protocol,
                        struct text *answer) {
  uint32_t question = ((uint32_t)protocol + 1) << 16 | port;
  struct text_answer *kept = &stream->answers[(question ^ question >> 16) % TEXT_ANSWERS];
  if (kept->question == question) {
    *answer = (struct text){ kept->bytes, kept->length };
    return true;
  } else if (!make_answer(stream, port, protocol, answer)) {
    return false;
  }
  if (answer->length <= TEXT_LONGEST_ANSWER) {
    kept->question = question;
    kept->length = (uint8_t)answer->length;
    memcpy(kept->bytes, answer->bytes, answer->length);
  }
  return true;
}

/* Does the same for a port of a line. Most ports have no service: they are those of clients. */
static bool find_answer_in(struct text_stream *stream, struct line *line,
                           const struct port_notation *port, struct text *answer) {
  *answer = (struct text){ "", 0 };
  if ((stream->named_ports[port->port / 64] >> port->port % 64 & 1) == 0) {
    return true;
  }
  bool is_of_line = port->protocol >= NOTATION_OF_LINE;
  int protocol = is_of_line ? notation_protocol(line, port) : port->protocol;
  return protocol == PROTOCOL_NONE || find_answer(stream, port->port, protocol, answer);
}

/* Writes the service of a port, unless it is there already. */
static bool write_service(struct writer *writer, struct line *line,
                          const struct port_notation *port) {
  struct text answer;
  if (!find_answer_in(writer->stream, line, port, &answer)) {
    return false;
  } else if (answer.length == 0) {
    return true;
  }
  writer->stream->named++;
  size_t left = (size_t)(line->end - port->after);
  if (left >= answer.length && memcmp(port->after, answer.bytes, answer.length) == 0) {
    return true;
  }
  return copy_until(writer, port->after) && buffer_append(writer->out, answer.bytes, answer.length);
}

/* Lines -------------------------------------------------------------------------------------- */

#define EACH_BYTE 0x0101010101010101U

/* Returns TEXT_GROUP marks as one number, whose lowest byte is the first. Compilers make one load
   of it. */
static inline uint64_t group_of(const unsigned char *marks) {
  return (uint64_t)marks[0] | (uint64_t)marks[1] << 8 | (uint64_t)marks[2] << 16 |
         (uint64_t)marks[3] << 24 | (uint64_t)marks[4] << 32 | (uint64_t)marks[5] << 40 |
         (uint64_t)marks[6] << 48 | (uint64_t)marks[7] << 56;
}

/* Writes the services of the ports beside the bytes of a group whose marks are 1. */
static bool write_group(struct writer *writer, struct line *line, const char *first,
                        uint64_t group) {
  for (; group != 0; group &= group - 1) {
    uint64_t before = ((group & -group) - 1) & EACH_BYTE; /* 1 in each byte before the next mark */
    const char *separator = first + 1 + (before * EACH_BYTE >> 56);
    struct port_notation port;
    if (notation_read(line, separator, &port) && !write_service(writer, line, &port)) {
      return false;
    }
  }
  return true;
}

/* Returns a number of bytes that are marked, made a multiple of VECTOR if there are so many, of
   whatever line. */
static size_t round_up(const struct writer *writer, const char *first, size_t count) {
  size_t rounded = (count + VECTOR - 1) / VECTOR * VECTOR;
  return rounded + 2 <= (size_t)(writer->end - first) ? rounded : count;
}

static bool write_line(struct writer *writer, struct line *line) {
  const char *first = line->first;
  unsigned char *marks = writer->stream->marks;
  if (line->end - first < 3) {
    return true;
  }
  size_t count = (size_t)(line->end - first - 2);
  bool with_dots = notation_mark(first, round_up(writer, first, count), marks);
  memset(marks + count, 0, TEXT_GROUP); /* what is not of this line */
  uint64_t dots = with_dots ? EACH_BYTE : 0;
  for (size_t i = 0; i < count; i += TEXT_GROUP) {
    uint64_t group = group_of(marks + i);
    group = (group & EACH_BYTE) | (group >> NOTATION_DOT_SHIFT & dots);
    if (!write_group(writer, line, first + i, group)) {
      return false;
    }
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
   TEXT_LONGEST_LINE ends after the last word that is complete; if there is none, inside the word.
 */
static const char *line_end(const char *first, const char *end, bool *in_word) {
  size_t length = (size_t)(end - first);
  const char *newline =
    memchr(first, '\n', length < TEXT_LONGEST_LINE ? length : TEXT_LONGEST_LINE);
  *in_word = false;
  if (newline != NULL) {
    return newline + 1;
  } else if (length <= TEXT_LONGEST_LINE) {
    return NULL;
  }
  const char *stop = first + TEXT_LONGEST_LINE;
  while (stop > first && notation_has(stop[-1])) {
    stop--;
  }
  *in_word = stop == first;
  return *in_word ? first + TEXT_LONGEST_LINE : stop;
}

/* Writes the lines that are complete; if `is_last`, also what follows them. Sets `text` to the
   rest. */
static bool write_lines(struct text_stream *stream, struct text *text, bool is_last,
                        struct buffer *out) {
  const char *first = text->bytes;
  const char *const end = first + text->length;
  struct writer writer = { stream, out, end, first };
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
  *text = (struct text){ first, (size_t)(end - first) };
  return copy_until(&writer, first);
}

/* Appends the beginning of a block to what is held: to the end of the line, or until it is longer
   than TEXT_LONGEST_LINE. Removes it from the block. */
static bool hold(struct text_stream *stream, struct text *block) {
  size_t most = TEXT_LONGEST_LINE + 1 - stream->held.length;
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
static bool write_held(struct text_stream *stream, bool is_last, struct buffer *out) {
  struct text held = { (const char *)stream->held.bytes, stream->held.length };
  if (!write_lines(stream, &held, is_last, out)) {
    return false;
  }
  memmove(stream->held.bytes, held.bytes, held.length);
  stream->held.length = held.length;
  return true;
}

void text_stream_open(struct text_stream *stream, const struct registry *registry) {
  stream->registry = registry;
  for (int protocol = 0; protocol < PROTOCOL_COUNT; protocol++) {
    port_index_add_named(&registry->ports[protocol], stream->named_ports);
  }
  if (registry->overlay_count > 0) { /* whose records hide whether others have a name */
    memset(stream->named_ports, 0xff, sizeof stream->named_ports);
  }
}

bool text_stream_add(struct text_stream *stream, struct text block, struct buffer *out) {
  while (block.length > 0) {
    if (stream->held.length == 0 && !write_lines(stream, &block, false, out)) {
      return false;
    }
    if (block.length > 0 && (!hold(stream, &block) || !write_held(stream, false, out))) {
      return false;
    }
  }
  return true;
}

bool text_stream_finish(struct text_stream *stream, struct buffer *out) {
  return stream->held.length == 0 || write_held(stream, true, out);
}

void text_stream_free(struct text_stream *stream) {
  buffer_free(&stream->held);
  buffer_free(&stream->answer);
}
