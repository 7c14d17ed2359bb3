/* What is wrong with an input, and where. */
#ifndef IANAPORTS_ERROR_H
#define IANAPORTS_ERROR_H

/* What the compiler checks formats by. mingw-w64 has two kinds of printf, and names the one it uses
   in its own macro. */
#if defined(__MINGW32__)
#include <stdio.h>
#define PRINTF_FORMAT __MINGW_PRINTF_FORMAT
#else
#define PRINTF_FORMAT printf
#endif

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* All zeros: no error yet. */
struct error {
  uint64_t line; /* the physical line, from 1; 0 if no byte could be read */
  size_t column; /* the character in the line, from 1; 0 if no single character is wrong */
  char message[256];
};

/* Formats the message as printf does, and cuts it if it is too long. */
#if defined(__GNUC__)
__attribute__((format(PRINTF_FORMAT, 2, 3)))
#endif
void error_set(struct error *error, const char *format, ...);

enum { ERROR_EXCERPT_SIZE = 80 };

/* Writes the beginning of a cell for use in a message and returns `excerpt`. Bytes other than
   printable ASCII become `\xNN`. */
const char *error_excerpt(struct text cell, char excerpt[ERROR_EXCERPT_SIZE]);

#endif
