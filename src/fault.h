/* What is wrong with a file, and where. */
#ifndef IANAPORTS_FAULT_H
#define IANAPORTS_FAULT_H

#include <stddef.h>

#include "text.h"

/* All zeros before anything is wrong. */
struct fault {
  size_t line;   /* the physical line, from 1 */
  size_t column; /* the character in it, from 1; 0 where the line says it all */
  char message[256];
};

/* Sets the message in the manner of printf, cut to its room. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
void fault_set(struct fault *fault, const char *format, ...);

enum { FAULT_EXCERPT_SIZE = 80 };

/* Writes the beginning of a cell for use in a message, bytes that are not
   printable ASCII as `\xNN`, and gives `excerpt`. */
const char *fault_excerpt(struct text cell, char excerpt[FAULT_EXCERPT_SIZE]);

#endif
