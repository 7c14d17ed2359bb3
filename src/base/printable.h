/* Text that is safe to show. */
#ifndef IANAPORTS_PRINTABLE_H
#define IANAPORTS_PRINTABLE_H

#include <stdint.h>

#include "base/memory.h"
#include "base/text.h"

/* Returns whether a code point steers a terminal, or cannot be seen. */
bool printable_steers(uint32_t code);

/* Appends the text. Control characters and bytes that are not UTF-8 become \xNN; characters that
   steer a terminal, or cannot be seen, become \u{N}. Returns false if memory runs out. */
bool printable_append(struct buffer *out, struct text text);

#endif
