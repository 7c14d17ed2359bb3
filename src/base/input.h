/* Where a registry is read from: a file, or a text in memory. */
#ifndef IANAPORTS_INPUT_H
#define IANAPORTS_INPUT_H

#include <stdio.h>

#include "base/error.h"

enum { INPUT_BLOCK = 64 * 1024 };

/* Begins as all zeros: closed. */
struct input {
  FILE *file;        /* NULL where it is a text, or closed */
  int error;         /* errno of the read that failed */
  size_t size;       /* of all there is; 0 where nobody knows */
  struct text ahead; /* read, and not yet taken */
  char block[INPUT_BLOCK];
};

/* False with `error` set where the file cannot be opened. */
bool input_open(struct input *input, const char *path, struct error *error);

/* The text must live as long as the input. */
void input_of_text(struct input *input, struct text text);

/* What comes next, without taking it; empty at the end or where it cannot be read. */
struct text input_peek(struct input *input);

/* Takes the next piece. False at the end, or with the error's message set where
   the file cannot be read; it is empty at the end. */
bool input_next(struct input *input, struct text *piece, struct error *error);

/* May be called again. */
void input_close(struct input *input);

#endif
