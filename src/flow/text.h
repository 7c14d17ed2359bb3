/* Texts that come in blocks: the service is written after each port. */
#ifndef IANAPORTS_FLOW_TEXT_H
#define IANAPORTS_FLOW_TEXT_H

#include <stdint.h>

#include "base/memory.h"
#include "base/text.h"
#include "registry/registry.h"

/* The state between two blocks. All zeros: the beginning of a text. */
struct text_stream {
  struct buffer held; /* a line that is not complete */
  bool in_word;       /* whether it begins inside a word */
  uint64_t named;     /* how many ports have a service */
};

/* Appends the lines that are complete to `out`, with " (SERVICE)" after each port that has one and
   where that is not there already. All other bytes are copied. Returns false if memory runs out. */
bool text_stream_add(struct text_stream *stream, const struct registry *registry, struct text block,
                     struct buffer *out);

/* Does the same with the end of the text, which is held. */
bool text_stream_finish(struct text_stream *stream, const struct registry *registry,
                        struct buffer *out);

void text_stream_free(struct text_stream *stream);

#endif
