/* What is wrong with a file, and where. */
#ifndef IANAPORTS_ERROR_H
#define IANAPORTS_ERROR_H

#include <stddef.h>

#include "base/text.h"

/* All zeros before anything is wrong. */
struct error {
  size_t line;   /* the physical line, from 1 */
  size_t column; /* the character in it, from 1; 0 where the line says it all */
  char message[256];
};

/* Sets the message in the manner of printf, cut to its room. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
void error_set(struct error *error, const char *format, ...);

enum { ERROR_EXCERPT_SIZE = 80 };

/* Writes the beginning of a cell for use in a message, bytes that are not
   printable ASCII as `\xNN`, and gives `excerpt`. */
const char *error_excerpt(struct text cell, char excerpt[ERROR_EXCERPT_SIZE]);

#endif
