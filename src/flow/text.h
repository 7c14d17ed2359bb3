/* Texts that come in blocks: the service is written after each port. */
#ifndef IANAPORTS_FLOW_TEXT_H
#define IANAPORTS_FLOW_TEXT_H

#include <stdint.h>

#include "base/memory.h"
#include "base/text.h"
#include "registry/registry.h"

enum {
  TEXT_LONGEST_LINE = 65536, /* bytes; a longer line is read in pieces, each like a line */
  TEXT_GROUP = 8,            /* marks that are looked at together */
  TEXT_ANSWERS = 1024,       /* that are kept */
  TEXT_LONGEST_ANSWER = 27   /* bytes of one that is kept */
};

/* What is written after a port. A text has few different ports, so answers are kept. */
struct text_answer {
  uint32_t question; /* see text.c; 0 if there is no answer */
  uint8_t length;    /* 0 if the port has no service */
  char bytes[TEXT_LONGEST_ANSWER];
};

/* The state between two blocks of a text. */
struct text_stream {
  const struct registry *registry;
  uint64_t named_ports[PORT_WORDS]; /* bit p: port p may have a service */
  struct buffer held;               /* a line that is not complete */
  bool in_word;                     /* whether it begins inside a word */
  uint64_t named;                   /* how many ports have a service */
  struct buffer answer;             /* the last one that was not kept before */
  struct text_answer answers[TEXT_ANSWERS];
  unsigned char marks[TEXT_LONGEST_LINE + TEXT_GROUP]; /* of the line that is being read */
};

/* Sets up a stream of zeros for a new text. */
void text_stream_open(struct text_stream *stream, const struct registry *registry);

/* Appends the lines that are complete to `out`, with " (SERVICE)" after each port that has one and
   where that is not there already. All other bytes are copied. Returns false if memory runs out. */
bool text_stream_add(struct text_stream *stream, struct text block, struct buffer *out);

/* Does the same with the end of the text, which is held. */
bool text_stream_finish(struct text_stream *stream, struct buffer *out);

void text_stream_free(struct text_stream *stream);

#endif
