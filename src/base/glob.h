/* Patterns as in a shell. */
#ifndef IANAPORTS_GLOB_H
#define IANAPORTS_GLOB_H

#include "base/text.h"

/* The longest pattern that may hold `?`, in bytes. A part with `?` is compared anew at each
   place of the text, so its length multiplies the time. */
enum { GLOB_MAX_LENGTH = 255 };

/* Whether matching a text with the pattern takes time by the length of the text alone. */
bool glob_is_bounded(struct text pattern);

/* Whether the pattern matches the whole text, case ignored. `*` matches any run of bytes, `?` one
   character; a byte that is not UTF-8 is a character by itself. */
bool glob_matches_nocase(struct text text, struct text pattern);

#endif
