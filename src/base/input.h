/* The bytes of a file or of a text in memory, without the byte order mark that they may begin
   with. */
#ifndef IANAPORTS_INPUT_H
#define IANAPORTS_INPUT_H

#include <stdio.h>

#include "base/error.h"

enum { INPUT_BLOCK = 64 * 1024 };

/* All zeros: a closed one. */
struct input {
  FILE *file;        /* NULL for a text, or if closed */
  int error;         /* errno of a read that failed, or 0 */
  size_t size;       /* bytes in all; 0 if that is unknown, as for a pipe */
  struct text ahead; /* read and not yet taken */
  char block[INPUT_BLOCK];
};

/* Returns false with `error` set if the file cannot be opened. */
bool input_open(struct input *input, const char *path, struct error *error);

/* The text must outlive the input. */
void input_of_text(struct input *input, struct text text);

/* Returns the next block without taking it; an empty one at the end or if reading fails. */
struct text input_peek(struct input *input);

/* Takes the next block. Returns false at the end or, with the error's message set, if reading
   fails. */
bool input_next(struct input *input, struct text *block, struct error *error);

/* May be called again. */
void input_close(struct input *input);

#endif
